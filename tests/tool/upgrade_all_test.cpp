// `aludel upgrade-all`: each database for itself, and a word about each.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/tool_project.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace aludel::test;
using nlohmann::json;

namespace {

using Arguments = std::vector<std::string>;

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

std::string contents(aludel::Connection connection) {
    std::string text;
    const auto rows = connection
                          .query("SELECT hero.name, mentor.name FROM hero LEFT JOIN hero AS mentor ON mentor.id = "
                                 "hero.mentor_id ORDER BY hero.id")
                          .rows;
    for (const auto& row : rows) {
        text += (text.empty() ? "" : "; ") + std::get<std::string>(row[0]);
        if (const auto* mentor = std::get_if<std::string>(&row[1])) text += " of " + *mentor;
    }
    return text;
}

/// a1 makes heroes and their mentors, and ann.db and bea.db have two each; b2 wants their names to differ, which
/// those of bea.db do not. cid.db is not there yet.
class UpgradeAll : public testing::Test {
protected:
    void SetUp() override {
        write_hero("");
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        for (const auto* file : {"ann.db", "bea.db"}) project.succeed({"upgrade", "--url", url(file)});
        engine("ann.db").connect().execute(insert + "('Ann', NULL), ('Abe', 1)");
        engine("bea.db").connect().execute(insert + "('Bea', NULL), ('Bea', 1)");
        write_hero("unique column=name\n");
        project.succeed({"revision", "-m", "names once", "--rev-id", "b2"});
    }
    void write_hero(const std::string& more) const {
        project.write_hero("column name=mentor_id type=bigint nullable=1\n" + more +
                           "foreign_key name=fk_hero_mentor column=mentor_id table=hero referred=id\n");
    }
    RunResult upgrade_all(Arguments arguments, const std::string& input = "") const {
        arguments.insert(arguments.begin(), {"--directory", "migrations", "upgrade-all"});
        return project.aludel(arguments, {.directory = {}, .environment = {}, .input = input});
    }
    static std::string url(const std::string& file) { return "sqlite:///" + file; }
    aludel::Engine engine(const std::string& file) const {
        return aludel::create_engine(url(project.path(file).string()));
    }
    std::string contents_of(const std::string& file) const { return contents(engine(file).connect()); }
    std::string current(const std::string& url) const { return project.succeed({"current", "--url", url}); }
    bool exists(const std::string& file) const { return std::filesystem::exists(project.path(file)); }

    const std::string insert = "INSERT INTO hero (name, mentor_id) VALUES ";
    const std::string at_head = "b2 (head)  names once\n";
    const ToolProject project;
};

TEST_F(UpgradeAll, GoesOnAfterAFailureAndTellsOfEach) {
    const auto result = upgrade_all({url("ann.db"), url("bea.db"), url("cid.db")});
    EXPECT_EQ(result.status, 1);
    for (const auto* line : {"sqlite:///ann.db: upgraded b2\n", "sqlite:///bea.db: failed\n",
                             "sqlite:///cid.db: created b2\n", "\n2 of 3 databases are at the head\n"})
        expect_contains(result.output, line);
    EXPECT_EQ(std::ranges::count(result.output, '\n'), 4) << result.output;
    expect_contains(result.error, "sqlite:///bea.db: error: hero: the unique constraint uq_hero_name wants each value "
                                  "once, and rows share one");
    expect_contains(result.error, "2: 'Bea'");
    for (const auto* other : {"ann.db", "cid.db"}) EXPECT_EQ(result.error.find(other), std::string::npos);

    for (const auto* good : {"ann.db", "cid.db"}) EXPECT_EQ(current(url(good)), at_head);
    EXPECT_EQ(current(url("bea.db")), "a1  first\n");
    EXPECT_EQ(contents_of("ann.db"), "Ann; Abe of Ann");
    EXPECT_EQ(contents_of("bea.db"), "Bea; Bea of Bea");

    engine("bea.db").connect().execute("UPDATE hero SET name = 'Bob' WHERE id = 2");
    const auto again = upgrade_all({url("ann.db"), url("bea.db"), url("cid.db"), "--jobs", "1"});
    EXPECT_EQ(again.status, 0) << again.error;
    EXPECT_EQ(again.output, "sqlite:///ann.db: up_to_date b2\nsqlite:///bea.db: upgraded b2\n"
                            "sqlite:///cid.db: up_to_date b2\n3 of 3 databases are at the head\n");
    EXPECT_EQ(again.error, "");
    EXPECT_EQ(contents_of("bea.db"), "Bea; Bob of Bea");
}

TEST_F(UpgradeAll, GoesOnBesideWhatIsNoDatabase) {
    write_file(project.path("text.db"), "this is no database, and longer than nothing");
    std::filesystem::create_directory(project.path("directory.db"));
    const auto result = upgrade_all({url("text.db"), url("directory.db"), url("ann.db")});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.output, "\n1 of 3 databases are at the head\n");
    expect_contains(result.error, "sqlite:///text.db: error: ./text.db: file is not a database\n");
    expect_contains(result.error, "sqlite:///directory.db: error: ./directory.db is a directory\n");
    EXPECT_EQ(current(url("ann.db")), at_head);
    EXPECT_EQ(read_file(project.path("text.db")), "this is no database, and longer than nothing");
}

