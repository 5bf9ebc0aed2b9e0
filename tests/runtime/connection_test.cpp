#include "sqlite_dump.hpp"
#include "test_chain.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/sqlite.hpp>
#include <aludel/status.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <ctime>
#include <limits>
#include <string>
#include <tuple>

namespace aludel {
namespace {

using namespace std::string_literals;

template <class Action> Error error_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "no error";
    return Error("");
}

struct SqliteConnection : testing::Test {
    test::TemporaryDirectory directory;
    std::string url = "sqlite:///" + (directory / "a.db").string();
    Engine engine = create_engine(url);
    Connection connection = engine.connect();
};

TEST_F(SqliteConnection, gives_back_every_value_as_it_was) {
    connection.execute("CREATE TABLE t (v)");
    const std::vector<Value> values{std::monostate(),
                                    std::int64_t{0},
                                    std::numeric_limits<std::int64_t>::min(),
                                    std::numeric_limits<std::int64_t>::max(),
                                    0.1,
                                    -1e300,
                                    ""s,
                                    "it's \"quoted\"; DROP TABLE t; --"s,
                                    "a\0b"s,
                                    "h\xc3\xa9ros \xf0\x9f\xa6\xb8"s,
                                    std::vector<std::byte>{},
                                    std::vector<std::byte>{std::byte{0}, std::byte{255}}};
    for (const auto& value : values) {
        connection.execute("DELETE FROM t");
        EXPECT_EQ(connection.execute("INSERT INTO t VALUES ($1)", value), 1);
        const auto rows = connection.query("SELECT v FROM t WHERE v IS $1", value).rows;
        ASSERT_EQ(rows.size(), 1u) << test::shown(value);
        EXPECT_EQ(rows[0][0], value) << test::shown(value);
    }
}

TEST_F(SqliteConnection, numbers_parameters_as_they_are_written) {
    const auto row = connection.query("SELECT $2, $1, $2", std::int64_t{1}, "b"s).rows.at(0);
    EXPECT_EQ(row, (Row{"b"s, std::int64_t{1}, "b"s}));
    EXPECT_NE(error_of([&] { connection.query("SELECT $1, $2", std::int64_t{1}); }).message().find("2 parameters"),
              std::string::npos);
    error_of([&] { connection.query("SELECT $1", std::int64_t{1}, std::int64_t{2}); });
    error_of([&] { connection.query("SELECT ?", std::int64_t{1}); });
}

TEST_F(SqliteConnection, runs_several_statements_and_counts_the_last) {
    EXPECT_EQ(connection.execute("CREATE TABLE t (v); INSERT INTO t VALUES (1), (2); -- end\n ;"), 2);
    EXPECT_EQ(connection.execute("UPDATE t SET v = 3; CREATE TABLE u (v)"), 0);
    EXPECT_EQ(connection.execute(""), 0);
    error_of([&] { connection.execute("INSERT INTO t VALUES ($1); INSERT INTO t VALUES (9)", std::int64_t{1}); });
    error_of([&] { connection.query("SELECT 1; SELECT 2"); });
    const auto error = error_of([&] { connection.execute("INSERT INTO t VALUES (1\0)"s); });
    EXPECT_NE(error.message().find("NUL"), std::string::npos);
}

TEST_F(SqliteConnection, runs_a_script_in_time_in_proportion_to_its_length) {
    connection.execute("CREATE TABLE t (v)");
    const auto seconds = [&](int count) {
        std::string script;
        for (int i = 0; i < count; ++i) script += "INSERT INTO t VALUES ('" + std::string(80, 'x') + "');\n";
        const auto begin = std::clock();
        auto transaction = connection.begin();
        connection.execute(script);
        return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    };
    const auto few = seconds(5'000);
    EXPECT_LT(seconds(40'000), 24 * few) << "eight times as long: quadratic would be 64 times the time";
}

TEST_F(SqliteConnection, tells_what_failed_by_name) {
    connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p, u UNIQUE)");
    connection.execute("INSERT INTO c VALUES (NULL, 1)");
    const auto unique = error_of([&] { connection.execute("INSERT INTO c VALUES (NULL, 1)"); });
    EXPECT_EQ(unique.code(), "SQLITE_CONSTRAINT_UNIQUE");
    EXPECT_EQ(unique.sql(), "INSERT INTO c VALUES (NULL, 1)");
    EXPECT_EQ(error_of([&] { connection.execute("INSERT INTO c VALUES (7, 2)"); }).code(),
              "SQLITE_CONSTRAINT_FOREIGNKEY");
    EXPECT_EQ(error_of([&] { connection.execute("SELEC 1"); }).code(), "SQLITE_ERROR");
}

TEST_F(SqliteConnection, rolls_back_what_is_not_committed) {
    connection.execute("CREATE TABLE t (v)");
    {
        auto transaction = connection.begin();
        connection.execute("INSERT INTO t VALUES (1)");
    }
    EXPECT_TRUE(connection.query("SELECT * FROM t").rows.empty());
    auto transaction = connection.begin();
    connection.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
    EXPECT_EQ(connection.query("SELECT * FROM t").rows.size(), 1u);
    error_of([&] { transaction.commit(); });
}

TEST(SqliteUrl, in_memory_is_shared_by_the_connections_of_one_engine) {
    const auto engine = create_engine("sqlite://");
    const auto other = create_engine("sqlite://");
    engine.connect().execute("CREATE TABLE t (v)");
    EXPECT_NO_THROW(engine.connect().execute("INSERT INTO t VALUES (1)"));
    EXPECT_THROW(other.connect().execute("INSERT INTO t VALUES (1)"), Error);
}

TEST(SqliteUrl, takes_names_that_need_care) {
    test::TemporaryDirectory directory;
    for (const std::string name : {"a%20b.db", "%3F.db", "file:x.db", ":memory:x", "h\xc3\xa9ro.db", "%25.db"}) {
        create_engine("sqlite:///" + directory.path().string() + "/" + name).connect().execute("CREATE TABLE t (v)");
    }
    EXPECT_TRUE(std::filesystem::exists(directory / "a b.db"));
    EXPECT_TRUE(std::filesystem::exists(directory / "?.db"));
    EXPECT_TRUE(std::filesystem::exists(directory / "%.db"));
}

TEST(SqliteUrl, says_what_is_wrong_with_a_url) {
    for (const std::string url :
         {"sqlite:///", "sqlite://relative.db", "sqlite:///a?mode=ro", "sqlite:///a%zz", "sqlite:///a%00", "heroes.db",
          "", "mysql://root:secret@host/x", "host=x password=secret", "sqlite:heroes.db"}) {
        const auto error = error_of([&] { create_engine(url); });
        EXPECT_FALSE(error.hint().empty()) << url;
        EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
    }
    EXPECT_NE(error_of([] { create_engine("mysql://host/x"); }).hint().find("sqlite, postgresql"), std::string::npos);
}

TEST(SqliteFile, says_what_is_wrong_with_a_place) {
    test::TemporaryDirectory directory;
    const auto base = "sqlite:///" + directory.path().string();
    EXPECT_NE(error_of([&] { create_engine(base).connect(); }).message().find("is a directory"), std::string::npos);
    EXPECT_NE(error_of([&] { create_engine(base + "/no/a.db").connect(); }).message().find("there is no directory"),
              std::string::npos);
    test::write_file(directory / "text", std::string(5000, 'x'));
    const auto error = error_of([&] { create_engine(base + "/text").connect(); });
    EXPECT_EQ(error.code(), "SQLITE_NOTADB");
    EXPECT_NE(error.message().find("text"), std::string::npos);
    EXPECT_EQ(test::read_file(directory / "text"), std::string(5000, 'x'));
}

TEST(SqliteFile, says_that_a_place_cannot_be_written) {
    test::TemporaryDirectory directory;
    const auto base = "sqlite:///" + directory.path().string();
    create_engine(base + "/a.db").connect().execute("CREATE TABLE t (v)");
    std::filesystem::permissions(directory.path(), std::filesystem::perms(0555));
    std::filesystem::permissions(directory / "a.db", std::filesystem::perms(0444));
    const auto fails = [](const std::string& url, const char* code) {
        try {
            create_engine(url).connect().execute("CREATE TABLE u (v)");
        } catch (const Error& error) {
            return error.code().starts_with(code) && error.hint().find("writable") != std::string::npos;
        }
        return false;
    };
    const int status = test::as_nobody(
        [&] { return fails(base + "/new.db", "SQLITE_CANTOPEN") && fails(base + "/a.db", "SQLITE_READONLY"); });
    std::filesystem::permissions(directory.path(), std::filesystem::perms(0755));
    if (status == 2) GTEST_SKIP() << "this user can become no other";
    EXPECT_EQ(status, 0);
}

bool is_told_that_it_cannot_be_opened(const std::string& url) {
    const auto is_told = [](const Error& error) {
        return error.code().starts_with("SQLITE_CANTOPEN") && error.hint().find("readable") != std::string::npos;
    };
    const test::TestChain chain({{"a", {}, {test::sql("CREATE TABLE t (v)")}}});
    const auto engine = create_engine(url);
    return is_told(error_of([&] { engine.connect_existing(); })) && is_told(error_of([&] { status(engine, chain); })) &&
           is_told(error_of([&] { std::ignore = require(engine, chain); })) &&
           is_told(error_of([&] { upgrade(engine, chain); }));
}

TEST(SqliteFile, of_a_name_that_is_too_long_cannot_be_opened) {
    test::TemporaryDirectory directory;
    EXPECT_TRUE(is_told_that_it_cannot_be_opened("sqlite:///" + (directory / std::string(256, 'h')).string()));
}

TEST(SqliteFile, cannot_be_opened_where_its_directory_may_not_be_looked_into) {
    test::TemporaryDirectory directory;
    std::filesystem::create_directory(directory / "of");
    const auto base = "sqlite:///" + directory.path().string();
    std::filesystem::permissions(directory.path(), std::filesystem::perms(0));
    const int status = test::as_nobody([&] {
        return is_told_that_it_cannot_be_opened(base + "/a.db") && is_told_that_it_cannot_be_opened(base + "/of/a.db");
    });
    std::filesystem::permissions(directory.path(), std::filesystem::perms(0755));
    if (status == 2) GTEST_SKIP() << "this user can become no other";
    EXPECT_EQ(status, 0);
}

TEST(SqliteUse, leaves_the_handle_to_the_application) {
    ::sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(":memory:", &handle), SQLITE_OK);
    { sqlite::use(handle).execute("CREATE TABLE t (v)"); }
    EXPECT_EQ(sqlite3_exec(handle, "INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_close(handle), SQLITE_OK);
}

} // namespace
} // namespace aludel
