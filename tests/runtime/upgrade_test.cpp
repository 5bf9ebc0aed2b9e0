#include "upgrade_fixture.hpp"

#include <stdexcept>

namespace aludel {
namespace {

using namespace test;
using Ids = std::vector<std::string>;
using Status = Outcome::Status;

TEST_F(Upgrade, creates_then_has_nothing_to_do_then_upgrades) {
    const TestChain first(two_tables());
    auto outcome = upgrade(engine, first);
    EXPECT_EQ(outcome.status, Status::created);
    EXPECT_EQ(outcome.from, Ids{});
    EXPECT_EQ(outcome.to, Ids{"b"});
    EXPECT_EQ(outcome.revisions, (Ids{"a", "b"}));

    const auto before = dump(connection);
    outcome = upgrade(engine, first);
    EXPECT_EQ(outcome.status, Status::up_to_date);
    EXPECT_EQ(outcome.to, Ids{"b"});
    EXPECT_EQ(dump(connection), before);

    const TestChain second(with_third({sql("INSERT INTO a VALUES (3)")}));
    outcome = upgrade(engine, second);
    EXPECT_EQ(outcome.status, Status::upgraded);
    EXPECT_EQ(outcome.from, Ids{"b"});
    EXPECT_EQ(outcome.to, Ids{"c"});
    EXPECT_EQ(shown("SELECT sum(v) FROM a"), "6|\n");

    const auto applied = applied_revisions(connection);
    ASSERT_EQ(applied.size(), 3u);
    EXPECT_EQ(applied[2].revision, "c");
    EXPECT_EQ(applied[2].checksum, "1:c");
    EXPECT_EQ(applied[0].applied_at.size(), 24u);
}

TEST_F(Upgrade, a_database_of_another_maker_is_upgraded_beside_what_it_holds) {
    connection.execute("CREATE TABLE other (v); INSERT INTO other VALUES (1)");
    const TestChain chain(two_tables());
    EXPECT_EQ(upgrade(connection, chain).status, Status::upgraded);
    EXPECT_EQ(shown("SELECT * FROM other"), "1|\n");
}

TEST_F(Upgrade, a_failure_in_the_last_step_leaves_everything_as_it_was) {
    const TestChain before(two_tables());
    upgrade(connection, before);
    const TestChain chain(
        with_third({sql("DELETE FROM a"), sql("CREATE TABLE c (v)"), sql("INSERT INTO nowhere VALUES (1)")}));
    const auto error = error_of([&] { upgrade(connection, chain); });
    EXPECT_EQ(error.revision(), "c");
    EXPECT_EQ(error.details().step, 3);
    EXPECT_EQ(error.sql(), "INSERT INTO nowhere VALUES (1)");
    EXPECT_TRUE(holds(error.what(), "nowhere"));
    EXPECT_EQ(error.code(), "SQLITE_ERROR");
}

TEST_F(Upgrade, an_unknown_revision_is_refused) {
    const TestChain newer(with_third({sql("CREATE TABLE c (v)")}));
    upgrade(connection, newer);
    const TestChain older(two_tables());
    for (const auto& action : std::vector<std::function<void()>>{[&] { upgrade(connection, older); },
                                                                 [&] { downgrade_to(connection, older, "base"); },
                                                                 [&] { stamp(connection, older, "head"); }}) {
        const auto error = error_of(action);
        EXPECT_TRUE(holds(error.message(), "does not know: c")) << error.what();
    }
    EXPECT_EQ(stamp(connection, older, "head", true).to, Ids{"b"});
    EXPECT_EQ(upgrade(connection, older).status, Status::up_to_date);
}

TEST_F(Upgrade, a_history_with_a_row_of_no_revision_is_refused) {
    const TestChain chain(two_tables());
    upgrade(connection, chain);
    connection.execute("INSERT INTO aludel_revision (revision, checksum, message, applied_at, duration_us) "
                       "VALUES ('', '', '', '', 0)");
    const auto before = dump(connection);
    const auto error = error_of([&] { upgrade(connection, chain); });
    EXPECT_TRUE(holds(error.message(), "does not know: one without an id")) << error.what();
    EXPECT_EQ(dump(connection), before);
}

TEST_F(Upgrade, a_changed_revision_is_refused) {
    const TestChain chain(two_tables());
    upgrade(connection, chain);
    auto revisions = two_tables();
    revisions[0].checksum = "1:other";
    const TestChain changed(revisions);
    const auto error = error_of([&] { upgrade(connection, changed); });
    EXPECT_EQ(error.revision(), "a");
    EXPECT_TRUE(holds(error.message(), "changed after"));
}

TEST_F(Upgrade, goes_down_and_up_again) {
    const TestChain chain(two_tables());
    upgrade_to(connection, chain, "a");
    const auto at_a = shown("SELECT name, sql FROM sqlite_schema");
    upgrade_to(connection, chain, "+1");
    const auto down = downgrade_to(connection, chain, "-1");
    EXPECT_EQ(down.status, Status::downgraded);
    EXPECT_EQ(down.revisions, Ids{"b"});
    EXPECT_EQ(down.from, Ids{"b"});
    EXPECT_EQ(down.to, Ids{"a"});
    EXPECT_EQ(shown("SELECT name, sql FROM sqlite_schema"), at_a);
    EXPECT_EQ(downgrade_to(connection, chain, "base").revisions, Ids{"a"});
    EXPECT_EQ(downgrade_to(connection, chain, "base").status, Status::up_to_date);
    EXPECT_EQ(upgrade(connection, chain).revisions, (Ids{"a", "b"}));
}

TEST_F(Upgrade, what_cannot_be_taken_back_says_why) {
    auto revisions = two_tables();
    revisions[0].irreversible = "the values are gone";
    const TestChain chain(revisions);
    upgrade(connection, chain);
    const auto error = error_of([&] { downgrade_to(connection, chain, "base"); });
    EXPECT_TRUE(holds(error.message(), "the values are gone"));
    EXPECT_EQ(error.refusal(), Refusal::irreversible);
}

TEST_F(Upgrade, stamps_without_running) {
    const TestChain chain(two_tables());
    EXPECT_EQ(stamp(connection, chain, "a").to, Ids{"a"});
    EXPECT_EQ(shown("SELECT count(*) FROM sqlite_schema WHERE name = 'a'"), "0|\n");
    EXPECT_EQ(stamp(connection, chain, "head").revisions, Ids{"b"});
    EXPECT_EQ(applied_revisions(connection).size(), 2u);
    EXPECT_EQ(stamp(connection, chain, "base").to, Ids{});
    EXPECT_TRUE(applied_revisions(connection).empty());
}

TEST_F(Upgrade, a_check_shows_the_rows_that_stand_in_the_way) {
    const TestChain before(two_tables());
    upgrade(connection, before);
    connection.execute("INSERT INTO a VALUES ('x7'), ('x8'), ('x9'), ('x10'), ('x11')");
    const TestChain chain(
        with_third({sql("CREATE TABLE c (v)"),
                    check("SELECT rowid, v FROM a WHERE typeof(v) = 'text' -- all", "a.v holds no number")}));
    const auto error = error_of([&] { upgrade(connection, chain); });
    EXPECT_TRUE(holds(error.message(), "a.v holds no number (5 rows: 3: 'x7'; 4: 'x8';")) << error.message();
    EXPECT_EQ(error.refusal(), Refusal::rows_do_not_fit);
    connection.execute("DELETE FROM a WHERE typeof(v) = 'text'");
    EXPECT_EQ(upgrade(connection, chain).status, Status::upgraded);
}

TEST_F(Upgrade, calls_functions_of_the_application) {
    const TestChain good(
        with_third({call("fill", [](Connection& c) { c.execute("INSERT INTO b VALUES ($1)", std::string("q")); })}));
    upgrade(connection, good);
    EXPECT_EQ(shown("SELECT * FROM b"), "'q'|\n");
}

TEST_F(Upgrade, a_function_that_throws_rolls_everything_back) {
    const TestChain chain(with_third({call("fill", [](Connection& c) {
        c.execute("DROP TABLE a");
        throw std::runtime_error("no luck");
    })}));
    const auto error = error_of([&] { upgrade(connection, chain); });
    EXPECT_TRUE(holds(error.message(), "fill() failed: no luck"));
    EXPECT_EQ(error.revision(), "c");
    const TestChain absent(with_third({call("fill", nullptr)}));
    const auto refused = error_of([&] { upgrade(connection, absent); });
    EXPECT_TRUE(holds(refused.what(), "Launch the application"));
    EXPECT_EQ(refused.refusal(), Refusal::needs_application);
}

TEST_F(Upgrade, a_step_cannot_end_the_transaction) {
    for (const auto* statement : {"COMMIT", "/* x */ end", "ROLLBACK", "BEGIN", "SELECT 1; commit"}) {
        const TestChain chain(with_third({sql(statement)}));
        EXPECT_EQ(error_of([&] { upgrade(connection, chain); }).revision(), "c") << statement;
    }
    const TestChain savepoint(with_third({sql("SAVEPOINT s; DELETE FROM a; ROLLBACK TO s; RELEASE s")}));
    EXPECT_EQ(upgrade(connection, savepoint).status, Status::created);
    EXPECT_EQ(shown("SELECT count(*) FROM a"), "2|\n");
}

void goes_on_after_a_rollback(Connection& own) {
    try {
        own.execute("INSERT OR ROLLBACK INTO u VALUES (1)");
    } catch (const Error&) {
    }
    own.execute("INSERT INTO u VALUES (2)");
}

TEST_F(Upgrade, a_function_that_goes_on_after_sqlite_rolled_back_changes_nothing) {
    connection.execute("CREATE TABLE u (v UNIQUE); INSERT INTO u VALUES (1)");
    const TestChain chain({{"x", {}, {call("goes_on", goes_on_after_a_rollback)}}});
    const auto error = error_of([&] { upgrade(connection, chain); });
    EXPECT_TRUE(holds(error.message(), "rolled back the upgrade's transaction")) << error.what();
    EXPECT_TRUE(holds(error.hint(), "uses a SAVEPOINT, and no OR ROLLBACK. Nothing was changed")) << error.hint();
    EXPECT_EQ(error.details().step, 1);
}

TEST_F(Upgrade, a_chain_for_another_database_is_refused) {
    const TestChain chain(two_tables(), "postgresql");
    EXPECT_TRUE(holds(error_of([&] { upgrade(connection, chain); }).what(), "DATABASES"));
}

TEST_F(Upgrade, children_left_behind_stop_it_and_old_ones_do_not) {
    connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p ON DELETE CASCADE); "
                       "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2), (2); PRAGMA foreign_keys = OFF; "
                       "INSERT INTO c VALUES (77); PRAGMA foreign_keys = ON");
    const TestChain orphans({{"x", {}, {sql("DELETE FROM p WHERE id = 2")}}});
    const auto error = error_of([&] { upgrade(connection, orphans); });
    EXPECT_TRUE(holds(error.message(), "2 rows would refer to nothing: the first is in c, rowid 2, and refers to p"))
        << error.what();
    const TestChain whole({{"x", {}, {sql("DELETE FROM c WHERE p = 2"), sql("DELETE FROM p WHERE id = 2")}}});
    upgrade(connection, whole);
    EXPECT_EQ(shown("SELECT * FROM c"), "1|\n77|\n");
}