TEST_F(UpgradeAll, ReadsUrlsFromAFile) {
    write_file(project.path("tenants.txt"), "# of today\r\n\r\nsqlite:///ann.db\r\n   \n#sqlite:///bea.db\n"
                                            "sqlite:///a tenant.db  \nsqlite:///cid.db");
    const auto result = upgrade_all({"--urls", "tenants.txt", url("dan.db"), "--jobs", "1"});
    EXPECT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output, "sqlite:///dan.db: created b2\nsqlite:///ann.db: upgraded b2\n"
                             "sqlite:///a tenant.db: created b2\nsqlite:///cid.db: created b2\n"
                             "4 of 4 databases are at the head\n");
    EXPECT_EQ(current(url("bea.db")), "a1  first\n") << "its line is a comment";
    EXPECT_EQ(contents_of("ann.db"), "Ann; Abe of Ann");
    EXPECT_EQ(current(url("a tenant.db")), at_head);
}

TEST_F(UpgradeAll, ReadsUrlsFromStandardInput) {
    const auto result = upgrade_all({"--urls", "-"}, "# of today\nsqlite:///ann.db\r\n\nsqlite:///cid.db\n");
    EXPECT_EQ(result.status, 0) << result.error;
    expect_contains(result.output, "\n2 of 2 databases are at the head\n");
    for (const auto* file : {"ann.db", "cid.db"}) EXPECT_EQ(current(url(file)), at_head);
}

TEST_F(UpgradeAll, AnswersProgramsInTheOrderOfTheUrls) {
    const auto result = upgrade_all({url("bea.db"), url("ann.db"), url("cid.db"), "--json"});
    EXPECT_EQ(result.status, 1);
    const auto answer = json::parse(result.output, nullptr, false);
    ASSERT_TRUE(answer.is_array()) << result.output;
    ASSERT_EQ(answer.size(), 3U);
    EXPECT_EQ(answer[0]["database"], "sqlite:///bea.db");
    EXPECT_EQ(answer[0]["status"], "failed");
    expect_contains(answer[0]["error"], "uq_hero_name");
    EXPECT_EQ(answer[1]["database"], "sqlite:///ann.db");
    EXPECT_EQ(answer[1]["status"], "upgraded");
    EXPECT_EQ(answer[1]["from"], json({"a1"}));
    EXPECT_EQ(answer[1]["to"], json({"b2"}));
    EXPECT_EQ(answer[1]["revisions"], json({"b2"}));
    EXPECT_FALSE(answer[1].contains("error"));
    EXPECT_EQ(answer[2]["status"], "created");
    expect_contains(result.error, "sqlite:///bea.db: error: ");
}

TEST_F(UpgradeAll, IsRefusedAsAWholeBeforeAnything) {
    write_file(project.path("none.txt"), "# nobody yet\n\n");
    struct Wrong {
        Arguments arguments;
        int status;
        std::string message;
    };
    for (const auto& [arguments, status, message] : std::initializer_list<Wrong>{
             {{}, 64, "which databases? Name their URLs, or --urls FILE"},
             {{"--urls", "none.txt"}, 64, "which databases? Name their URLs, or --urls FILE"},
             {{"--urls", "missing.txt"}, 1, "cannot read \"missing.txt\""},
             {{url("cid.db"), "postgresql://ann:wr0ng@127.0.0.1:1/heroes"}, 64, "the databases are of several kinds"},
             {{url("cid.db"), "mysql://ann:wr0ng@127.0.0.1/heroes"}, 1, "no kind of database is called mysql"},
             {{url("cid.db"), "--jobs", "0"}, 64, "--jobs"},
             {{url("cid.db"), "--jobs", "257"}, 64, "--jobs"},
             {{url("cid.db"), "--jobs", "2.5"}, 64, "--jobs"},
             {{url("ann.db"), "--schema", "tenant_*"}, 64, "sqlite:///ann.db has no schemas"}}) {
        SCOPED_TRACE(testing::PrintToString(arguments));
        const auto result = upgrade_all(arguments);
        EXPECT_EQ(result.status, status);
        EXPECT_EQ(result.output, "");
        EXPECT_EQ(result.error.find("aludel: "), 0U) << result.error;
        EXPECT_EQ(result.error.find("aludel: ", 1), std::string::npos) << "one message: " << result.error;
        expect_contains(result.error, message);
        EXPECT_EQ(result.error.find("wr0ng"), std::string::npos) << result.error;
        EXPECT_FALSE(exists("cid.db"));
    }
    EXPECT_EQ(current(url("ann.db")), "a1  first\n");
}

