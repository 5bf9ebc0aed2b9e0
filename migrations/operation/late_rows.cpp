#include "migrations/operation/late_rows.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace aludel::migrations {
namespace {

/// Whether what a backfill's SQL reads is the same after it.
bool leaves_columns(const Operation& operation) {
    if (const auto* alter = std::get_if<AlterColumn>(&operation))
        return !alter->type && !alter->generated && !alter->identity;
    return std::holds_alternative<AddColumn>(operation) || std::holds_alternative<Backfill>(operation) ||
           std::holds_alternative<CreateIndex>(operation);
}

const Backfill* last_backfill_of(std::span<const Operation> operations, const AlterColumn& alter) {
    for (auto operation = operations.rbegin(); operation != operations.rend(); ++operation) {
        const auto* backfill = std::get_if<Backfill>(&*operation);
        if (backfill && backfill->table == alter.table && backfill->set.contains(alter.column)) return backfill;
        if (!leaves_columns(*operation)) return nullptr;
    }
    return nullptr;
}

std::string fill_of(const std::string& value, const std::string& where) {
    if (value.empty()) return {};
    if (where.empty()) return value;
    return "CASE WHEN (" + usable_sql(where) + ") THEN " + usable_sql(value) + " END";
}

SqlText fill_of(const SqlText& value, const SqlText& where) {
    std::set<std::string> dialects;
    for (const auto* text : {&value, &where})
        for (const auto& [dialect, sql] : text->dialects) dialects.insert(dialect);
    SqlText fill{fill_of(value.common, where.common), {}};
    for (const auto& dialect : dialects)
        fill.dialects[dialect] = fill_of(value.text_for(dialect), where.text_for(dialect));
    return fill;
}

} // namespace

std::vector<Operation> with_late_rows_filled(std::vector<Operation> operations) {
    for (std::size_t index = 0; index < operations.size(); ++index) {
        auto* alter = std::get_if<AlterColumn>(&operations[index]);
        if (!alter || alter->nullable != false || !alter->fill.empty() || !leaves_columns(*alter)) continue;
        if (const auto* backfill = last_backfill_of(std::span(operations).first(index), *alter))
            alter->fill = fill_of(backfill->set.at(alter->column), backfill->where);
    }
    return operations;
}

} // namespace aludel::migrations
