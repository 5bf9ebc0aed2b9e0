// Graphs by chance, and what a person may ask of a database that stands somewhere in one.
#pragma once

#include <aludel/revision_graph.hpp>

#include <random>
#include <string>
#include <vector>

namespace aludel::test {

struct Question {
    std::string action; ///< resolve, upgrade, downgrade or stamp
    std::string spelling;
    std::vector<std::string> applied; ///< with all that they come from
};

/// Several roots, branches, labels, merges and dependencies.
std::vector<RevisionNode> random_nodes(std::mt19937& random);

/// Of every spelling and action some, from several states.
std::vector<Question> random_questions(const RevisionGraph& graph, std::mt19937& random);

struct QuestionedGraph {
    RevisionGraph graph;
    std::vector<Question> questions;
};

/// Asks all of Alembic in one process, an answer each: `ok ID,ID` or `error …`. No answers where Alembic is not there.
std::vector<std::string> ask_alembic(const std::vector<QuestionedGraph>& graphs);

} // namespace aludel::test
