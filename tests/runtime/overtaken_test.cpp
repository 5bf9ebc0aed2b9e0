// Launches that come in between two transactions of another one, which goes on with what they have left.
#include "tests/runtime/launch_fixture.hpp"

#include <algorithm>
#include <filesystem>
#include <thread>

namespace aludel::test {
namespace {

namespace fs = std::filesystem;
using Ids = std::vector<std::string>;
using Key = std::vector<std::string_view>;
using Status = Outcome::Status;

const Key id{"\"id\""};

void expect_consistent(const Outcome& outcome) {
    const bool nothing_done = outcome.status == Status::up_to_date;
    EXPECT_EQ(outcome.from == outcome.to, nothing_done);
    if (nothing_done) {
        EXPECT_EQ(outcome.revisions, Ids());
        EXPECT_EQ(outcome.safety_copy, "");
    }
}

class Overtaking : public LaunchTest {
protected:
    static constexpr int heroes = 30;
    void SetUp() override {
        make_heroes(heroes);
        connection.execute("CREATE TABLE cape (hero integer NOT NULL REFERENCES hero)");
        connection.execute("INSERT INTO cape SELECT id FROM hero");
    }
    /// Others come in after its first batch, where it has no lock.
    UpgradeOptions overtaken_by(std::function<void()> others) {
        UpgradeOptions options;
        options.on_progress = [others = std::move(others), done = false](const Progress& progress) mutable {
            if (progress.rows_done > 0 && !std::exchange(done, true)) others();
        };
        return options;
    }
    Ids copies() const {
        const auto file = fs::path(database.name());
        Ids names;
        for (const auto& entry : fs::directory_iterator(file.parent_path()))
            if (const auto name = entry.path().filename().string();
                name.starts_with(file.filename().string() + ".before-"))
                names.push_back(entry.path());
        std::ranges::sort(names);
        return names;
    }
    std::string copy(const std::string& name) const { return database.name() + "." + name; }
    std::int64_t count_in(const std::string& path, const std::string& from) const {
        auto of = create_engine("sqlite:///" + path).connect();
        return std::get<std::int64_t>(of.query("SELECT count(*) FROM " + from).rows.at(0).at(0));
    }
    void expect_each_row_met_once() {
        EXPECT_EQ(count("hero WHERE power = 1"), heroes);
        EXPECT_EQ(count("sidekick"), heroes);
    }

