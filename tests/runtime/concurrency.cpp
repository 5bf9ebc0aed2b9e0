#include "concurrency.hpp"

#include "tests/support/child_process.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <new>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

namespace aludel::test {

namespace {

constexpr int revision_count = 20;

std::string_view kept(std::string text) {
    static std::deque<std::string> texts;
    return texts.emplace_back(std::move(text));
}

std::vector<TestRevision> counting_revisions(int count = revision_count) {
    std::vector<TestRevision> revisions;
    for (int i = 0; i < count; ++i) {
        const auto number = std::to_string(100 + i);
        TestRevision revision{"r" + number, {}, {sql(kept("CREATE TABLE t" + number + " (v INTEGER)"))}};
        if (i == 0)
            revision.upgrade.push_back(sql("CREATE TABLE applied (revision INTEGER)"));
        else
            revision.parents = {"r" + std::to_string(100 + i - 1)};
        revision.upgrade.push_back(sql(kept("INSERT INTO applied VALUES (" + number + ")")));
        revisions.push_back(std::move(revision));
    }
    return revisions;
}

/// All of them, waiting for the end of the pipe.
std::vector<pid_t> launched(const std::string& url, const Chain& chain, int processes, const UpgradeOptions& options) {
    int start[2];
    if (pipe(start) != 0) throw std::runtime_error("no pipe");
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        children.push_back(start_child([&] {
            close(start[1]);
            char byte = 0;
            while (read(start[0], &byte, 1) > 0) {
            }
            upgrade(create_engine(url), chain, options);
        }));
    }
    close(start[0]);
    close(start[1]);
    return children;
}

/// Shared with the processes that are forked.
class SharedFlag {
public:
    SharedFlag()
        : flag_(new (mmap(nullptr, sizeof(std::atomic<bool>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
                          0)) std::atomic<bool>(false)) {}
    SharedFlag(const SharedFlag&) = delete;
    SharedFlag& operator=(const SharedFlag&) = delete;
    ~SharedFlag() { munmap(flag_, sizeof(std::atomic<bool>)); }
    bool exchange(bool value) { return flag_->exchange(value); }
    bool is_set() const { return *flag_; }

private:
    std::atomic<bool>* flag_;
};

/// Whether it has come to its end.
bool has_ended(pid_t child, bool was_killed) {
    int status = 0;
    if (waitpid(child, &status, WNOHANG | WUNTRACED) != child) return false;
    if (WIFSTOPPED(status)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(300)); // long enough for all others to wait
        kill(child, SIGCONT);
        return false;
    }
    EXPECT_TRUE(was_killed || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    return true;
}

void expect_whole(const std::string& url) {
    auto connection = create_engine(url).connect();
    const auto rows = connection.query("SELECT revision, count(*) FROM applied GROUP BY revision").rows;
    EXPECT_EQ(rows.size(), static_cast<std::size_t>(revision_count));
    for (const auto& row : rows) EXPECT_EQ(row[1], Value(std::int64_t{1}));
    std::set<std::string> ids;
    for (const auto& applied : applied_revisions(connection)) EXPECT_TRUE(ids.insert(applied.revision).second);
    EXPECT_EQ(ids.size(), static_cast<std::size_t>(revision_count));
}

bool has_history(const std::string& url) {
    auto connection = create_engine(url).connect();
    return !applied_revisions(connection).empty();
}

} // namespace

const Chain& counting_chain(std::string_view dialect) {
    static std::map<std::string, TestChain, std::less<>> chains;
    return chains.try_emplace(std::string(dialect), counting_revisions(), dialect).first->second;
}

const Chain& half_of_counting_chain(std::string_view dialect) {
    static std::map<std::string, TestChain, std::less<>> chains;
    return chains.try_emplace(std::string(dialect), counting_revisions(revision_count / 2), dialect).first->second;
}

void expect_all_launches_end_well(const std::string& url, const Chain& chain, int processes) {
    for (const auto child : launched(url, chain, processes, {})) {
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    expect_whole(url);
}

void expect_launches_outlive_others(const std::string& url, const Chain& chain, int processes, int kills) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::minstd_rand random(seed);
    SharedFlag was_stopped;
    UpgradeOptions options;
    options.on_progress = [&](const Progress&) {
        if (!was_stopped.exchange(true)) raise(SIGSTOP);
    };
    auto children = launched(url, chain, processes, options);
    std::set<pid_t> killed;
    while (!children.empty()) {
        if (kills > 0 && random() % 3 == 0) {
            --kills;
            const auto victim = children[random() % children.size()];
            killed.insert(victim);
            kill(victim, SIGKILL);
        }
        std::erase_if(children, [&](pid_t child) { return has_ended(child, killed.contains(child)); });
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 10));
    }
    EXPECT_TRUE(was_stopped.is_set());
    expect_whole(url);
}

void expect_killed_launches_leave_old_or_new(const std::string& url, const Chain& chain) {
    for (int round = 0; round < 30 && !has_history(url); ++round) {
        const auto child = launched(url, chain, 1, {}).front();
        std::this_thread::sleep_for(std::chrono::microseconds(500 * round));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        auto connection = create_engine(url).connect();
        const auto applied = applied_revisions(connection).size();
        EXPECT_TRUE(applied == 0 || applied == static_cast<std::size_t>(revision_count)) << applied;
        if (applied == 0) {
            EXPECT_THROW(connection.query("SELECT * FROM applied"), Error);
        }
    }
    EXPECT_NO_THROW(upgrade(create_engine(url), chain));
    expect_whole(url);
}

} // namespace aludel::test