TEST_F(Upgrade, children_left_behind_by_a_later_revision_leave_what_is_committed_and_say_so) {
    connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); "
                       "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2)");
    const TestChain chain({{"x", {}, {sql("INSERT INTO p VALUES (3)")}}, {"y", {"x"}, {sql("DELETE FROM p")}}});
    const auto said = [&](const UpgradeOptions& options) -> std::string {
        try {
            upgrade(connection, chain, options);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    };
    const auto whole = said({});
    EXPECT_TRUE(holds(whole, "2 rows would refer to nothing") && holds(whole, "Nothing was changed")) << whole;
    EXPECT_EQ(shown("SELECT * FROM p"), "1|\n2|\n");
    const auto each = said({.transactions = Transactions::each_revision});
    EXPECT_TRUE(holds(each, "2 rows would refer to nothing") && holds(each, "committed: revision x.")) << each;
    EXPECT_FALSE(holds(each, "Nothing was changed")) << each;
    EXPECT_EQ(shown("SELECT * FROM p"), "1|\n2|\n3|\n");
    EXPECT_EQ(shown("SELECT * FROM c"), "1|\n2|\n");
}

/// Somebody's table by hand, as SQLite cannot check it; it says nothing of the others.
TEST_F(Upgrade, children_left_behind_stop_it_beside_a_key_that_refers_to_what_is_not_unique) {
    connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, n); CREATE TABLE c (p REFERENCES p); "
                       "INSERT INTO p VALUES (1, 1), (2, 1); INSERT INTO c VALUES (1), (2); "
                       "CREATE TABLE wrong (n REFERENCES p (n)); CREATE TABLE u (n, CONSTRAINT u UNIQUE (n)); "
                       "CREATE TABLE of_u (n REFERENCES u (n))");
    const TestChain orphans({{"x", {}, {sql("DELETE FROM p WHERE id = 2")}}});
    const auto error = error_of([&] { upgrade(connection, orphans); });
    EXPECT_TRUE(holds(error.message(), "1 row would refer to nothing: the first is in c")) << error.what();
    const TableEdit no_key[] = {{TableEdit::Kind::drop_unique, "u", {}, {}}};
    const TestChain another({{"x", {}, {rebuild("u", no_key)}}});
    EXPECT_TRUE(holds(error_of([&] { upgrade(connection, another); }).message(), "mismatch - \"of_u\""));
    const TestChain renamed({{"x", {}, {sql("ALTER TABLE wrong RENAME TO still_wrong")}}});
    EXPECT_EQ(upgrade(connection, renamed).status, Status::upgraded);
    const TestChain mended({{"x", {}, {sql("SELECT 1")}},
                            {"y", {"x"}, {sql("UPDATE p SET n = id"), sql("CREATE UNIQUE INDEX i ON p (n)")}}});
    EXPECT_EQ(upgrade(connection, mended).status, Status::upgraded);
}

