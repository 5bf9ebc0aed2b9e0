// Schemas and revisions as pictures: text for Mermaid (mermaid.js.org) and Graphviz (graphviz.org), and for a terminal.
#pragma once

#include "migrations/history/history.hpp"
#include "migrations/schema/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// Tables with their columns, and how they refer to each other.
std::string mermaid_tables(const Schema& schema);
std::string dot_tables(const Schema& schema);

/// Revisions, the newest first, a line each, with what they come from, as `git log --graph` draws it; a dependency
/// that is no parent is dotted.
std::string text_revisions(const RevisionHistory& history);
std::string mermaid_revisions(const RevisionHistory& history);
std::string dot_revisions(const RevisionHistory& history);

/// Each before its parents and dependencies, a branch in one piece: the order of text_revisions().
std::vector<std::string> drawing_order(const RevisionGraph& graph);

// What the others share.

/// `PK`, `FK`, `UK` of a column.
std::vector<std::string_view> key_marks(const Table& table, const Column& column);

/// How many rows of either side there may be for one of the other.
struct Cardinality {
    bool parent_is_optional; ///< the foreign key may be NULL
    bool child_is_single;    ///< the foreign key is unique
    bool is_part_of_key;     ///< of the child's primary key: it is nothing without its parent
};
Cardinality cardinality(const Table& table, const ForeignKey& key);

/// `mood`, `tsvector`; else as in reports.
std::string type_words(const Type& type);

} // namespace aludel::migrations
