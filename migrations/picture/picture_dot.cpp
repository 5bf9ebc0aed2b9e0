#include "migrations/picture/picture.hpp"

#include <algorithm>
#include <map>

namespace aludel::migrations {
namespace {

constexpr std::string_view head = "    graph [fontname=\"Helvetica\"]\n    node [fontname=\"Helvetica\", fontsize=11]\n"
                                  "    edge [fontname=\"Helvetica\", fontsize=9, color=\"#555555\"]\n";

/// Of an HTML-like label, which is XML. What is no character there is left out.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char letter : text) {
        switch (letter) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        case '\n': result += ' '; break;
        default:
            if (static_cast<unsigned char>(letter) >= ' ') result += letter;
        }
    }
    return result.empty() ? " " : result;
}

std::string row(const Table& table, const Column& column) {
    std::string marks;
    for (const auto mark : key_marks(table, column)) marks += (marks.empty() ? "" : " ") + std::string(mark);
    const bool is_key = marks.starts_with("PK");
    const auto cell = [](const std::string& text) { return "<td align=\"left\">" + text + "</td>"; };
    return "<tr>" + cell(is_key ? "<b>" + escaped(column.name) + "</b>" : escaped(column.name)) +
           cell("<font color=\"#555555\">" + escaped(type_words(column.type)) + (column.nullable ? "?" : "") +
                "</font>") +
           cell("<font color=\"#555555\">" + escaped(marks) + "</font>") + "</tr>";
}

std::string node(const Table& table) {
    auto text = "[shape=plain, label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
                "color=\"#999999\">"
                "<tr><td colspan=\"3\" bgcolor=\"#dde7f3\"><b>" +
                escaped(to_string(table.name)) + "</b></td></tr>";
    for (const auto& column : table.columns) text += row(table, column);
    return text + "</table>>]\n";
}

} // namespace

std::string dot_tables(const Schema& schema) {
    std::map<Name, std::string> nodes;
    for (const auto& [name, table] : schema.tables) nodes[name] = "t" + std::to_string(nodes.size());
    std::string text = "digraph tables {\n    rankdir=LR\n" + std::string(head);
    for (const auto& [name, table] : schema.tables) text += "    " + nodes[name] + " " + node(table);
    for (const auto& [name, table] : schema.tables)
        for (const auto& key : table.foreign_keys) {
            if (!nodes.contains(key.referred_table)) continue;
            const auto many = cardinality(table, key);
            std::string columns;
            for (const auto& column : key.columns) columns += (columns.empty() ? "" : ", ") + column;
            text += "    " + nodes[name] + " -> " + nodes[key.referred_table] +
                    " [dir=both, arrowtail=" + (many.child_is_single ? "teeodot" : "crowodot") +
                    ", arrowhead=" + (many.parent_is_optional ? "teeodot" : "teetee") +
                    (many.is_part_of_key ? "" : ", style=dashed") + ", label=<" + escaped(columns) + ">]\n";
        }
    return text + "}\n";
}

std::string dot_revisions(const RevisionHistory& history) {
    const auto order = drawing_order(history.graph());
    const auto heads = history.graph().heads();
    std::map<std::string, std::string> nodes;
    for (const auto& id : order) nodes[id] = "r" + std::to_string(nodes.size());
    std::string text = "digraph revisions {\n    rankdir=TB\n" + std::string(head);
    for (const auto& id : order) {
        const auto& revision = history.at(id).revision;
        const bool is_head = std::ranges::find(heads, id) != heads.end();
        text += "    " + nodes[id] + " [shape=box, style=\"rounded,filled\", fillcolor=\"" +
                (is_head ? "#dde7f3" : "#ffffff") + "\", label=<<b>" + escaped(id) + "</b>" +
                (revision.branch.empty() ? "" : " <i>" + escaped(revision.branch) + "</i>") + "<br/>" +
                escaped(revision.message) + ">]\n";
    }
    for (const auto& id : order) {
        for (const auto& parent : history.at(id).revision.parents)
            text += "    " + nodes[id] + " -> " + nodes[parent] + "\n";
        for (const auto& other : history.at(id).revision.depends_on)
            text += "    " + nodes[id] + " -> " + nodes[other] + " [style=dashed]\n";
    }
    return text + "}\n";
}

} // namespace aludel::migrations
