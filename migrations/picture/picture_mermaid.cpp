#include "migrations/picture/picture.hpp"

#include <map>
#include <set>

namespace aludel::migrations {
namespace {

bool is_word_character(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '_';
}
bool is_beyond_ascii(char letter) { return static_cast<unsigned char>(letter) >= 0x80; }

/// A word of an entity diagram's attribute, as every version of its grammar (erDiagram.jison) takes it; `also` is what
/// else may be in it.
std::string word(std::string_view text, std::string_view also = "") {
    std::string result;
    for (const char letter : text) {
        const bool is_good = is_word_character(letter) || also.find(letter) != also.npos;
        if (is_good || !result.ends_with('_')) result += is_good ? letter : '_';
    }
    if (result.empty() || (result.front() >= '0' && result.front() <= '9')) result = "_" + result;
    if (result == "PK" || result == "FK" || result == "UK") result += '_';
    return result;
}

/// A text in quotes, for which there is no escape.
std::string quoted_text(std::string_view text) {
    std::string result = "\"";
    for (const char letter : text) {
        if (letter == '"')
            result += '\'';
        else if (letter == '\\')
            result += '/';
        else if (letter == '%')
            result += "pct";
        else
            result += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
    }
    return result + "\"";
}

/// Entities by their names, each different after its quotes and the like have gone.
std::map<Name, std::string> name_entities(const Schema& schema) {
    std::map<Name, std::string> names;
    std::set<std::string> taken;
    for (const auto& [name, table] : schema.tables) {
        const auto text = to_string(name);
        for (int number = 1;; ++number) {
            const auto numbered = text + (number > 1 ? " " + std::to_string(number) : "");
            names[name] = quoted_text(numbered); // a word alone may mean something else
            if (taken.insert(names[name]).second) break;
        }
    }
    return names;
}

std::string attribute(const Table& table, const Column& column) {
    const auto name = word(column.name);
    auto line = "        " + word(type_words(column.type), "()[]") + " " + name;
    std::string marks;
    for (const auto mark : key_marks(table, column)) marks += (marks.empty() ? " " : ", ") + std::string(mark);
    line += marks;
    if (name != column.name) line += " " + quoted_text(column.name);
    return line + "\n";
}

/// Of a flowchart's node.
std::string label(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        const bool is_safe = is_word_character(letter) || is_beyond_ascii(letter) ||
                             std::string_view(" .,:'()-+/").find(letter) != std::string_view::npos;
        result += is_safe ? std::string(1, letter)
                          : "#" + std::to_string(static_cast<int>(static_cast<unsigned char>(letter))) + ";";
    }
    return result;
}

} // namespace

std::string mermaid_tables(const Schema& schema) {
    const auto names = name_entities(schema);
    std::string text = "erDiagram\n";
    for (const auto& [name, table] : schema.tables) {
        text += "    " + names.at(name) + " {\n";
        for (const auto& column : table.columns) text += attribute(table, column);
        text += "    }\n";
    }
    for (const auto& [name, table] : schema.tables)
        for (const auto& key : table.foreign_keys) {
            if (!names.contains(key.referred_table)) continue;
            const auto many = cardinality(table, key);
            std::string columns;
            for (const auto& column : key.columns) columns += (columns.empty() ? "" : ", ") + column;
            text += "    " + names.at(key.referred_table) + (many.parent_is_optional ? " |o" : " ||") +
                    (many.is_part_of_key ? "--" : "..") + (many.child_is_single ? "o| " : "o{ ") + names.at(name) +
                    " : " + quoted_text(columns) + "\n";
        }
    return text;
}

std::string mermaid_revisions(const RevisionHistory& history) {
    const auto order = drawing_order(history.graph());
    std::map<std::string, std::string> nodes;
    for (const auto& id : order) nodes[id] = "r" + std::to_string(nodes.size());
    std::string text = "flowchart TD\n", heads;
    for (const auto& id : order) {
        const auto& revision = history.at(id).revision;
        text += "    " + nodes[id] + "[\"" + label(id) + "<br/>" + label(revision.message) +
                (revision.branch.empty() ? "" : "<br/>(" + label(revision.branch) + ")") + "\"]\n";
    }
    for (const auto& id : order) {
        for (const auto& parent : history.at(id).revision.parents)
            text += "    " + nodes[id] + " --> " + nodes[parent] + "\n";
        for (const auto& other : history.at(id).revision.depends_on)
            text += "    " + nodes[id] + " -.-> " + nodes[other] + "\n";
    }
    for (const auto& id : history.graph().heads()) heads += (heads.empty() ? "" : ",") + nodes[id];
    if (!heads.empty()) text += "    classDef head stroke-width:3px\n    class " + heads + " head\n";
    return text;
}

} // namespace aludel::migrations