TEST_F(Upgrade, is_refused_in_a_transaction_of_the_application) {
    const TestChain chain(two_tables());
    auto transaction = connection.begin();
    EXPECT_THROW(upgrade(connection, chain), Error);
    EXPECT_TRUE(connection.session().in_transaction());
}

TEST_F(Upgrade, waits_for_the_lock_and_says_when_it_did_not_get_it) {
    connection.execute("CREATE TABLE t (v)");
    const TestChain chain(two_tables());
    auto other = engine.connect();
    other.execute("BEGIN IMMEDIATE");
    const auto begin = std::chrono::steady_clock::now();
    const auto error = error_of(
        [&] { upgrade(connection, chain, {.lock_timeout = std::chrono::milliseconds(150), .on_progress = {}}); });
    const auto waited = std::chrono::steady_clock::now() - begin;
    EXPECT_GE(waited, std::chrono::milliseconds(150));
    EXPECT_LT(waited, std::chrono::seconds(4)) << "the connection's own time-out is longer";
    EXPECT_EQ(error.code(), "SQLITE_BUSY");
    EXPECT_TRUE(holds(error.what(), "lock"));
    other.execute("ROLLBACK");
    EXPECT_EQ(upgrade(connection, chain).status, Status::upgraded);
}

TEST_F(Upgrade, a_full_disk_leaves_everything_as_it_was) {
    const TestChain before(two_tables());
    upgrade(connection, before);
    connection.execute("PRAGMA max_page_count = 12");
    const TestChain chain(with_third({sql("CREATE TABLE c (v)"), sql("INSERT INTO c VALUES (randomblob(100000))")}));
    const auto error = error_of([&] { upgrade(connection, chain); });
    EXPECT_EQ(error.code(), "SQLITE_FULL");
    EXPECT_EQ(error.revision(), "c");
    connection.execute("PRAGMA max_page_count = 1000");
    EXPECT_EQ(upgrade(connection, chain).status, Status::upgraded);
}

