#include "tests/runtime/alembic_questions.hpp"

#include "tests/support/run.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace aludel::test {

namespace {

using Ids = std::vector<std::string>;

bool chance(std::mt19937& random, unsigned percent) { return random() % 100 < percent; }

template <class Values> const auto& any_of(const Values& values, std::mt19937& random) {
    return values[random() % values.size()];
}

std::string random_id(std::mt19937& random) {
    std::string id;
    while (id.size() < 8) id += "0123456789abcdef"[random() % 16];
    return id;
}

Ids all_ids(const std::vector<RevisionNode>& nodes) {
    Ids ids;
    for (const auto& node : nodes) ids.push_back(node.id);
    return ids;
}

void choose_parents(RevisionNode& node, const std::vector<RevisionNode>& others, std::mt19937& random) {
    if (others.empty() || chance(random, 15)) return;
    const RevisionGraph graph(others);
    auto heads = graph.heads();
    if (heads.size() > 1 && chance(random, 30)) {
        std::shuffle(heads.begin(), heads.end(), random);
        node.parents = {heads[0], heads[1]};
        return;
    }
    node.parents = {chance(random, 70) ? any_of(heads, random) : any_of(others, random).id};
}

void choose_dependency(RevisionNode& node, const std::vector<RevisionNode>& others, std::mt19937& random) {
    if (others.empty() || !chance(random, 20)) return;
    const auto known = RevisionGraph(others).ancestors(node.parents);
    const auto& id = any_of(others, random).id;
    if (std::find(known.begin(), known.end(), id) == known.end()) node.depends_on = {id};
}

/// What stands before an @, or nothing.
std::string random_branch(const RevisionGraph& graph, std::mt19937& random) {
    Ids labels;
    for (const auto& node : graph.nodes())
        if (!node.branch.empty()) labels.push_back(node.branch);
    if (!labels.empty() && chance(random, 45)) return any_of(labels, random) + "@";
    return chance(random, 20) ? any_of(graph.nodes(), random).id + "@" : "";
}

std::string random_spelling(const RevisionGraph& graph, std::mt19937& random, bool absolute) {
    const auto& node = any_of(graph.nodes(), random);
    const Ids symbols{"head", "heads", "base", node.id, node.id, node.id.substr(0, 4), node.branch};
    auto symbol = any_of(symbols, random);
    if (absolute || chance(random, 50)) return random_branch(graph, random) + (symbol.empty() ? "head" : symbol);
    const auto steps = (random() % 2 == 0 ? "+" : "-") + std::to_string(1 + random() % 3);
    if (symbol == "heads" || symbol == node.branch || chance(random, 50)) symbol.clear();
    return random_branch(graph, random) + symbol + steps;
}

Ids random_state(const RevisionGraph& graph, std::mt19937& random) {
    Ids ids;
    for (std::size_t i = 0; i < random() % 4; ++i) ids.push_back(any_of(graph.nodes(), random).id);
    return graph.ancestors(ids);
}

std::string listed(const Ids& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ",") + id;
    return text.empty() ? "-" : text;
}

std::string text_of(const RevisionGraph& graph, const std::vector<Question>& questions) {
    std::string text = "graph\n";
    for (const auto& node : graph.nodes())
        text += "revision " + node.id + " " + listed(node.parents) + " " + listed(node.depends_on) + " " +
                (node.branch.empty() ? "-" : node.branch) + "\n";
    for (const auto& question : questions)
        text += "ask " + question.action + " " +
                listed(graph.heads_among(question.applied, Edges::parents_and_dependencies)) + " " + question.spelling +
                "\n";
    return text;
}

} // namespace

std::vector<RevisionNode> random_nodes(std::mt19937& random) {
    std::vector<RevisionNode> nodes;
    const auto count = 2 + random() % 12;
    while (nodes.size() < count) {
        RevisionNode node{random_id(random), {}, {}, ""};
        const auto ids = all_ids(nodes);
        if (std::find(ids.begin(), ids.end(), node.id) != ids.end()) continue;
        choose_parents(node, nodes, random);
        choose_dependency(node, nodes, random);
        if (chance(random, node.parents.empty() ? 40 : 20)) node.branch = "label" + std::to_string(nodes.size());
        nodes.push_back(node);
    }
    return nodes;
}

std::vector<Question> random_questions(const RevisionGraph& graph, std::mt19937& random) {
    std::vector<Question> questions;
    for (int i = 0; i < 20; ++i) questions.push_back({"resolve", random_spelling(graph, random, true), {}});
    for (int state = 0; state < 4; ++state) {
        const auto applied = random_state(graph, random);
        for (const auto* action : {"upgrade", "downgrade", "stamp"})
            for (int i = 0; i < 12; ++i)
                questions.push_back({action, random_spelling(graph, random, action == std::string("stamp")), applied});
    }
    return questions;
}

std::vector<std::string> ask_alembic(const std::vector<QuestionedGraph>& graphs) {
    std::string input;
    for (const auto& [graph, questions] : graphs) input += text_of(graph, questions);
    for (const auto* python : {"/usr/bin/python3", "python3"}) {
        RunResult result;
        try {
            result = run({python, ALEMBIC_ANSWERS}, {.input = input});
        } catch (const std::runtime_error&) {
            continue; // no such python
        }
        if (result.error.starts_with("no alembic")) continue;
        if (result.status != 0) throw std::runtime_error(result.error);
        std::vector<std::string> answers;
        std::istringstream lines(result.output);
        for (std::string line; std::getline(lines, line);) answers.push_back(line);
        return answers;
    }
    return {};
}

} // namespace aludel::test
