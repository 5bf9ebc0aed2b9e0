// Places that are not as an upgrade would like them.
#include "fault_run.hpp"
#include "tests/support/child_process.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <optional>
#include <thread>

namespace aludel::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

const Mode plain{.name = "delete", .journal = "DELETE"};
const Mode wal{.name = "wal", .journal = "WAL"};

std::optional<Error> error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

/// Another process that has the database for itself.
class Holder {
public:
    Holder(const std::string& path, milliseconds time) {
        int ready[2];
        if (pipe(ready) != 0) throw std::runtime_error("no pipe");
        child_ = start_child([&] {
            auto connection = create_engine("sqlite:///" + path).connect();
            connection.execute("BEGIN EXCLUSIVE");
            if (::write(ready[1], "x", 1) == 1) std::this_thread::sleep_for(time);
        });
        char byte = 0;
        if (read(ready[0], &byte, 1) != 1) throw std::runtime_error("no lock");
        close(ready[0]);
        close(ready[1]);
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder() {
        kill(child_, SIGKILL);
        wait_for(child_);
    }

private:
    pid_t child_;
};

struct SqliteHeld : testing::Test {
    Scenario scenario{plain};
    Engine engine = create_engine("sqlite:///" + scenario.fresh());
};

TEST_F(SqliteHeld, for_longer_than_a_statement_waits_is_waited_for) {
    const Holder holder(scenario.path(), milliseconds(6'500));
    EXPECT_EQ(upgrade(engine, new_chain()).status, Outcome::Status::upgraded);
    EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
}

TEST_F(SqliteHeld, for_longer_than_the_timeout_is_said_in_time) {
    const Holder holder(scenario.path(), std::chrono::minutes(1));
    const auto begin = Clock::now();
    const auto error =
        error_of([&] { upgrade(engine, new_chain(), {.lock_timeout = milliseconds(300), .on_progress = {}}); });
    EXPECT_LT(Clock::now() - begin, std::chrono::seconds(3));
    ASSERT_TRUE(error);
    EXPECT_TRUE(error->code().starts_with("SQLITE_BUSY")) << error->what();
    EXPECT_NE(error->hint().find("lock_timeout"), std::string::npos) << error->what();
}

TEST_F(SqliteHeld, by_one_that_ends_at_the_head_nothing_is_left_to_do) {
    launch(scenario.path(), plain);
    const Holder holder(scenario.path(), milliseconds(300));
    EXPECT_EQ(upgrade(engine, new_chain()).status, Outcome::Status::up_to_date);
}

bool is_refused(const std::string& path, const Chain& chain, std::string_view code) {
    const auto error = error_of([&] { upgrade(create_engine("sqlite:///" + path), chain); });
    if (!error) return false;
    if (!error->code().starts_with(code)) std::fprintf(stderr, "%s: %s\n", error->code().c_str(), error->what());
    return error->code().starts_with(code) && error->hint().find("writable") != std::string::npos;
}

bool is_up_to_date(const std::string& path, const Chain& chain) {
    const auto error = error_of([&] { upgrade(create_engine("sqlite:///" + path), chain); });
    if (error) std::fprintf(stderr, "%s: %s\n", error->code().c_str(), error->what());
    return !error;
}

/// Takes away writing, for as long as it lives.
class ReadOnly {
public:
    explicit ReadOnly(const std::filesystem::path& file, bool also_its_directory) : file_(file) {
        permit(std::filesystem::perms(0444), std::filesystem::perms(also_its_directory ? 0555 : 0777));
    }
    ~ReadOnly() { permit(std::filesystem::perms(0644), std::filesystem::perms(0755)); }
    ReadOnly(const ReadOnly&) = delete;
    ReadOnly& operator=(const ReadOnly&) = delete;

private:
    void permit(std::filesystem::perms file, std::filesystem::perms directory) const {
        std::filesystem::permissions(file_, file);
        std::filesystem::permissions(file_.parent_path(), directory);
    }
    std::filesystem::path file_;
};

TEST(SqliteReadOnly, is_upgraded_by_nobody_and_read_at_the_head) {
    for (const bool directory : {false, true}) {
        const Scenario scenario(plain);
        arm();
        const ReadOnly held(scenario.fresh(), directory);
        const auto code = as_nobody([&] {
            return is_refused(scenario.path(), new_chain(), "SQLITE_READONLY") &&
                   is_up_to_date(scenario.path(), old_chain());
        });
        if (code == 2) GTEST_SKIP() << "this user can become no other";
        EXPECT_EQ(code, 0) << directory;
        EXPECT_EQ(different_page(scenario.bytes(), read_file(scenario.path())), 0);
    }
}

TEST(SqliteReadOnly, directory_takes_no_journal) {
    for (const auto& mode : {plain, wal}) {
        const Scenario scenario(mode);
        arm();
        const ReadOnly held(scenario.fresh(), true);
        std::filesystem::permissions(scenario.path(), std::filesystem::perms(0666));
        const auto code = as_nobody([&] { return is_refused(scenario.path(), new_chain(), "SQLITE_READONLY"); });
        if (code == 2) GTEST_SKIP() << "this user can become no other";
        EXPECT_EQ(code, 0) << mode.name;
        EXPECT_EQ(different_page(scenario.bytes(), read_file(scenario.path())), 0);
    }
}

TEST(SqliteSymbolicLink, leads_to_the_database_and_its_journal) {
    const TemporaryDirectory directory;
    const auto link = (directory / "link.db").string();
    for (const auto& mode : {plain, wal}) {
        const Scenario scenario(mode);
        std::filesystem::remove(link);
        std::filesystem::create_symlink(scenario.path(), link);
        for (const auto point : points(scenario, Fault::Effect::kill, 10)) {
            const Fault fault{Fault::Effect::kill, point};
            SCOPED_TRACE(shown(scenario, fault));
            scenario.fresh();
            EXPECT_TRUE(was_killed(start_child([&] { launch(link, mode, fault); })));
            expect_old_or_new_and_then_new(scenario);
            EXPECT_TRUE(std::filesystem::is_symlink(link));
        }
    }
}

} // namespace
} // namespace aludel::test
