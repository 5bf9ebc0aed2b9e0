// One step of kind rebuild on a database made by SQL.
#pragma once

#include "upgrade_fixture.hpp"

namespace aludel::test {

struct RebuildFixture : Upgrade {
    /// One more revision; what the steps point to must outlive the test.
    void upgrade_by(std::vector<ChainStep> steps) {
        auto next = revisions_;
        std::vector<std::string> parents;
        if (!next.empty()) parents.push_back(next.back().id);
        next.push_back({"r" + std::to_string(next.size()), parents, std::move(steps)});
        const TestChain chain(next);
        upgrade(connection, chain);
        revisions_ = std::move(next);
    }
    std::string failure_of(std::vector<ChainStep> steps) {
        const auto before = dump(connection);
        try {
            upgrade_by(std::move(steps));
        } catch (const Error& error) {
            EXPECT_EQ(dump(connection), before);
            return error.what();
        }
        ADD_FAILURE() << "no error";
        return {};
    }

private:
    std::vector<TestRevision> revisions_;
};

} // namespace aludel::test
