#include "fault_database.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace aludel::test {

namespace {

using Key = std::vector<std::string_view>;
const Key id{"\"id\""};

/// With parameters and several statements, as an application would.
void give_mottos(Connection& connection) {
    const auto rows = connection.query("SELECT id, name FROM hero WHERE id <= $1 ORDER BY id", std::int64_t{3}).rows;
    for (const auto& row : rows)
        connection.execute("UPDATE hero SET motto = $1 WHERE id = $2", "I am " + std::get<std::string>(row[1]), row[0]);
    connection.execute("INSERT INTO happened VALUES ('c')");
}

std::vector<TestRevision> revisions(const Batches& batches) {
    return {
        {"old",
         {},
         {sql("CREATE TYPE rank AS ENUM ('squire')"),
          sql("CREATE TABLE hero (id integer PRIMARY KEY, name text NOT NULL, power integer, rank rank)"),
          sql("CREATE TABLE sidekick (hero integer NOT NULL REFERENCES hero ON DELETE CASCADE)"),
          sql("CREATE TABLE happened (what text)")}},
        {"a",
         {"old"},
         {sql("ALTER TABLE hero ADD COLUMN motto text"), sql("UPDATE hero SET power = 0, rank = 'squire'"),
          sql("INSERT INTO happened VALUES ('a')")}},
        {"b",
         {"a"},
         {sql("CREATE TABLE team (id integer PRIMARY KEY, leader integer REFERENCES hero)"),
          sql("INSERT INTO team SELECT id, id FROM hero WHERE id < 5"), sql("INSERT INTO happened VALUES ('b')")}},
        {"c", {"b"}, {call("give_mottos", give_mottos)}},
        {"d", {"c"}, {batched("hero", batches), sql("INSERT INTO happened VALUES ('d')")}},
        {"e",
         {"d"},
         {sql("INSERT INTO happened VALUES ('e')"),
          alone("CREATE UNIQUE INDEX CONCURRENTLY hero_name ON hero (name)",
                "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('hero_name') AND indisvalid",
                "DROP INDEX CONCURRENTLY IF EXISTS hero_name"),
          sql("INSERT INTO happened VALUES ('f')")}},
        {"f",
         {"e"},
         {then_commit("ALTER TYPE rank ADD VALUE 'knight'"), sql("UPDATE hero SET rank = 'knight' WHERE id = 1"),
          sql("INSERT INTO happened VALUES ('g')")}},
        {"g",
         {"f"},
         {sql("ALTER TABLE hero ALTER COLUMN motto SET DEFAULT 'none'"),
          sql("ALTER TABLE hero ALTER COLUMN power TYPE bigint"), sql("INSERT INTO happened VALUES ('h')")}},
    };
}

std::vector<TestRevision> only_old(const Batches& batches) { return {revisions(batches).front()}; }

} // namespace

FaultDatabase::FaultDatabase(int heroes, int batch)
    : heroes_(heroes),
      batches_{"hero", id, "UPDATE hero SET power = power + 1", {}, batch, 0},
      old_(only_old(batches_), "postgresql"),
      chain_(revisions(batches_), "postgresql") {}

void FaultDatabase::start_anew() {
    wait_until_alone();
    connection_.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    upgrade(connection_, old_);
    const auto count = std::to_string(heroes_);
    connection_.execute("INSERT INTO hero (id, name) SELECT i, 'hero ' || i FROM generate_series(1, " + count + ") i");
    connection_.execute("INSERT INTO sidekick SELECT id FROM hero");
}

bool FaultDatabase::reaches(int step, const std::function<void()>& at_step,
                            const std::function<void(const UpgradeOptions&)>& launch) {
    start_anew();
    bool reached = false;
    UpgradeOptions options;
    options.on_progress = [&, left = step](const Progress&) mutable {
        if (left-- != 0) return;
        reached = true;
        at_step();
    };
    launch(options);
    return reached;
}

void FaultDatabase::launch_again() {
    wait_until_alone();
    expect_whole();
    upgrade(connection_, chain_);
    expect_done();
}

void FaultDatabase::wait_until_alone() {
    const auto others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                        "pg_backend_pid() AND backend_type = 'client backend'";
    for (int i = 0; i < 5'000 && number(others) > 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_EQ(number(others), 0) << "a session is left";
}

std::int64_t FaultDatabase::number(const std::string& select) {
    return std::get<std::int64_t>(connection_.query(select).rows.at(0).at(0));
}
std::string FaultDatabase::text(const std::string& select) {
    return std::get<std::string>(connection_.query(select).rows.at(0).at(0));
}

void FaultDatabase::expect_rows_are_there() {
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE name = 'hero ' || id"), heroes_);
    EXPECT_EQ(number("SELECT count(*) FROM sidekick s JOIN hero h ON h.id = s.hero"), heroes_);
}

void FaultDatabase::expect_each_happened_once() {
    EXPECT_EQ(number("SELECT count(*) - count(DISTINCT what) FROM happened"), 0);
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE power > 1"), 0) << "updated twice";
    // Batches go by the key: those before have had it, those after not.
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE power = 1"),
              number("SELECT coalesce(max(id), 0) FROM hero WHERE power = 1"));
}

void FaultDatabase::expect_whole() {
    expect_rows_are_there();
    expect_each_happened_once();
    std::string happened = text("SELECT coalesce(string_agg(what, '' ORDER BY what), '') FROM happened");
    EXPECT_EQ(happened, std::string("abcdefgh").substr(0, happened.size()));
    std::string recorded;
    for (const auto& row : applied_revisions(connection_))
        if (row.revision != "old") recorded += row.revision;
    EXPECT_EQ(recorded, std::string("abcdefg").substr(0, recorded.size()));
    // By revision: what it does at the least.
    const std::string at_least[] = {"", "a", "ab", "abc", "abcd", "abcdef", "abcdefg", "abcdefgh"};
    EXPECT_TRUE(happened.starts_with(at_least[recorded.size()])) << happened << " with " << recorded;
    EXPECT_EQ(happened.size() == 8, recorded.size() == 7) << happened << " with " << recorded;
    EXPECT_EQ(number("SELECT count(*) FROM aludel_revision"),
              static_cast<std::int64_t>(recorded.size()) + 1 +
                  number("SELECT count(*) FROM aludel_revision WHERE checksum LIKE '% %'"));
}

void FaultDatabase::expect_done() {
    expect_rows_are_there();
    EXPECT_EQ(text("SELECT string_agg(what, '' ORDER BY what) FROM happened"), "abcdefgh");
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE power = 1"), heroes_);
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE motto = 'I am ' || name"), 3);
    EXPECT_EQ(number("SELECT count(*) FROM hero WHERE rank = 'knight'"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM team t JOIN hero h ON h.id = t.leader"), 4);
    EXPECT_EQ(text("SELECT string_agg(revision, ',' ORDER BY position) FROM aludel_revision WHERE checksum = '1:' || "
                   "revision"),
              "old,a,b,c,d,e,f,g");
    EXPECT_EQ(number("SELECT count(*) FROM aludel_revision"), 8);
    EXPECT_EQ(number("SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('hero_name') AND indisvalid"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), 0);
    wait_until_alone();
    EXPECT_EQ(number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM "
                     "pg_database WHERE datname = current_database())"),
              0);
}

} // namespace aludel::test