    Batches batches{"hero", id, "UPDATE hero SET power = coalesce(power, 0) + 1", {}, 10, 0};
    TestRevision filling{"b", {"a"}, {batched("hero", batches)}, {sql("UPDATE hero SET power = NULL")}};
    TestRevision losing{"c", {"b"}, {sql("DROP TABLE cape")}, {}, {}, {}, {}, {}, false, {}, {}, true};
    TestRevision first{"a", {}, {sql("CREATE TABLE villain (id integer)")}, {sql("DROP TABLE villain")}};
};

class OvertakenLaunches : public Overtaking {
protected:
    Connection other = engine.connect();
};
// Whoever upgrades PostgreSQL without a pooler keeps others out to its end.
INSTANTIATE_TEST_SUITE_P(Databases, OvertakenLaunches, testing::Values("sqlite"));

TEST_P(OvertakenLaunches, say_what_they_have_done_themselves) {
    const auto whole = chain({first, filling, losing});
    Outcome others{};
    auto options = overtaken_by([&] { others = upgrade(other, whole); });
    options.transactions = Transactions::each_revision;
    const auto outcome = upgrade(connection, whole, options);
    EXPECT_EQ(outcome.status, Status::upgraded);
    EXPECT_EQ(outcome.from, Ids());
    EXPECT_EQ(outcome.to, Ids{"c"});
    EXPECT_EQ(outcome.revisions, Ids{"a"});
    EXPECT_EQ(others.from, Ids{"a"});
    EXPECT_EQ(others.revisions, (Ids{"b", "c"}));
    expect_each_row_met_once();
}

TEST_P(OvertakenLaunches, say_so_where_others_ended_all_that_was_begun) {
    const auto whole = chain({first, filling});
    const auto outcome = upgrade(connection, whole, overtaken_by([&] { upgrade(other, whole); }));
    EXPECT_EQ(outcome.status, Status::upgraded);
    EXPECT_EQ(outcome.from, Ids());
    EXPECT_EQ(outcome.to, Ids{"b"});
    EXPECT_EQ(outcome.revisions, Ids{"a"}); // with the batch
    expect_each_row_met_once();
}

TEST_P(OvertakenLaunches, say_that_the_database_was_empty) {
    const TemporaryDatabase empty(GetParam());
    const auto create = "CREATE TABLE hero (id integer PRIMARY KEY, power integer)";
    const auto fill = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) "
                      "INSERT INTO hero (id) SELECT i FROM n";
    const auto whole = chain({{"a", {}, {sql(create), sql(fill)}}, filling});
    const auto outcome =
        upgrade(create_engine(empty.url()), whole, overtaken_by([&] { upgrade(create_engine(empty.url()), whole); }));
    EXPECT_EQ(outcome.status, Status::created);
    EXPECT_EQ(outcome.revisions, Ids{"a"});
    EXPECT_EQ(outcome.to, Ids{"b"});
}

TEST_P(OvertakenLaunches, say_what_they_have_done_when_they_are_cancelled_later) {
    std::stop_source stop, of_others;
    const auto whole = chain({first, filling, losing});
    auto options = overtaken_by([&] {
        auto one_batch = overtaken_by([&] { of_others.request_stop(); });
        one_batch.stop = of_others.get_token();
        EXPECT_EQ(upgrade(other, whole, one_batch).status, Status::cancelled);
    });
    options.stop = stop.get_token();
    options.log = [&](LogLevel, std::string_view line) {
        if (line == "revision b: applied") stop.request_stop();
    };
    const auto outcome = upgrade(connection, whole, options);
    EXPECT_EQ(outcome.status, Status::cancelled);
    EXPECT_EQ(outcome.from, Ids());
    EXPECT_EQ(outcome.to, Ids{"b"});
    EXPECT_EQ(outcome.revisions, (Ids{"a", "b"}));
    EXPECT_EQ(applied(), (Ids{"a", "b"}));
    EXPECT_EQ(count("cape"), heroes);
    expect_each_row_met_once();
}

TEST_P(OvertakenLaunches, go_up_as_far_as_they_were_told) {
    filling.parents = {};
    losing.parents = {"b"};
    const auto whole = chain({filling, losing});
    const auto outcome = upgrade_to(connection, whole, "+1", overtaken_by([&] { upgrade_to(other, whole, "+1"); }));
    EXPECT_EQ(applied(), Ids{"b"});
    EXPECT_EQ(outcome.status, Status::upgraded);
    EXPECT_EQ(outcome.to, Ids{"b"});
    EXPECT_EQ(outcome.revisions, Ids());
    EXPECT_EQ(count("cape"), heroes);
    expect_each_row_met_once();
}

TEST_P(OvertakenLaunches, go_down_as_far_as_they_were_told) {
    TestRevision last{"d", {"b"}, {sql("SELECT 1")}, {batched("hero", batches)}};
    filling.upgrade = {sql("SELECT 1")};
    filling.downgrade = {sql("DROP TABLE cape")};
    for (const std::string others : {"-1", "-2"}) {
        const auto whole = chain({first, filling, last});
        upgrade(connection, whole);
        connection.execute("INSERT INTO villain VALUES (1), (2)");
        const auto outcome =
            downgrade_to(connection, whole, "-2", overtaken_by([&] { downgrade_to(other, whole, others); }));
        EXPECT_EQ(applied(), Ids{"a"});
        EXPECT_EQ(count("villain"), 2);
        expect_each_row_met_once();
        EXPECT_EQ(outcome.status, Status::downgraded);
        EXPECT_EQ(outcome.from, Ids{"d"});
        EXPECT_EQ(outcome.to, Ids{"a"});
        EXPECT_EQ(outcome.revisions, others == "-1" ? Ids{"b"} : Ids());
        EXPECT_EQ(outcome.safety_copy, copy("before-downgrade-of-d"));
        EXPECT_EQ(count_in(outcome.safety_copy, "hero WHERE power IS NULL"), heroes);
        if (others == "-1") {
            EXPECT_EQ(copies(), Ids{outcome.safety_copy});
        }
        for (const auto& made : copies()) fs::remove(made);
        connection.execute("DELETE FROM aludel_revision; DROP TABLE villain; UPDATE hero SET power = NULL; "
                           "CREATE TABLE IF NOT EXISTS cape (hero integer NOT NULL REFERENCES hero)");
    }
}

TEST_P(OvertakenLaunches, make_one_copy_before_rows_are_lost) {
    batches.size = 2;
    filling.parents = {};
    const auto whole = chain({filling, losing});
    UpgradeOptions options;
    options.on_progress = [&](const Progress& progress) { // others come in after each batch, and do one
        if (progress.rows_done == 0) return;
        std::stop_source stop;
        auto one_batch = overtaken_by([&] { stop.request_stop(); });
        one_batch.stop = stop.get_token();
        upgrade(other, whole, one_batch);
        EXPECT_LE(copies().size(), 1U);
    };
    const auto outcome = upgrade(connection, whole, options);
    EXPECT_EQ(outcome.revisions.back(), "c");
    EXPECT_EQ(copies(), Ids{outcome.safety_copy});
    EXPECT_EQ(count_in(outcome.safety_copy, "cape"), heroes);
    expect_each_row_met_once();
}

TEST_P(OvertakenLaunches, keep_the_copy_of_the_rows_that_they_have_lost) {
    batches.update = "UPDATE hero SET name = ''";
    filling.parents = {};
    filling.upgrade = {batched("hero", batches)};
    filling.loses_rows = true;
    const auto whole = chain({filling, losing});
    for (const bool keep : {true, false}) {
        Outcome others{};
        auto options = overtaken_by([&] { others = upgrade(other, whole, {.keep_safety_copy = keep}); });
        options.keep_safety_copy = keep;
        const auto outcome = upgrade(connection, whole, options);
        EXPECT_EQ(outcome.status, Status::upgraded);
        EXPECT_EQ(applied(), (Ids{"b", "c"}));
        if (!keep) {
            EXPECT_EQ(copies(), Ids());
            EXPECT_EQ(outcome.safety_copy + others.safety_copy, "");
            return;
        }
        EXPECT_EQ(outcome.safety_copy, copy("before-b"));
        EXPECT_EQ(count_in(outcome.safety_copy, "hero WHERE name LIKE 'hero %'"), heroes);
        EXPECT_EQ(others.safety_copy, copy("before-c"));
        EXPECT_EQ(count_in(others.safety_copy, "cape"), heroes);
        for (const auto& made : copies()) fs::remove(made);
        connection.execute("DELETE FROM aludel_revision; UPDATE hero SET name = 'hero ' || id; "
                           "CREATE TABLE cape (hero integer NOT NULL REFERENCES hero)");
    }
}

TEST_P(OvertakenLaunches, that_fail_again_and_again_leave_one_copy) {
    filling.parents = {};
    filling.upgrade.push_back(sql("SELECT * FROM no_such_table"));
    const auto whole = chain({filling, losing});
    for (int launch = 0; launch < 3; ++launch) error_of([&] { upgrade(connection, whole); });
    EXPECT_EQ(copies(), Ids{copy("before-b")}); // of the one that has filled
}

class LaunchesAtOnce : public Overtaking {
protected:
    std::vector<Outcome> upgraded_at_once(const Chain& whole, const UpgradeOptions& options) {
        std::vector<Outcome> outcomes(8);
        std::vector<std::jthread> launches;
        for (auto& outcome : outcomes)
            launches.emplace_back([&, &result = outcome] { result = upgrade(engine, whole, options); });
        launches.clear();
        return outcomes;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, LaunchesAtOnce, testing::Values("sqlite", "postgresql"));

TEST_P(LaunchesAtOnce, share_the_revisions_and_make_one_copy) {
    batches.size = 2;
    batches.pause_ms = 2;
    const auto whole = chain({first, filling, losing});
    UpgradeOptions options;
    options.keep_safety_copy = std::string_view(GetParam()) == "sqlite";
    options.transactions = Transactions::each_revision;
    Ids done, named;
    for (const auto& outcome : upgraded_at_once(whole, options)) {
        expect_consistent(outcome);
        EXPECT_EQ(outcome.to, Ids{"c"});
        done.insert(done.end(), outcome.revisions.begin(), outcome.revisions.end());
        if (!outcome.safety_copy.empty()) named.push_back(outcome.safety_copy);
    }
    std::ranges::sort(done);
    EXPECT_EQ(done, (Ids{"a", "b", "c"}));
    expect_each_row_met_once();
    if (std::string_view(GetParam()) != "sqlite") return;
    EXPECT_EQ(copies(), named);
    ASSERT_EQ(named.size(), 1U);
    EXPECT_EQ(count_in(named[0], "cape"), heroes);
}

TEST_P(LaunchesAtOnce, leave_no_copy_where_none_is_to_be_kept) {
    if (std::string_view(GetParam()) != "sqlite") return;
    batches.size = 2;
    batches.pause_ms = 2;
    const auto whole = chain({first, filling, losing});
    for (const auto& outcome : upgraded_at_once(whole, {.keep_safety_copy = false})) EXPECT_EQ(outcome.safety_copy, "");
    EXPECT_EQ(copies(), Ids());
    expect_each_row_met_once();
}

} // namespace
} // namespace aludel::test