TEST_F(UpgradeAll, HidesThePasswordOfWhatItCannotReach) {
    const auto result = upgrade_all({"postgresql://ann:wr0ng@127.0.0.1:1/heroes"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.output, "postgresql://ann@127.0.0.1:1/heroes: failed\n0 of 1 databases are at the head\n");
    EXPECT_EQ((result.output + result.error).find("wr0ng"), std::string::npos) << result.error;
}

TEST_F(UpgradeAll, TakesDatabasesOfAServer) {
    const TemporaryDatabase ann("postgresql"), bea("postgresql"), cid("postgresql");
    const auto connected = [](const TemporaryDatabase& database) {
        return aludel::create_engine(database.url()).connect();
    };
    for (const auto* database : {&ann, &bea})
        project.succeed({"--directory", "migrations", "upgrade", "a1", "--url", database->url()});
    connected(ann).execute(insert + "('Ann', NULL), ('Abe', 1)");
    connected(bea).execute(insert + "('Bea', NULL), ('Bea', 1)");
    const auto result = upgrade_all({ann.url(), bea.url(), cid.url(), "--jobs", "2"});
    EXPECT_EQ(result.status, 1);
    for (const auto& line : {ann.name() + ": upgraded b2\n", bea.name() + ": failed\n", cid.name() + ": created b2\n",
                             std::string("\n2 of 3 databases are at the head\n")})
        expect_contains(result.output, line);
    expect_contains(result.error, bea.name() + ": error: hero: rows are alike");
    EXPECT_EQ(contents(connected(ann)), "Ann; Abe of Ann");
    EXPECT_EQ(contents(connected(bea)), "Bea; Bea of Bea");
    const auto stands = [&](const TemporaryDatabase& database) {
        return project.succeed({"--directory", "migrations", "current", "--url", database.url()});
    };
    for (const auto* good : {&ann, &cid}) EXPECT_EQ(stands(*good), at_head);
    EXPECT_EQ(stands(bea), "a1  first\n");
}

TEST_F(UpgradeAll, OfSchemasTakesThoseOfThePattern) {
    const TemporaryDatabase database("postgresql");
    auto connection = aludel::create_engine(database.url()).connect();
    const auto in_schema = [&](const std::string& schema) {
        const auto separator = database.url().find('?') == std::string::npos ? "?" : "&";
        return database.url() + separator + "options=-csearch_path%3D" + schema;
    };
    for (const std::string schema : {"tenant_ann", "tenant_bea", "other"}) {
        connection.execute("CREATE SCHEMA " + schema);
        project.succeed({"--directory", "migrations", "upgrade", "a1", "--url", in_schema(schema)});
        connection.execute("INSERT INTO " + schema + ".hero (name, mentor_id) VALUES ('Ann', NULL), ('" +
                           (schema == "tenant_bea" ? "Ann" : "Abe") + "', 1)");
    }
    const auto result = upgrade_all({database.url(), "--schema", "tenant_*"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.output, "\n1 of 2 databases are at the head\n");
    expect_contains(result.error, "tenant_bea%22: error: hero: rows are alike");
    const auto stands = [&](const std::string& schema) {
        return project.succeed({"--directory", "migrations", "current", "--url", in_schema(schema)});
    };
    EXPECT_EQ(stands("tenant_ann"), at_head);
    EXPECT_EQ(stands("tenant_bea"), "a1  first\n");
    EXPECT_EQ(stands("other"), "a1  first\n");
    EXPECT_EQ(contents(aludel::create_engine(in_schema("tenant_ann")).connect()), "Ann; Abe of Ann");

    const auto nobody = upgrade_all({database.url(), "--schema", "renter_*"});
    EXPECT_EQ(nobody.status, 1);
    expect_contains(nobody.error, "no schema of ");
}

} // namespace
