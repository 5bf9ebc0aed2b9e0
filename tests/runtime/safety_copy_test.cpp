// The copy that is made of a SQLite database before what cannot be taken back.
#include "tests/runtime/launch_fixture.hpp"
#include "tests/support/run.hpp"

#include <aludel/sqlite.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace aludel::test {
namespace {

namespace fs = std::filesystem;

TestRevision losing() {
    TestRevision revision{"b",
                          {},
                          {sql("UPDATE hero SET power = 1"), sql("ALTER TABLE hero DROP COLUMN name")},
                          {sql("ALTER TABLE hero ADD COLUMN name text")}};
    revision.loses_rows = true;
    return revision;
}
const TestRevision harmless{"a", {}, {sql("CREATE TABLE villain (id integer)")}, {sql("DROP TABLE villain")}};

class SafetyCopies : public LaunchTest {
protected:
    void SetUp() override { make_heroes(50); }
    /// More than is copied at once.
    void give_pictures() {
        connection.execute("CREATE TABLE picture (hero integer NOT NULL REFERENCES hero, picture blob NOT NULL)");
        connection.execute("INSERT INTO picture SELECT id, zeroblob(300000) FROM hero");
    }
    /// Nothing is left of a copy, and nothing has changed.
    void expect_as_before(const std::vector<std::string>& files_before) {
        EXPECT_EQ(files(), files_before);
        EXPECT_EQ(count("hero WHERE name LIKE 'hero %' AND power IS NULL"), 50);
        EXPECT_EQ(count("picture JOIN hero ON hero.id = hero"), 50);
        EXPECT_EQ(applied(), std::vector<std::string>());
    }
    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(fs::path(database.name()).parent_path()))
            names.push_back(entry.path().filename());
        std::ranges::sort(names);
        return names;
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, SafetyCopies, testing::Values("sqlite"));

TEST_P(SafetyCopies, are_made_where_rows_are_lost_and_restored) {
    const auto outcome = upgrade(connection, chain({losing()}));
    EXPECT_EQ(outcome.safety_copy, database.name() + ".before-b");
    EXPECT_EQ(count("hero WHERE power = 1"), 50);
    auto copy = create_engine("sqlite:///" + outcome.safety_copy).connect();
    EXPECT_EQ(copy.query("SELECT count(*) FROM hero WHERE name LIKE 'hero %' AND power IS NULL").rows[0][0],
              Value(std::int64_t{50}));

    sqlite::restore(connection, outcome.safety_copy);
    EXPECT_EQ(count("hero WHERE name LIKE 'hero %' AND power IS NULL"), 50);
    EXPECT_EQ(count("sidekick"), 50);
    EXPECT_EQ(applied(), std::vector<std::string>());
    EXPECT_EQ(upgrade(connection, chain({losing()})).status, Outcome::Status::upgraded);
}

TEST_P(SafetyCopies, are_told_to_the_log) {
    std::vector<std::string> logged;
    UpgradeOptions options;
    options.log = [&](LogLevel, std::string_view line) {
        EXPECT_TRUE(fs::exists(database.name() + ".before-b"));
        logged.emplace_back(line);
    };
    upgrade(connection, chain({losing()}), options);
    ASSERT_FALSE(logged.empty());
    EXPECT_EQ(logged[0], "the database as it was is in " + database.name() + ".before-b");
}

TEST_P(SafetyCopies, are_made_in_write_ahead_mode_too) {
    connection.query("PRAGMA journal_mode = WAL");
    connection.execute("UPDATE hero SET power = 7");
    const auto outcome = upgrade(connection, chain({losing()}));
    auto copy = create_engine("sqlite:///" + outcome.safety_copy).connect();
    EXPECT_EQ(copy.query("SELECT count(*) FROM hero WHERE power = 7").rows[0][0], Value(std::int64_t{50}));
}

TEST_P(SafetyCopies, are_not_made_for_nothing) {
    const auto before = files();
    EXPECT_EQ(upgrade(connection, chain({harmless})).safety_copy, "");
    EXPECT_EQ(files(), before);
    UpgradeOptions never;
    never.safety_copy = SafetyCopy::never;
    downgrade_to(connection, chain({harmless}), "base", never);
    EXPECT_EQ(files(), before);
    EXPECT_EQ(downgrade_to(connection, chain({harmless}), "base").status, Outcome::Status::up_to_date);
    EXPECT_EQ(files(), before);
}

TEST_P(SafetyCopies, are_made_by_downgrades_and_where_they_are_asked_for) {
    UpgradeOptions always;
    always.safety_copy = SafetyCopy::always;
    EXPECT_EQ(upgrade(connection, chain({harmless}), always).safety_copy, database.name() + ".before-a");
    EXPECT_EQ(downgrade_to(connection, chain({harmless}), "base").safety_copy,
              database.name() + ".before-downgrade-of-a");
    const TemporaryDatabase empty("sqlite");
    EXPECT_EQ(upgrade(create_engine(empty.url()), chain({harmless}), always).safety_copy, "");
}

