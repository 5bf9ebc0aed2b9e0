// PostgreSQL through the public door: connecting, values, errors.
#include "session.hpp"
#include "tests/support/postgresql_server.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/postgresql.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <cmath>
#include <functional>
#include <limits>

namespace {

using aludel::Value;
using aludel::test::postgresql_url;
using aludel::test::TemporaryDatabase;

aludel::Error error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const aludel::Error& error) {
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return aludel::Error("");
}

void expect_words(const aludel::Error& error, std::initializer_list<const char*> words) {
    for (const char* word : words)
        EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << word << " is not in\n" << error.what();
    EXPECT_EQ(error.message().find('\n'), std::string::npos) << error.message();
}

aludel::Error connect_error(const std::string& url) {
    return error_of([&] { aludel::create_engine(url).connect(); });
}

} // namespace

class Postgresql : public testing::Test {
protected:
    TemporaryDatabase database{"postgresql"};
    aludel::Connection connection = aludel::create_engine(database.url()).connect();

    Value select(const std::string& expression) { return connection.query("SELECT " + expression).rows.at(0).at(0); }
};

TEST_F(Postgresql, GivesValuesByTheirType) {
    EXPECT_EQ(select("1::smallint"), Value(std::int64_t(1)));
    EXPECT_EQ(select("(-9223372036854775808)::bigint"), Value(std::numeric_limits<std::int64_t>::min()));
    EXPECT_EQ(select("0.1::float8"), Value(0.1));
    EXPECT_EQ(select("1.5::real"), Value(1.5));
    EXPECT_EQ(select("'-Infinity'::float8"), Value(-std::numeric_limits<double>::infinity()));
    EXPECT_TRUE(std::isnan(std::get<double>(select("'NaN'::float8"))));
    EXPECT_EQ(select("true"), Value(std::int64_t(1)));
    EXPECT_EQ(select("false"), Value(std::int64_t(0)));
    EXPECT_EQ(select("'\\x00ff27'::bytea"), Value(std::vector<std::byte>{std::byte(0), std::byte(255), std::byte(39)}));
    EXPECT_EQ(select("''::bytea"), Value(std::vector<std::byte>{}));
    EXPECT_EQ(select("NULL"), Value());
    EXPECT_EQ(select("1.50::numeric"), Value(std::string("1.50")));
    EXPECT_EQ(select("date '2026-11-23'"), Value(std::string("2026-11-23")));
    EXPECT_EQ(select("'Zoë ''\"\\'"), Value(std::string("Zoë '\"\\")));
}

TEST_F(Postgresql, SendsParametersAsData) {
    connection.execute("CREATE TABLE t (i bigint, d float8, n numeric, b boolean, s text, x bytea)");
    const std::string text = "'; DROP TABLE t; -- \"\\ $1 Zoë\n";
    const std::vector<std::byte> bytes{std::byte(0), std::byte('\''), std::byte(255)};
    EXPECT_EQ(connection.execute("INSERT INTO t VALUES ($1, $2, $3, $4, $5, $6)", std::int64_t(-5), 0.1, 2.5,
                                 std::int64_t(1), text, bytes),
              1);
    const auto rows = connection.query("SELECT * FROM t WHERE s = $1 AND x = $2", text, bytes).rows;
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0], (aludel::Row{std::int64_t(-5), 0.1, std::string("2.5"), std::int64_t(1), text, bytes}));
    connection.execute("UPDATE t SET s = $1, x = $2, d = $3", Value(), std::vector<std::byte>{},
                       std::numeric_limits<double>::infinity());
    EXPECT_EQ(connection.query("SELECT s, x, d FROM t").rows[0],
              (aludel::Row{Value(), std::vector<std::byte>{}, std::numeric_limits<double>::infinity()}));
}

TEST_F(Postgresql, RefusesANulInTextInsteadOfCuttingIt) {
    const auto error = error_of([&] { connection.query("SELECT $1::text", std::string("a\0b", 3)); });
    expect_words(error, {"NUL", "bytea"});
    expect_words(error_of([&] { connection.execute(std::string_view("SELECT 1\0; DROP TABLE t", 23)); }), {"NUL"});
}

TEST_F(Postgresql, RunsAScriptAndCountsItsLastRows) {
    EXPECT_EQ(
        connection.execute("CREATE TABLE t (i int); INSERT INTO t VALUES (1), (2), (3); DELETE FROM t WHERE i > 1"), 2);
    EXPECT_EQ(connection.execute(""), 0);
    EXPECT_EQ(connection.query("SELECT i AS \"an i\" FROM t").columns, std::vector<std::string>{"an i"});
}

TEST_F(Postgresql, ErrorsCarryTheStateTheSqlAndTheWayOut) {
    connection.execute("CREATE TABLE t (name text UNIQUE); INSERT INTO t VALUES ('a')");
    const auto error = error_of([&] { connection.execute("INSERT INTO t VALUES ($1)", std::string("a")); });
    EXPECT_EQ(error.code(), "23505");
    EXPECT_EQ(error.sql(), "INSERT INTO t VALUES ($1)");
    expect_words(error, {"t_name_key", "already exists"});
    EXPECT_EQ(error_of([&] { connection.query("SELECT nmae FROM t"); }).code(), "42703");
    expect_words(error_of([&] { connection.query("SELECT names FROM t"); }), {"t.name"});
    expect_words(error_of([&] { connection.execute("COPY t FROM STDIN"); }), {"COPY"});
    EXPECT_EQ(connection.query("SELECT * FROM t").rows.size(), 1U);
}

