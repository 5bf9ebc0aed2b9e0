#include "migrations/operation/report.hpp"

#include "migrations/operation/table_lookup.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace aludel::migrations {
namespace {

const Name* enum_of(const Operation& operation) {
    if (const auto* create = std::get_if<CreateEnum>(&operation)) return &create->enumeration.name;
    if (const auto* alter = std::get_if<AlterEnum>(&operation)) return &alter->name;
    if (const auto* drop = std::get_if<DropEnum>(&operation)) return &drop->name;
    return nullptr;
}

/// The first table with a column of the enum.
std::optional<Name> user_of(const Name& enumeration, const Schema& schema) {
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns)
            if (column.type.kind == Type::Kind::enumeration && column.type.name == to_string(enumeration)) return name;
    return std::nullopt;
}

/// Which table an operation is about in the end, when later operations give it other names. An enum is reported with
/// a table that has it.
std::optional<Name> final_table(const std::vector<Operation>& operations, std::size_t index, const Schema& before,
                                const Schema& after) {
    if (const auto* enumeration = enum_of(operations[index])) {
        const auto user = user_of(*enumeration, after);
        return user ? user : user_of(*enumeration, before);
    }
    auto table = table_of(operations[index]);
    for (auto i = index; table && i < operations.size(); ++i)
        if (const auto* rename = std::get_if<RenameTable>(&operations[i]); rename && rename->table == *table)
            table->name = rename->to;
    return table;
}

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::vector<std::string> aligned(const std::vector<ReportLine>& lines) {
    constexpr std::size_t gap = 3;
    std::size_t widest = 0;
    for (const auto& line : lines)
        if (!line.detail.empty()) widest = std::max(widest, width(line.subject));
    std::vector<std::string> texts;
    for (const auto& [mark, subject, detail] : lines) {
        auto text = std::string(1, mark) + " " + subject;
        if (!detail.empty()) text += std::string(widest - width(subject) + gap, ' ') + detail;
        texts.push_back(std::move(text));
    }
    return texts;
}

std::vector<std::string> describe(const Operation& operation, const Schema& before) {
    return aligned(report_lines(operation, before));
}

std::vector<TableReport> report(const std::vector<Operation>& operations, const Schema& before) {
    struct Group {
        std::size_t changes = 0;
        std::vector<ReportLine> lines;
    };
    auto after = before;
    apply_all(operations, after);
    auto schema = before;
    TableLookup lookup;
    std::map<std::optional<Name>, Group> groups;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        auto& group = groups[final_table(operations, i, before, after)];
        ++group.changes;
        std::ranges::move(report_lines(operations[i], schema), std::back_inserter(group.lines));
        apply(operations[i], schema, lookup);
    }
    std::vector<TableReport> reports;
    for (const auto& [table, group] : groups) reports.push_back({table, group.changes, aligned(group.lines)});
    return reports;
}

} // namespace aludel::migrations