TEST_P(SafetyCopies, take_no_older_ones_place) {
    std::ofstream(database.name() + ".before-b") << "an older one";
    EXPECT_EQ(upgrade(connection, chain({losing()})).safety_copy, database.name() + ".before-b-2");
    EXPECT_EQ(fs::file_size(database.name() + ".before-b"), 12U);
}

TEST_P(SafetyCopies, that_are_large_tell_how_far_they_are) {
    give_pictures();
    for (const auto* mode : {"DELETE", "WAL"}) {
        SCOPED_TRACE(mode);
        connection.query(std::string("PRAGMA journal_mode = ") + mode);
        auto other = engine.connect();
        other.execute("PRAGMA busy_timeout = 0");
        std::vector<Progress> copying;
        double fraction = -1;
        UpgradeOptions options;
        options.on_progress = [&](const Progress& progress) {
            EXPECT_GT(progress.fraction, fraction);
            fraction = progress.fraction;
            if (progress.copy_bytes == 0) return;
            copying.push_back(progress);
            // Otherwise it would have to begin again.
            EXPECT_EQ(error_of([&] { other.execute("UPDATE hero SET power = 9"); }).code(), "SQLITE_BUSY");
        };
        const auto copy = upgrade(connection, chain({losing()}), options).safety_copy;
        ASSERT_GE(copying.size(), 2U);
        for (std::size_t i = 0; i < copying.size(); ++i) {
            EXPECT_EQ(copying[i].copy_bytes, static_cast<std::int64_t>(fs::file_size(copy)));
            EXPECT_GT(copying[i].copy_bytes_done, i == 0 ? 0 : copying[i - 1].copy_bytes_done);
        }
        auto made = create_engine("sqlite:///" + copy).connect();
        EXPECT_EQ(made.query("SELECT sum(length(picture)) FROM picture JOIN hero ON hero.id = hero").rows.at(0).at(0),
                  Value(std::int64_t{50 * 300000}));
        sqlite::restore(connection, copy);
    }
}

TEST_P(SafetyCopies, that_are_cut_off_leave_nothing) {
    give_pictures();
    const auto before = files();
    std::stop_source stop;
    UpgradeOptions cancelling;
    cancelling.stop = stop.get_token();
    cancelling.on_progress = [&](const Progress& progress) {
        EXPECT_GT(progress.copy_bytes, progress.copy_bytes_done);
        stop.request_stop();
    };
    const auto outcome = upgrade(connection, chain({losing()}), cancelling);
    EXPECT_EQ(outcome.status, Outcome::Status::cancelled);
    EXPECT_EQ(outcome.to, std::vector<std::string>());
    EXPECT_EQ(outcome.safety_copy, "");
    expect_as_before(before);

    UpgradeOptions failing;
    failing.on_progress = [](const Progress&) { throw std::runtime_error("the window was closed"); };
    EXPECT_THROW(upgrade(connection, chain({losing()}), failing), std::runtime_error);
    expect_as_before(before);
    EXPECT_EQ(upgrade(connection, chain({losing()})).safety_copy, database.name() + ".before-b");
}

TEST_P(SafetyCopies, are_gone_where_nothing_was_changed) {
    const auto before = files();
    auto failing = losing();
    failing.upgrade.push_back(sql("SELECT * FROM no_such_table"));
    error_of([&] { upgrade(connection, chain({failing})); });
    EXPECT_EQ(files(), before);
}

TEST_P(SafetyCopies, are_made_of_what_a_later_program_drops) {
    static const std::vector<std::string_view> key{"id"};
    static const Batches batches{"hero", key, "UPDATE hero SET power = 1", {}, 10, 0};
    const TestRevision filling{"a", {}, {batched("hero", batches)}};
    std::stop_source stop;
    UpgradeOptions options;
    options.stop = stop.get_token();
    options.on_progress = [&](const Progress& progress) {
        if (progress.rows_done > 0) stop.request_stop();
    };
    EXPECT_EQ(upgrade(connection, chain({filling}), options).status, Outcome::Status::cancelled);
    auto then = losing();
    then.parents = {"a"};
    const auto copy = upgrade(connection, chain({filling, then})).safety_copy;
    EXPECT_EQ(copy, database.name() + ".before-b");
    auto made = create_engine("sqlite:///" + copy).connect();
    EXPECT_EQ(made.query("SELECT count(*) FROM hero WHERE name LIKE 'hero %'").rows[0][0], Value(std::int64_t{50}));
}