TEST_F(Postgresql, TransactionsRollBackUnlessCommitted) {
    connection.execute("CREATE TABLE t (i int)");
    {
        auto transaction = connection.begin();
        EXPECT_TRUE(connection.session().in_transaction());
        connection.execute("INSERT INTO t VALUES (1)");
    }
    EXPECT_FALSE(connection.session().in_transaction());
    EXPECT_TRUE(connection.query("SELECT * FROM t").rows.empty());
    auto transaction = connection.begin();
    connection.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
    EXPECT_EQ(connection.query("SELECT * FROM t").rows.size(), 1U);
}

TEST_F(Postgresql, NoticesAreNotPrinted) {
    testing::internal::CaptureStderr();
    connection.execute("CREATE TABLE IF NOT EXISTS t (i int); CREATE TABLE IF NOT EXISTS t (i int)");
    connection.execute("DO $$ BEGIN RAISE WARNING 'boo'; END $$");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(Postgresql, WorksOnAHandleOfTheApplicationsAndLeavesItOpen) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> handle(PQconnectdb(database.url().c_str()), PQfinish);
    {
        auto used = aludel::postgresql::use(handle.get());
        EXPECT_EQ(used.dialect(), "postgresql");
        used.execute("CREATE TABLE mine (i int)");
    }
    EXPECT_EQ(PQstatus(handle.get()), CONNECTION_OK);
    EXPECT_TRUE(connection.query("SELECT * FROM mine").rows.empty());
}

TEST_F(Postgresql, ALostConnectionIsSaid) {
    const auto pid = std::get<std::int64_t>(select("pg_backend_pid()"));
    auto other = aludel::create_engine(database.url()).connect();
    other.execute("SELECT pg_terminate_backend($1)", pid);
    expect_words(error_of([&] {
                     select("1");
                     select("1");
                 }),
                 {"connect again"});
}

TEST(PostgresqlUrl, IsShownWithoutItsPassword) {
    const auto shown = [](const char* url) { return aludel::create_engine(url).url(); };
    EXPECT_EQ(shown("postgresql://u:secret@h:5/d?sslmode=disable"), "postgresql://u@h:5/d?sslmode=disable");
    EXPECT_EQ(shown("postgres://u@h/d?password=secret&connect_timeout=3"), "postgres://u@h/d?connect_timeout=3");
    EXPECT_EQ(shown("postgresql:///d?user=u&p%61ssword=secret"), "postgresql:///d?user=u");
    EXPECT_EQ(shown("postgresql://u:s%2Fecret%40@[::1]/d"), "postgresql://u@[::1]/d");
    EXPECT_EQ(shown("postgresql://u:sec?ret@h/d"), "postgresql://u@h/d");
    EXPECT_EQ(shown("postgresql://"), "postgresql://");
}

TEST(PostgresqlUrl, ThatCannotBeReadIsRefusedWithoutShowingThePassword) {
    for (const char* url : {"postgresql://u:sec%zzret@h/d", "postgresql://u:sec@ret@h/d",
                            "postgresql://u:12/secret@h/d", "postgresql://u:secret@h/d?nonsense=1",
                            "postgresql://h/d?password=secret&nonsense", "postgresql://u:secret@[::1/d"}) {
        const auto error = error_of([&] { aludel::create_engine(url); });
        EXPECT_EQ(std::string(error.what()).find("sec"), std::string::npos) << error.what();
        EXPECT_EQ(std::string(error.what()).find("ret"), std::string::npos) << error.what();
        EXPECT_FALSE(error.hint().empty());
    }
    expect_words(error_of([] { aludel::create_engine("postgresql://h/d?nonsense=1"); }), {"nonsense"});
}

TEST(PostgresqlConnect, SaysWhatIsWrong) {
    expect_words(connect_error(postgresql_url("guarded:wr0ng", "postgres")),
                 {"guarded", "check the user's name and password"});
    expect_words(connect_error(postgresql_url("guarded", "postgres")), {"give a password", "PGPASSWORD"});
    expect_words(connect_error(postgresql_url("aludel", "no_such")), {"no_such", "CREATE DATABASE"});
    expect_words(connect_error(postgresql_url("nobody_here:x", "postgres")), {"nobody_here"});
    expect_words(connect_error("postgresql://u:wr0ng@127.0.0.1:1/d"), {"127.0.0.1", "check that the server runs"});
    expect_words(connect_error("postgresql://u:wr0ng@no-such-host.invalid/d"), {"no-such-host.invalid", "host"});
    for (const auto& url :
         {postgresql_url("guarded:wr0ng", "postgres"), std::string("postgresql://u:wr0ng@127.0.0.1:1/d")})
        EXPECT_EQ(std::string(connect_error(url).what()).find("wr0ng"), std::string::npos);
}

