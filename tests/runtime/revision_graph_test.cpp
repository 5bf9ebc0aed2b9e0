#include <aludel/error.hpp>
#include <aludel/revision_graph.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace aludel {
namespace {

using Ids = std::vector<std::string>;

// a1 - a2 - b1 - m - z1
//        `- b2 -'
const std::vector<RevisionNode> diamond{{"z1", {"m"}, {}, ""},  {"m", {"b1", "b2"}, {}, ""}, {"b2", {"a2"}, {}, "two"},
                                        {"b1", {"a2"}, {}, ""}, {"a2", {"a1"}, {}, ""},      {"a1", {}, {}, ""}};

std::string error_of(const RevisionGraph& graph, std::string_view spelling, const Ids& applied = {}) {
    try {
        graph.resolve(spelling, applied);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

void expect_names(const std::string& text, std::initializer_list<const char*> words) {
    for (const auto* word : words) EXPECT_NE(text.find(word), std::string::npos) << text;
}

TEST(RevisionGraph, resolves_every_spelling) {
    const RevisionGraph graph(diamond);
    EXPECT_EQ(graph.resolve("base"), Ids{});
    EXPECT_EQ(graph.resolve("head"), Ids{"z1"});
    EXPECT_EQ(graph.resolve("heads"), Ids{"z1"});
    EXPECT_EQ(graph.resolve("z"), Ids{"z1"});
    EXPECT_EQ(graph.resolve("m"), Ids{"m"});
    EXPECT_EQ(graph.resolve("+1"), Ids{"a1"});
    EXPECT_EQ(graph.resolve("+2"), Ids{"a2"});
    EXPECT_EQ(graph.resolve("-1", Ids{"a1", "a2"}), Ids{"a1"});
    EXPECT_EQ(graph.resolve("-2", Ids{"a1", "a2"}), Ids{});
    EXPECT_EQ(graph.resolve("a1+1"), Ids{"a2"});
    EXPECT_EQ(graph.resolve("z1-1"), Ids{"m"});
    EXPECT_EQ(graph.resolve("base+2"), Ids{"a2"});
    EXPECT_EQ(graph.resolve("two"), Ids{"b2"});
    EXPECT_EQ(graph.resolve("two@head"), Ids{"z1"});
    EXPECT_EQ(graph.resolve("two@head-2"), Ids{"b2"});
    EXPECT_EQ(graph.resolve("two@+1", Ids{"a1", "a2", "b1"}), Ids{"b2"});
    EXPECT_EQ(graph.resolve("two@-1", Ids{"a1", "a2", "b1", "b2"}), Ids{"a2"});
    EXPECT_EQ(graph.resolve("b1@head"), Ids{"z1"});
    EXPECT_EQ(graph.resolve("current-1", Ids{"a1", "a2"}), Ids{"a1"});
}

TEST(RevisionGraph, says_what_a_spelling_may_have_meant) {
    const RevisionGraph graph(diamond);
    const RevisionGraph two({{"5f3a9c01d2e4", {}, {}, ""}, {"0b6c1e4f7a92", {}, {}, ""}});
    expect_names(error_of(two, "5f3b"), {"no revision or branch 5f3b", "The nearest is 5f3a9c01d2e4"});
    expect_names(error_of(graph, "a"), {"a1, a2"});
    expect_names(error_of(graph, "a2+1"), {"b1, b2"});
    expect_names(error_of(graph, "head-2"), {"b1, b2"});
    expect_names(error_of(graph, "two@b1"), {"b1 is not on the branch two"});
    expect_names(error_of(graph, "twoo@head"), {"no revision or branch twoo", "The nearest is two"});
    expect_names(error_of(graph, "@head"), {"no branch is named"});
    expect_names(error_of(graph, "a1:a2"), {"from:to is a range", "needs --sql"});
    EXPECT_EQ(error_of(graph, "postgresql://u:sek@ret@h/x"), "a URL is no revision\n  A database is given by --url.");
    EXPECT_THROW(resolve_range(graph, "postgresql://u:sek@ret@h/x"), Error);
    expect_names(error_of(graph, "two@"), {"no revision is named"});
    expect_names(error_of(graph, "two@-1", {"a1", "a2", "b1"}), {"nothing of the branch two"});
    expect_names(error_of(graph, "head+1"), {"beyond the head"});
    expect_names(error_of(graph, "-1"), {"beyond base"});
    expect_names(error_of(graph, "-1", {"a1", "a2", "b1", "b2"}), {"b1, b2"});
    expect_names(error_of(RevisionGraph({{"x", {}, {}, ""}, {"y", {}, {}, ""}}), "head"), {"several heads: x, y"});
    expect_names(error_of(RevisionGraph(std::vector<RevisionNode>{}), "abc"), {"There are no revisions"});
}

TEST(RevisionGraph, dependencies_come_first_and_are_no_parents) {
    const RevisionGraph graph({{"a", {}, {"b"}, ""}, {"b", {}, {}, ""}});
    EXPECT_EQ(graph.topological_order(), (Ids{"b", "a"}));
    EXPECT_EQ(graph.heads(), (Ids{"a", "b"}));
    EXPECT_EQ(graph.ancestors(Ids{"a"}), (Ids{"b", "a"}));
    EXPECT_EQ(graph.descendants(Ids{"b"}), (Ids{"b", "a"}));
}

TEST(RevisionGraph, problems_are_told_at_their_revision) {
    using Kind = GraphProblem::Kind;
    const std::vector<RevisionNode> twice{{"a", {}, {}, ""}, {"a", {}, {}, ""}};
    ASSERT_EQ(graph_problems(twice).size(), 1u);
    EXPECT_EQ(graph_problems(twice)[0].kind, Kind::duplicate);
    EXPECT_EQ(graph_problems(twice)[0].node, 1u);
    const std::vector<RevisionNode> orphan{{"a", {"gone"}, {}, ""}};
    EXPECT_EQ(graph_problems(orphan).at(0).kind, Kind::missing_parent);
    const std::vector<RevisionNode> alone{{"a", {}, {"gone"}, ""}};
    EXPECT_EQ(graph_problems(alone).at(0).kind, Kind::missing_dependency);
    const std::vector<RevisionNode> labels{{"a", {}, {}, "x"}, {"b", {}, {}, "x"}, {"c", {}, {}, "a"}};
    ASSERT_EQ(graph_problems(labels).size(), 2u);
    EXPECT_EQ(graph_problems(labels)[0].kind, Kind::label);
    EXPECT_EQ(graph_problems(labels)[0].other, 0u);
    expect_names(graph_problems(labels)[1].text, {"label a is a revision's id"});
    const std::vector<RevisionNode> itself{{"a", {"a"}, {}, ""}};
    EXPECT_EQ(graph_problems(itself).at(0).kind, Kind::cycle);
    const std::vector<RevisionNode> cycle{
        {"x", {"c"}, {}, ""}, {"a", {"b"}, {}, ""}, {"b", {"c"}, {}, ""}, {"c", {"a"}, {}, ""}};
    ASSERT_EQ(graph_problems(cycle).size(), 1u);
    expect_names(graph_problems(cycle)[0].text, {"a, b, c, a"});
    EXPECT_THROW(RevisionGraph{cycle}, Error);
}

TEST(RevisionGraph, a_branch_that_begins_at_several_applied_revisions_has_no_next_one) {
    // a -.  b - c - m (both)
    //    `---------'
    // n needs a
    const RevisionGraph graph({{"a", {}, {}, ""},
                               {"b", {}, {}, ""},
                               {"c", {"b"}, {}, ""},
                               {"m", {"a", "c"}, {}, "both"},
                               {"n", {"b"}, {"a"}, ""}});
    expect_names(error_of(graph, "both@+1", {"a", "b", "n"}), {"several revisions: a, b"});
}

TEST(RevisionGraph, labels_are_those_of_the_line) {
    // a - b - c1 - d1 (one)
    //       `- c2 (two) - d2
    const RevisionGraph graph({{"a", {}, {}, ""},
                               {"b", {"a"}, {}, ""},
                               {"c1", {"b"}, {}, ""},
                               {"d1", {"c1"}, {}, "one"},
                               {"c2", {"b"}, {}, "two"},
                               {"d2", {"c2"}, {}, ""}});
    const std::map<std::string, Ids> labels{{"c1", {"one"}}, {"d1", {"one"}}, {"c2", {"two"}}, {"d2", {"two"}}};
    EXPECT_EQ(graph.labels(), labels);
}

TEST(RevisionGraph, ranges_are_counted_from_their_other_end) {
    const RevisionGraph graph(diamond);
    const auto in = [&](std::string_view range, const Ids& applied = {}) {
        return revisions_of(graph, resolve_range(graph, range, applied));
    };
    EXPECT_EQ(in(":"), (Ids{"a1", "a2", "b1", "b2", "m", "z1"}));
    EXPECT_EQ(in(":a2"), (Ids{"a1", "a2"}));
    EXPECT_EQ(in("b1:"), (Ids{"b1", "m", "z1"}));
    EXPECT_EQ(in("m-0:+1"), (Ids{"m", "z1"}));
    EXPECT_EQ(in("-1:"), (Ids{"m", "z1"}));
    EXPECT_EQ(in("-1:current", Ids{"a1", "a2"}), (Ids{"a1", "a2"}));
    EXPECT_EQ(in("current:two@head", Ids{"a1", "a2", "b2"}), (Ids{"b2", "m", "z1"}));
    EXPECT_THROW(in("b1:b2"), Error);
    EXPECT_THROW(in("b1"), Error);
}

TEST(RevisionGraph, ranges_hold_both_ends_also_where_one_depends_on_the_other) {
    const RevisionGraph graph({{"a1", {}, {}, ""},
                               {"a2", {"a1"}, {}, ""},
                               {"b1", {}, {}, "bee"},
                               {"b2", {"b1"}, {"a2"}, ""},
                               {"b3", {"b2"}, {}, ""}});
    const auto in = [&](std::string_view range) { return revisions_of(graph, resolve_range(graph, range)); };
    EXPECT_EQ(in("a1:b3"), (Ids{"a1", "a2", "b2", "b3"}));
    EXPECT_EQ(in("a2:b2"), (Ids{"a2", "b2"}));
    EXPECT_EQ(in("b1:b3"), (Ids{"b1", "b2", "b3"}));
}

TEST(RevisionGraph, order_is_that_of_the_set_and_parents_come_first) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 50; ++round) {
        std::vector<RevisionNode> nodes;
        for (std::size_t i = 0; i < 1 + random() % 30; ++i) {
            RevisionNode node{"r" + std::to_string(random()), {}, {}, ""};
            for (const auto& other : nodes)
                if (random() % 6 == 0) node.parents.push_back(other.id);
            nodes.push_back(node);
        }
        const auto order = RevisionGraph(nodes).topological_order();
        ASSERT_EQ(order.size(), nodes.size());
        const auto at = [&](const std::string& id) { return std::find(order.begin(), order.end(), id); };
        for (const auto& node : nodes)
            for (const auto& parent : node.parents) EXPECT_LT(at(parent), at(node.id));
        std::shuffle(nodes.begin(), nodes.end(), random);
        EXPECT_EQ(RevisionGraph(nodes).topological_order(), order);
    }
}

} // namespace
} // namespace aludel
