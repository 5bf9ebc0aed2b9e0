#include "migrations/sqlite/pending.hpp"

#include "migrations/sql_tokens.hpp"
#include "migrations/sqlite/quote.hpp"
#include "sqlite/create_table.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

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

bool PendingRebuild::changes(const ColumnDefinition& now) const {
    const auto* old = before.find_column(now.name);
    return sources.contains(now.name) || !old || old->collation != now.collation || old->generated != now.generated;
}

std::string PendingRebuild::collate(const ColumnDefinition& now) const {
    const auto* old = before.find_column(now.name);
    if (!changes(now) || (now.collation.empty() && (!old || old->collation.empty()))) return {};
    return " COLLATE " + (now.collation.empty() ? "BINARY" : identifier(now.collation));
}

bool PendingRebuild::is_stale(std::string_view sql) const {
    return std::ranges::any_of(mentioned_columns(sql, table.name), [&](const std::string& mentioned) {
        return std::ranges::any_of(
            sources, [&](const auto& source) { return aludel::sqlite::same_identifier(source.first, mentioned); });
    });
}

Relation PendingRebuild::relation(const Definition& now) const {
    constexpr std::string_view key_name = "\"(key)\"";
    std::string columns = key + " AS " + std::string(key_name);
    std::vector<std::string> row;
    for (const auto& name : row_names(before)) {
        row.push_back("\"(row " + std::to_string(row.size()) + ")\"");
        columns += ", " + name + " AS " + row.back();
    }
    for (const auto& column : now.columns)
        columns += ", (" + value_of(column.name) + ")" + collate(column) + " AS " + identifier(column.name);
    return {"(SELECT " + columns + " FROM " + identifier(before.name) + ")", std::string(key_name), std::move(row)};
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
