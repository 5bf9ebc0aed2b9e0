// Chains written by hand, as the build would embed them.
#pragma once

#include <aludel/chain.hpp>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::test {

struct TestRevision {
    std::string id;
    std::vector<std::string> parents;
    std::vector<ChainStep> upgrade;
    std::vector<ChainStep> downgrade = {};
    std::string irreversible = {};
    std::string checksum = {}; ///< empty: made from the id
    std::vector<std::string> depends_on = {};
    std::string branch = {};
    bool without_transaction = false;
    Compatibility compatibility = Compatibility::none;
    std::string operations = {};
    bool loses_rows = false;
};

/// Keeps what a Chain's views point to; what the steps' views point to is the test's.
class TestChain {
public:
    explicit TestChain(std::vector<TestRevision> revisions, std::string_view dialect = "sqlite",
                       std::string_view version = {})
        : revisions_(std::move(revisions)) {
        for (auto& revision : revisions_) {
            if (revision.checksum.empty()) revision.checksum = "1:" + revision.id;
            auto& parents = parents_.emplace_back(revision.parents.begin(), revision.parents.end());
            auto& depends_on = parents_.emplace_back(revision.depends_on.begin(), revision.depends_on.end());
            auto& dialects = dialects_.emplace_back();
            dialects.push_back({dialect, revision.upgrade, revision.downgrade});
            ChainRevision embedded{};
            embedded.id = revision.id;
            embedded.parents = parents;
            embedded.message = revision.id;
            embedded.checksum = revision.checksum;
            embedded.irreversible = revision.irreversible;
            embedded.dialects = dialects;
            embedded.depends_on = depends_on;
            embedded.branch = revision.branch;
            embedded.without_transaction = revision.without_transaction;
            embedded.compatibility = revision.compatibility;
            embedded.operations = revision.operations;
            embedded.loses_rows = revision.loses_rows;
            embedded_.push_back(embedded);
        }
        chain_ = {"test", embedded_};
        chain_.version = version;
    }
    TestChain(const TestChain&) = delete;
    TestChain& operator=(const TestChain&) = delete;

    operator const Chain&() const { return chain_; }

private:
    std::vector<TestRevision> revisions_;
    std::deque<std::vector<std::string_view>> parents_;
    std::deque<std::vector<DialectSteps>> dialects_;
    std::vector<ChainRevision> embedded_;
    Chain chain_{};
};

inline ChainStep sql(std::string_view text) { return {ChainStep::Kind::sql, text, {}, {}, {}, {}, nullptr}; }
inline ChainStep check(std::string_view select, std::string_view text) {
    return {ChainStep::Kind::check, select, {}, text, {}, {}, nullptr};
}
inline ChainStep call(std::string_view name, void (*function)(Connection&)) {
    return {ChainStep::Kind::call, {}, name, {}, {}, {}, function};
}
/// Of the table `subject`; `batches` stays the test's.
inline ChainStep batched(std::string_view table, const Batches& batches) {
    return {ChainStep::Kind::batched_update, batches.update, table, {}, {}, {}, nullptr, &batches};
}
inline ChainStep then_commit(std::string_view text) {
    return {ChainStep::Kind::sql_then_commit, text, {}, {}, {}, {}, nullptr};
}
inline ChainStep alone(std::string_view text, std::string_view done = {}, std::string_view clear = {}) {
    return {ChainStep::Kind::sql_alone, text, done, clear, {}, {}, nullptr};
}
inline ChainStep rebuild(std::string_view table, std::span<const TableEdit> edits,
                         std::span<const ColumnSource> sources = {}) {
    return {ChainStep::Kind::rebuild, {}, table, {}, edits, sources, nullptr};
}

} // namespace aludel::test
