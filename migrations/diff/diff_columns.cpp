#include "migrations/diff/diff_comparison.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <optional>

namespace aludel::migrations {
namespace {

std::optional<AlterColumn> alteration(const Name& table, const Column& now, const Column& then) {
    if (now == then) return std::nullopt;
    AlterColumn change{.table = table, .column = now.name};
    if (now.type != then.type) change.type = then.type;
    if (now.nullable != then.nullable) change.nullable = then.nullable;
    if (now.identity != then.identity) change.identity = then.identity;
    if (now.default_value != then.default_value) change.default_value = then.default_value;
    if (now.generated != then.generated) change.generated = then.generated;
    if (now.collation != then.collation) change.collation = then.collation;
    if (now.comment != then.comment) change.comment = then.comment;
    return change;
}

std::optional<AlterTable> alteration(const Table& now, const Table& then) {
    AlterTable change{.table = now.name};
    if (now.comment != then.comment) change.comment = then.comment;
    if (now.strict != then.strict) change.strict = then.strict;
    if (change == AlterTable{.table = now.name}) return std::nullopt;
    return change;
}

bool is_read_by_generated(const Table& table, const std::string& column) {
    return std::ranges::any_of(table.columns, [&](const Column& other) {
        return other.generated && other.name != column &&
               mentions_column(other.generated->expression, table.name.name, column);
    });
}

/// The next column that goes and that no other computes with.
const Column* next_gone(const Table& now, const Table& then) {
    const Column* first = nullptr;
    for (const auto& column : now.columns) {
        if (then.find_column(column.name)) continue;
        if (!is_read_by_generated(now, column.name)) return &column;
        if (!first) first = &column;
    }
    return first;
}

} // namespace

void add_columns(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison))
        for (const auto& column : then.columns)
            if (!now.find_column(column.name) && !column.generated) comparison.emit(AddColumn{now.name, column, {}});
}

void add_generated_columns(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison))
        for (const auto& column : then.columns)
            if (!now.find_column(column.name)) comparison.emit(AddColumn{now.name, column, {}});
}

void alter_columns(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison)) {
        if (auto change = alteration(now, then)) comparison.emit(std::move(*change));
        for (const bool generated : {false, true}) // what is computed is computed with the others
            for (const auto& column : then.columns) {
                const auto* old = now.find_column(column.name);
                if (!old || column.generated.has_value() != generated) continue;
                if (auto change = alteration(now.name, *old, column)) comparison.emit(std::move(*change));
            }
    }
}

void give_rowids_back(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison))
        if (now.without_rowid && !then.without_rowid)
            comparison.emit(AlterTable{.table = now.name, .without_rowid = false});
}

void take_rowids_away(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison))
        if (!now.without_rowid && then.without_rowid)
            comparison.emit(AlterTable{.table = now.name, .without_rowid = true});
}

void drop_columns(Comparison& comparison) {
    for (const auto& [now, then] : changed_tables(comparison))
        while (const auto* column = next_gone(now, then)) comparison.emit(DropColumn{now.name, column->name});
}

} // namespace aludel::migrations