TEST(PostgresqlUrl, GivesOneClearMessageWhereItIsNone) {
    const auto message = [](const std::string& url) {
        const auto error = error_of([&] { aludel::create_engine(url); });
        EXPECT_EQ(error.message().find('\n'), std::string::npos) << error.message();
        EXPECT_FALSE(error.hint().empty()) << error.message();
        return error.message();
    };
    EXPECT_EQ(message("postgresql://h:x/d"), "the port in the database's URL is no number");
    EXPECT_EQ(message("postgresql://u@h@h/d"), "the database's URL holds an @ too many");
    EXPECT_EQ(message("postgresql://[u:secret?x]/y@h/d"), "the database's URL holds an @ too many");
    EXPECT_EQ(message("postgresql://h/d\n"), "the database's URL holds a control character");
    EXPECT_EQ(message(std::string("postgresql://h/d\0", 17)), "the database's URL holds a control character");
    EXPECT_EQ(message("postgresql://h/d?User=ann"),
              "not a URL of a PostgreSQL database: postgresql://h/d: it has no option \"User\"");
    EXPECT_NE(message("postgresql://[::1/d").find("]"), std::string::npos);
    EXPECT_NE(message("postgresql://h/%zz").find("%zz"), std::string::npos);
    EXPECT_NO_THROW(aludel::create_engine("postgresql://one:1,two:%32,[::1]:3,[::2]/d?ssl=true"));
}

// Neither where it is shown nor where it fails, however it is spelt or misspelt.
TEST(PostgresqlUrl, NeverShowsAPassword) {
    const auto guarded = postgresql_url("guarded", "postgres");
    for (const auto& url : {
             postgresql_url("guarded:wr0ng", "postgres"),
             postgresql_url("guarded:%77r0ng", "postgres"),
             guarded + "?password=wr0ng",
             guarded + "?connect_timeout=9&p%61ssword=wr%30ng",
             guarded + "?sslpassword=wr0ng",
             guarded + "?application_name=x?password=wr0ng",
             guarded + "?Password=wr0ng",
             guarded + "?pwd=wr0ng",
             guarded + "?password=a&wr0ng",
             guarded + "?password=a&wr0ng=1",
             std::string("postgresql://u:wr0ng/x@127.0.0.1:1/d"),
             std::string("postgresql://u:wr0ng?x@127.0.0.1:1/d"),
             std::string("postgresql://u:wr0ng/x?y@127.0.0.1:1/d"),
             std::string("postgresql://u:wr0ng@x@127.0.0.1:1/d"),
             std::string("postgresql://u:wr0ng%zz@127.0.0.1:1/d"),
             std::string("postgresql://u:wr0ng@no-such-host.invalid/d"),
             std::string("postgresql://u:wr0ng\n@127.0.0.1:1/d"),
         }) {
        std::string shown;
        const auto error = error_of([&] {
            const auto engine = aludel::create_engine(url);
            shown = engine.url();
            engine.connect();
        });
        for (const char* part : {"wr0ng", "r0ng", "wr%30ng"}) {
            EXPECT_EQ(shown.find(part), std::string::npos) << url << " is shown as " << shown;
            EXPECT_EQ(std::string(error.what()).find(part), std::string::npos) << url << "\n" << error.what();
        }
        EXPECT_FALSE(error.hint().empty()) << url;
    }
}

TEST(PostgresqlConnect, NeverShowsThePasswordOfTheEnvironment) {
    setenv("PGPASSWORD", "wr0ng", 1);
    const auto error = connect_error(postgresql_url("guarded", "postgres"));
    unsetenv("PGPASSWORD");
    expect_words(error, {"guarded", "PGPASSWORD"});
    EXPECT_EQ(std::string(error.what()).find("wr0ng"), std::string::npos) << error.what();
}

TEST(PostgresqlConnect, TakesAPasswordInTheUrlOrItsOptions) {
    for (const auto& url : {postgresql_url("guarded:open%20sesame", "postgres"),
                            postgresql_url("guarded", "postgres") + "?password=open%20sesame"})
        EXPECT_EQ(aludel::create_engine(url).connect().query("SELECT current_user").rows[0][0],
                  Value(std::string("guarded")));
}

// A schema that somebody else made is used by who may make tables in it, and no schemas.
TEST_F(Postgresql, keeps_its_history_where_it_may_make_no_schema) {
    connection.execute("CREATE SCHEMA office; DROP ROLE IF EXISTS aludel_clerk; CREATE ROLE aludel_clerk; GRANT USAGE, "
                       "CREATE ON SCHEMA office TO aludel_clerk; SET ROLE aludel_clerk");
    const aludel::Chain chain{"clerk", {}, {.schema = "office", .name = "revisions"}};
    EXPECT_EQ(aludel::stamp(connection, chain, "base").status, aludel::Outcome::Status::stamped);
    EXPECT_EQ(select("to_regclass('office.revisions')::text"), Value(std::string("office.revisions")));
    connection.execute("RESET ROLE; DROP OWNED BY aludel_clerk; DROP ROLE aludel_clerk");
}