TEST_F(Upgrade, tells_each_step_before_it_runs) {
    std::string told;
    UpgradeOptions options;
    options.on_progress = [&](const Progress& p) {
        told += std::string(p.revision) + std::to_string(p.revision_index) + "/" + std::to_string(p.revision_count) +
                " " + std::to_string(p.step_index) + "/" + std::to_string(p.step_count) + "; ";
    };
    const TestChain chain(two_tables());
    upgrade(connection, chain, options);
    EXPECT_EQ(told, "a0/2 0/1; b1/2 0/2; b1/2 1/2; ");
}

TEST_F(Upgrade, tells_how_many_rows_a_rebuild_copies) {
    connection.execute("CREATE TABLE hero (id INTEGER PRIMARY KEY, name TEXT NOT NULL); "
                       "INSERT INTO hero (name) VALUES ('Ada'), ('Bea'), ('Cleo')");
    const TableEdit edits[] = {{TableEdit::Kind::set_type, "name", "BLOB", {}}};
    std::string told;
    UpgradeOptions options;
    options.on_progress = [&](const Progress& p) { told += std::string(p.table) + ": " + std::to_string(p.rows); };
    upgrade(connection, TestChain({{"a", {}, {rebuild("hero", edits)}}}), options);
    EXPECT_EQ(told, "hero: 3");
}

TEST_F(Upgrade, a_branch_that_was_merged_late_is_applied) {
    const TestChain one({{"a", {}, {sql("CREATE TABLE a (v)")}}, {"z", {"a"}, {sql("CREATE TABLE z (v)")}}});
    upgrade(connection, one);
    const TestChain both({{"a", {}, {sql("CREATE TABLE a (v)")}},
                          {"b", {"a"}, {sql("CREATE TABLE b (v)")}},
                          {"z", {"a"}, {sql("CREATE TABLE z (v)")}}});
    const auto outcome = upgrade(connection, both);
    EXPECT_EQ(outcome.revisions, Ids{"b"});
    EXPECT_EQ(outcome.to, (Ids{"b", "z"}));
    EXPECT_EQ(upgrade(connection, both).status, Status::up_to_date);
}

} // namespace
} // namespace aludel
