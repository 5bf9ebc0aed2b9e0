// From Alembic to aludel: a database that the real Alembic made, with rows, goes on under aludel.
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

constexpr auto environment = R"(from alembic import context
from sqlalchemy import create_engine
engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
)";

constexpr auto first = R"(import sqlalchemy as sa
from alembic import op
revision = "1975ea83b712"
down_revision = None
def upgrade():
    op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50), nullable=False, unique=True),
        sa.Column("created", sa.DateTime, server_default=sa.func.now()))
    op.create_table("address", sa.Column("id", sa.Integer, primary_key=True), sa.Column("account_id", sa.Integer,
        sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False), sa.Column("kind", sa.Enum("home", "work", name="address_kind")))
)";

constexpr auto second = R"(import sqlalchemy as sa
from alembic import op
revision = "ae1027a6acf9"
down_revision = "1975ea83b712"
def upgrade():
    op.add_column("account", sa.Column("balance", sa.Numeric(10, 2)))
    op.create_index(op.f("ix_address_account_id"), "address", ["account_id"])
)";

constexpr auto other = R"(from alembic import op
revision = "bbbbbbbbbbbb"
down_revision = "1975ea83b712"
def upgrade():
    pass
)";

class FromAlembic : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        if (std::string(ALEMBIC).empty()) GTEST_SKIP() << "there is no alembic here";
        std::string url; // of an .ini file, where % means something
        for (const char c : database.url()) url += c == '%' ? std::string("%%") : std::string(1, c);
        write_file(directory / "alembic.ini", "[alembic]\nscript_location = script\nsqlalchemy.url = " + url + "\n");
        write_file(directory / "script/env.py", environment);
        write_file(directory / "script/versions/first.py", first);
        write_file(directory / "script/versions/second.py", second);
        std::filesystem::create_directory(directory / "migrations");
        alembic("head");
        execute("INSERT INTO account (id, name) VALUES (1, 'Ann'), (2, 'Bob')");
        execute("INSERT INTO address (id, account_id, kind) VALUES (1, 1, 'home'), (2, 1, 'work')");
    }

    void alembic(const std::string& to) const {
        const auto result = run({ALEMBIC, "upgrade", to}, {.directory = directory.path()});
        ASSERT_EQ(result.status, 0) << result.output << result.error;
    }
    void execute(const std::string& sql) const { aludel::create_engine(database.url()).connect().execute(sql); }
    std::size_t count(const std::string& query) const {
        return aludel::create_engine(database.url()).connect().query(query).rows.size();
    }
    RunResult aludel(std::vector<std::string> words) const {
        words.insert(words.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        words.insert(words.end(), {"--url", database.url()});
        return run(words, {.directory = directory.path()});
    }
    std::string succeed(const std::vector<std::string>& words) const {
        const auto result = aludel(words);
        EXPECT_EQ(result.status, 0) << result.output << result.error;
        return result.output;
    }
    void write_root() const {
        const auto result = run({ALUDEL_TEST_TOOL, "--directory", "migrations", "revision", "-m", "as it is",
                                 "--rev-id", "root", "--from", "empty", "--to", database.url()},
                                {.directory = directory.path()});
        ASSERT_EQ(result.status, 0) << result.error;
    }

    const TemporaryDirectory directory;
    const TemporaryDatabase database{GetParam()};
};

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

TEST_P(FromAlembic, ADatabaseGoesOnWithItsRows) {
    expect_contains(aludel({"adopt-alembic"}).error, "revision -m");
    write_root();
    succeed({"adopt-alembic"});
    EXPECT_EQ(succeed({"current"}), "root (head)  as it is (Alembic ae1027a6acf9)\n");
    EXPECT_EQ(succeed({"check"}), "nothing is pending\n");
    EXPECT_EQ(count("SELECT * FROM alembic_version"), 1u) << "stays, unless it is told to go";
    expect_contains(succeed({"adopt-alembic"}), "was adopted before");

    const auto more = run({ALUDEL_TEST_TOOL, "--directory", "migrations", "revision", "--empty", "-m", "more"},
                          {.directory = directory.path()});
    ASSERT_EQ(more.status, 0) << more.error;
    succeed({"upgrade"});
    EXPECT_EQ(count("SELECT a.id FROM account a JOIN address b ON b.account_id = a.id"), 2u);
    expect_contains(succeed({"adopt-alembic", "--drop-alembic-version"}), "was adopted before");
    EXPECT_EQ(aludel({"adopt-alembic"}).status, 0);
    EXPECT_THROW(count("SELECT * FROM alembic_version"), std::exception);
}

TEST_P(FromAlembic, ItsTableIsNoPartOfTheSchema) {
    write_root();
    for (const auto* format : {"yaml", "json", "sql", "cpp", "mermaid", "dot"})
        EXPECT_EQ(succeed({"inspect", "--format", format}).find("alembic"), std::string::npos) << format;
    execute("DROP TABLE alembic_version");
    execute("CREATE TABLE alembic_version (version_num INTEGER, mine INTEGER)");
    expect_contains(succeed({"inspect"}), "alembic_version");
}

TEST_P(FromAlembic, AnotherSchemaThanTheRevisionsIsRefusedWithTheDifference) {
    write_root();
    execute("ALTER TABLE account ADD COLUMN by_hand INTEGER");
    const auto refused = aludel({"adopt-alembic"});
    EXPECT_EQ(refused.status, 1);
    expect_contains(refused.error, "account.by_hand");
    expect_contains(refused.error, "Nothing was recorded");
    EXPECT_EQ(succeed({"current"}), "");
    const auto forced = aludel({"adopt-alembic", "--force", "--drop-alembic-version"});
    EXPECT_EQ(forced.status, 0) << forced.error;
    expect_contains(forced.error, "account.by_hand");
    expect_contains(succeed({"current"}), "root (head)");
    EXPECT_THROW(count("SELECT * FROM alembic_version"), std::exception);
}

TEST_P(FromAlembic, SeveralHeadsAndAMap) {
    write_file(directory / "script/versions/other.py", other);
    alembic("heads");
    write_root();
    EXPECT_EQ(count("SELECT * FROM alembic_version"), 2u);
    expect_contains(aludel({"adopt-alembic", "--map", "cccc=root"}).error,
                    "says nothing of ae1027a6acf9, bbbbbbbbbbbb");
    EXPECT_EQ(aludel({"adopt-alembic", "--map", "root"}).status, 64);
    succeed({"adopt-alembic", "--map", "bbbbbbbbbbbb=root", "--map", "cccc=elsewhere"});
    EXPECT_EQ(succeed({"current"}), "root (head)  as it is (Alembic ae1027a6acf9, bbbbbbbbbbbb)\n");
}

TEST_P(FromAlembic, ADatabaseThatAlembicDoesNotKnowIsNone) {
    write_root();
    execute("DELETE FROM alembic_version");
    expect_contains(aludel({"adopt-alembic"}).error, "is empty");
    execute("DROP TABLE alembic_version");
    const auto result = aludel({"adopt-alembic"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "has no table \"alembic_version\"");
}

INSTANTIATE_TEST_SUITE_P(All, FromAlembic, testing::Values("sqlite", "postgresql"),
                         [](const auto& each) { return std::string(each.param); });

} // namespace
