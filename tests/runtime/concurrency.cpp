#include "concurrency.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <map>
#include <set>
#include <thread>

namespace aludel::test {

namespace {

constexpr int revision_count = 20;

std::string_view kept(std::string text) {
    static std::deque<std::string> texts;
    return texts.emplace_back(std::move(text));
}

std::vector<TestRevision> counting_revisions() {
    std::vector<TestRevision> revisions;
    for (int i = 0; i < revision_count; ++i) {
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

/// In a process of its own; `start` is closed by the parent when all may begin.
[[noreturn]] void launch(const std::string& url, const Chain& chain, int start) {
    char byte = 0;
    while (read(start, &byte, 1) > 0) {
    }
    try {
        upgrade(create_engine(url), chain);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        _exit(1);
    }
    _exit(0);
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

void expect_all_launches_end_well(const std::string& url, const Chain& chain, int processes) {
    int start[2];
    ASSERT_EQ(pipe(start), 0);
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        const auto child = fork();
        if (child == 0) {
            close(start[1]);
            launch(url, chain, start[0]);
        }
        children.push_back(child);
    }
    close(start[0]);
    close(start[1]);
    for (const auto child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    expect_whole(url);
}

void expect_killed_launches_leave_old_or_new(const std::string& url, const Chain& chain) {
    for (int round = 0; round < 30 && !has_history(url); ++round) {
        int start[2];
        ASSERT_EQ(pipe(start), 0);
        const auto child = fork();
        if (child == 0) {
            close(start[1]);
            launch(url, chain, start[0]);
        }
        close(start[0]);
        close(start[1]);
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