/// Root alone can make one, and not everywhere.
class SmallDisk {
public:
    explicit SmallDisk(const std::string& size)
        : is_there_(run({"mount", "-t", "tmpfs", "-o", "size=" + size, "none", path().string()}).status == 0) {}
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk() {
        if (is_there_) run({"umount", path().string()});
    }
    const fs::path& path() const { return place_.path(); }
    bool is_there() const { return is_there_; }

private:
    TemporaryDirectory place_;
    bool is_there_;
};

TEST(SafetyCopy, without_room_for_it_stops_the_upgrade) {
    const SmallDisk disk("3m");
    if (!disk.is_there()) GTEST_SKIP() << "no file system can be made here";
    auto connection = create_engine("sqlite:///" + (disk.path() / "test.db").string()).connect();
    connection.execute("CREATE TABLE hero (id integer PRIMARY KEY, name text, power integer); "
                       "INSERT INTO hero (name) VALUES ('Ada'), ('Bea'); "
                       "CREATE TABLE picture (hero REFERENCES hero, picture); "
                       "INSERT INTO picture VALUES (1, zeroblob(2200000))");
    const TestChain whole({losing()});
    const auto error = error_of([&] { upgrade(connection, whole); },
                                {"no room for a copy", ": 3 MiB are needed", "Nothing was changed", "safety_copy"});
    EXPECT_EQ(error.code(), "SQLITE_FULL");
    const auto heroes = "SELECT count(*) FROM hero WHERE name <> '' AND power IS NULL";
    EXPECT_EQ(connection.query(heroes).rows.at(0).at(0), Value(std::int64_t{2}));
    EXPECT_TRUE(applied_revisions(connection).empty());
    EXPECT_EQ(std::distance(fs::directory_iterator(disk.path()), {}), 1);

    UpgradeOptions without;
    without.safety_copy = SafetyCopy::never;
    EXPECT_EQ(upgrade(connection, whole, without).status, Outcome::Status::upgraded);
    EXPECT_EQ(connection.query("SELECT length(picture) FROM picture").rows.at(0).at(0), Value(std::int64_t{2200000}));
}

TEST(SafetyCopy, is_not_made_of_what_no_file_holds) {
    auto connection = create_engine("sqlite://").connect();
    const TestChain whole({harmless});
    upgrade(connection, whole);
    EXPECT_EQ(downgrade_to(connection, whole, "base").safety_copy, "");
}

TEST_P(SafetyCopies, are_removed_where_they_are_not_to_be_kept) {
    const auto before = files();
    UpgradeOptions options;
    options.keep_safety_copy = false;
    EXPECT_EQ(upgrade(connection, chain({losing()}), options).safety_copy, "");
    EXPECT_EQ(files(), before);
}

TEST_P(SafetyCopies, stop_the_upgrade_where_they_cannot_be_made) {
    fs::create_directories(database.name() + ".before-b.unfinished/full"); // where the file should be
    const auto error = error_of([&] { upgrade(connection, chain({losing()})); });
    EXPECT_NE(error.message().find("could not be copied to " + database.name() + ".before-b"), std::string::npos)
        << error.message();
    EXPECT_EQ(count("hero WHERE name LIKE 'hero %' AND power IS NULL"), 50);
    EXPECT_FALSE(fs::exists(database.name() + ".before-b"));
}

TEST(SafetyCopy, whose_name_is_too_long_stops_the_upgrade) {
    const TemporaryDirectory directory;
    const auto file = (directory / std::string(247, 'h')).string(); // "-journal" goes with it into the 255 of a name
    auto connection = create_engine("sqlite:///" + file).connect();
    connection.execute("CREATE TABLE hero (name text, power integer); INSERT INTO hero (name) VALUES ('Ada')");
    const TestChain whole({losing()});
    const auto error =
        error_of([&] { upgrade(connection, whole); }, {"could not be copied to", "Nothing was changed", "safety_copy"});
    EXPECT_EQ(error.code(), "SQLITE_CANTOPEN");
    EXPECT_TRUE(applied_revisions(connection).empty());
    EXPECT_EQ(connection.query("SELECT name FROM hero WHERE power IS NULL").rows.size(), 1U);
    error_of([&] { sqlite::restore(connection, file + ".before-b"); }, {"too long", "Nothing was changed"});
}

TEST_P(SafetyCopies, that_are_damaged_are_not_restored) {
    const auto copy = upgrade(connection, chain({losing()})).safety_copy;
    std::ofstream(copy, std::ios::in | std::ios::binary).seekp(4096) << std::string(8192, 'x');
    EXPECT_NE(error_of([&] { sqlite::restore(connection, copy); }).message().find("is no whole database"),
              std::string::npos);
    EXPECT_EQ(count("hero WHERE power = 1"), 50);
    EXPECT_NE(error_of([&] { sqlite::restore(connection, copy + "x"); }).message().find("there is no copy"),
              std::string::npos);
}

} // namespace
} // namespace aludel::test
