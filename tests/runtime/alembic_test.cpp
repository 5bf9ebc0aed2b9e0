// Every spelling means what it means to Alembic: the same graphs, states and questions to both.
#include "tests/runtime/alembic_questions.hpp"
#include "tests/runtime/test_chain.hpp"
#include "tests/support/cases.hpp"

#include <aludel/connection.hpp>
#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <set>

namespace aludel::test {
namespace {

using Ids = std::vector<std::string>;
using Set = std::set<std::string>;

Set set_of(const Ids& ids) { return {ids.begin(), ids.end()}; }

Ids split(const std::string& text) {
    Ids ids;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find(',', begin), text.size());
        ids.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return ids;
}

std::string joined(const Set& ids) {
    std::string text;
    for (const auto& id : ids) text += " " + id;
    return text;
}

/// Revisions that each leave a row while they are applied.
class Chains {
public:
    explicit Chains(const std::vector<RevisionNode>& nodes) {
        std::vector<TestRevision> revisions;
        for (const auto& node : nodes) {
            const auto& up = texts_.emplace_back("INSERT INTO applied VALUES ('" + node.id + "')");
            const auto& down = texts_.emplace_back("DELETE FROM applied WHERE id = '" + node.id + "'");
            TestRevision revision{node.id, node.parents, {sql(up)}, {sql(down)}};
            revision.depends_on = node.depends_on;
            revision.branch = node.branch;
            revisions.push_back(revision);
        }
        chain_ = std::make_unique<TestChain>(std::move(revisions));
    }
    const Chain& chain() const { return *chain_; }

private:
    std::deque<std::string> texts_;
    std::unique_ptr<TestChain> chain_;
};

struct Answer {
    bool ok = true;
    Ids ids;
    std::string text; ///< as it was said
};

Answer parsed(const std::string& line) {
    if (!line.starts_with("ok")) return {false, {}, line};
    return {true, split(line.substr(3)), line};
}

/// What became of a real database.
class Asked {
public:
    Asked(const Chain& chain, const RevisionGraph& graph) : chain_(chain), graph_(graph) {}

    Answer operator()(const Question& question) const try {
        if (question.action == "resolve") return {true, graph_.resolve(question.spelling), ""};
        auto connection = create_engine("sqlite://").connect();
        connection.execute("CREATE TABLE applied (id TEXT PRIMARY KEY)");
        for (const auto& id : question.applied) upgrade_to(connection, chain_, id);
        return {true, done(connection, question), ""};
    } catch (const Error& error) {
        return {false, {}, error.what()};
    }

private:
    /// The revisions that ran; for a stamp, the heads that are recorded.
    Ids done(Connection& connection, const Question& question) const {
        const auto& spelling = question.spelling;
        if (question.action == "stamp") {
            stamp(connection, chain_, spelling);
            return graph_.heads_among(recorded(connection), Edges::parents_and_dependencies);
        }
        const auto outcome = question.action == "upgrade" ? upgrade_to(connection, chain_, spelling)
                                                          : downgrade_to(connection, chain_, spelling);
        EXPECT_EQ(set_of(recorded(connection)), rows(connection));
        return outcome.revisions;
    }

    static Ids recorded(Connection& connection) {
        Ids ids;
        for (const auto& row : applied_revisions(connection)) ids.push_back(row.revision);
        return ids;
    }

    static Set rows(Connection& connection) {
        Set ids;
        for (const auto& row : connection.query("SELECT id FROM applied").rows)
            ids.insert(std::get<std::string>(row[0]));
        return ids;
    }

