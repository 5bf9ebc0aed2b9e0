#include "migrations/sqlite/pending.hpp"

#include "migrations/schema/sql_tokens.hpp"
#include "migrations/sqlite/quote.hpp"
#include "sqlite/create_table.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::any_of(names, [&](const auto& each) { return aludel::sqlite::same_identifier(each, name); });
}

bool mentions_any(const std::string& sql, const Name& table, const std::vector<std::string>& columns) {
    return std::ranges::any_of(mentioned_columns(sql, table.name),
                               [&](const auto& mentioned) { return contains(columns, mentioned); });
}

bool is_altered(const PendingRebuild& pending, const ColumnDefinition& now) {
    const auto* old = pending.before.find_column(now.name);
    return pending.sources.contains(now.name) || !old || old->collation != now.collation ||
           old->generated != now.generated || (!now.generated.empty() && old->type != now.type);
}

/// How it will be compared: its value may be another column's, and bring that one's collation along.
std::string collate(const ColumnDefinition& now) {
    return " COLLATE " + (now.collation.empty() ? "BINARY" : identifier(now.collation));
}

/// Takes the next whose expression reads none of the others.
ColumnDefinition take_computable(std::vector<ColumnDefinition>& columns, const Name& table) {
    const auto found = std::ranges::find_if(columns, [&](const auto& column) {
        return std::ranges::none_of(columns, [&](const auto& other) {
            return other.name != column.name && mentions_any(column.expression, table, {other.name});
        });
    });
    // Where all read another, SQLite refuses the table.
    const auto taken = found == columns.end() ? columns.begin() : found;
    ColumnDefinition column = std::move(*taken);
    columns.erase(taken);
    return column;
}

Step rebuild_step(const PendingRebuild& pending, const Definition& now) {
    Step step;
    step.kind = ChainStep::Kind::rebuild;
    step.subject = now.name;
    step.edits = edits_between(pending.before, now);
    for (const auto& [column, expression] : pending.sources) step.sources.push_back({column, expression});
    return step;
}

} // namespace

std::string PendingRebuild::value_of(const std::string& column) const {
    const auto source = sources.find(column);
    if (source != sources.end()) return source->second;
    return before.find_column(column) ? identifier(column) : "NULL";
}

std::vector<std::string> PendingRebuild::changed(const Definition& now) const {
    std::vector<std::string> names;
    const auto add = [&](auto is_changed) {
        const auto known = names.size();
        for (const auto& column : now.columns)
            if (!contains(names, column.name) && is_changed(column)) names.push_back(column.name);
        return names.size() > known;
    };
    add([&](const ColumnDefinition& column) { return is_altered(*this, column); });
    while (add([&](const ColumnDefinition& column) { return mentions_any(column.expression, table, names); })) {
    }
    return names;
}

bool PendingRebuild::is_stale(const std::string& sql, const Definition& now) const {
    return mentions_any(sql, table, changed(now));
}

Relation PendingRebuild::relation(const Definition& now) const {
    constexpr std::string_view key_name = "\"(key)\"";
    std::string columns = key + " AS " + std::string(key_name);
    std::vector<std::string> row;
    for (const auto& name : row_names(before)) {
        row.push_back("\"(row " + std::to_string(row.size()) + ")\"");
        columns += ", " + name + " AS " + row.back();
    }
    const auto changes = changed(now);
    std::vector<ColumnDefinition> computed;
    for (const auto& column : now.columns) {
        const bool is_changed = contains(changes, column.name);
        if (is_changed && !column.expression.empty())
            computed.push_back(column);
        else
            columns += ", (" + value_of(column.name) + ")" + (is_changed ? collate(column) : "") + " AS " +
                       identifier(column.name);
    }
    auto from = "(SELECT " + columns + " FROM " + identifier(before.name) + ")";
    while (!computed.empty()) { // from the values beneath, as they will be
        const auto column = take_computable(computed, table);
        from = "(SELECT *, (" + column.expression + ")" + collate(column) + " AS " + identifier(column.name) +
               " FROM " + from + ")";
    }
    return {std::move(from), std::string(key_name), std::move(row)};
}

std::vector<Step> PendingRebuild::steps(const Definition& now) const {
    std::vector<Step> steps;
    auto rebuild = rebuild_step(*this, now);
    if (!rebuild.edits.empty() || !rebuild.sources.empty()) steps.push_back(std::move(rebuild));
    for (const auto& index : indexes) {
        Step create;
        create.sql = create_index_sql(table, index);
        steps.push_back(std::move(create));
    }
    return steps;
}

} // namespace aludel::migrations::sqlite