    const Chain& chain_;
    const RevisionGraph& graph_;
};

bool has(const std::string& text, const char* part) { return text.find(part) != text.npos; }

/// Where aludel decides otherwise, on purpose. Empty: nowhere here.
std::string decided_otherwise(const Question& question, const Answer& alembic, const Answer& aludel) {
    const bool has_branch = has(question.spelling, "@");
    if (alembic.ok && !aludel.ok) {
        if (question.spelling.ends_with("heads") && has(aludel.text, "names several revisions"))
            return "heads are what no revision has for a parent: Alembic leaves out what another depends on";
        if (has(question.spelling, "base-")) return "to Alembic, what is below base is above";
        if (question.action == "downgrade" && has(aludel.text, "starts from several revisions"))
            return "Alembic takes any of several heads, with a warning";
        if (question.action == "downgrade" && has_branch && has(aludel.text, "is not on the branch"))
            return "Alembic does not look whether the revision is on the branch";
        return "";
    }
    if (!alembic.ok && aludel.ok) {
        if (has(alembic.text, "AssertionError") && has(question.spelling, "-") && aludel.ids.empty())
            return "base, to which steps down may lead";
        if (has(alembic.text, "Multiple head") && question.action == "downgrade" && has_branch)
            return "the branch says which head is meant";
        if (has(alembic.text, "Ambiguous walk") && has_branch)
            return "the branch says which parent of a merge is meant";
        if (has(alembic.text, "not a valid downgrade target") && aludel.ids.empty()) return "there already";
        if (has(alembic.text, "overlaps with") && question.spelling.ends_with("heads"))
            return "a head that another depends on is a head";
        if (has(alembic.text, "Not a valid downgrade target") && has_branch)
            return "Alembic looks for the branch below its label only";
        return "";
    }
    return "";
}

void expect_order(const RevisionGraph& graph, Ids ids, bool newest_first) {
    if (newest_first) std::reverse(ids.begin(), ids.end());
    for (std::size_t i = 0; i < ids.size(); ++i)
        for (const auto& before : graph.ancestors(std::span(&ids[i], 1)))
            EXPECT_FALSE(std::find(ids.begin() + static_cast<std::ptrdiff_t>(i) + 1, ids.end(), before) != ids.end())
                << ids[i] << " before " << before;
}

void expect_same(const RevisionGraph& graph, const Question& question, const Answer& alembic, const Answer& aludel) {
    // Alembic forgets a head that is there already where another is stamped, or fails on it.
    if (question.action == "stamp" && question.spelling.ends_with("heads") && aludel.ok) return;
    if (alembic.ok != aludel.ok) {
        EXPECT_NE(decided_otherwise(question, alembic, aludel), "")
            << "Alembic: " << alembic.text << "\naludel: " << aludel.text << joined(set_of(aludel.ids));
        return;
    }
    if (!aludel.ok) return;
    // Alembic's heads leave out what another depends on: what they come from is the same.
    const bool closed = question.action == "resolve";
    const auto left = closed ? graph.ancestors(alembic.ids) : alembic.ids;
    const auto right = closed ? graph.ancestors(aludel.ids) : aludel.ids;
    EXPECT_EQ(set_of(left), set_of(right))
        << "Alembic:" << joined(set_of(left)) << "\naludel: " << joined(set_of(right));
    if (question.action == "upgrade" || question.action == "downgrade")
        expect_order(graph, aludel.ids, question.action == "downgrade");
}

std::string described(const RevisionGraph& graph) {
    std::string text;
    for (const auto& node : graph.nodes()) {
        text += node.id + (node.branch.empty() ? "" : " (" + node.branch + ")") + " <-";
        text +=
            joined(set_of(node.parents)) + (node.depends_on.empty() ? "" : " needs" + joined(set_of(node.depends_on)));
        text += "\n";
    }
    return text;
}

TEST(Alembic, MeansTheSameByEverySpelling) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::vector<QuestionedGraph> graphs;
    while (graphs.size() < static_cast<std::size_t>(cases(40))) {
        const RevisionGraph graph(random_nodes(random));
        graphs.push_back({graph, random_questions(graph, random)});
    }
    const auto answers = ask_alembic(graphs);
    if (answers.empty()) GTEST_SKIP() << "Alembic is not there (Debian: python3-alembic)";
    auto answer = answers.begin();
    for (const auto& [graph, questions] : graphs) {
        const Chains chains(graph.nodes());
        const Asked ask(chains.chain(), graph);
        SCOPED_TRACE(described(graph));
        for (const auto& question : questions) {
            ASSERT_NE(answer, answers.end());
            SCOPED_TRACE(question.action + " " + question.spelling + " where applied are" +
                         joined(set_of(question.applied)));
            expect_same(graph, question, parsed(*answer++), ask(question));
        }
        if (HasFailure()) break; // one graph is enough to look at
    }
}

} // namespace
} // namespace aludel::test
