// Rows that a new key does not allow: shown before anything changes, or dealt with as the revision says.
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"

namespace aludel::migrations::postgresql {
namespace {

/// Several values as one.
std::string one_value(const std::vector<std::string>& values) {
    return values.size() == 1 ? values.front() : "concat_ws(', ', " + joined(values, ", ") + ")";
}

std::string every(const std::vector<std::string>& values, const std::string& condition, const char* by) {
    std::vector<std::string> parts;
    for (const auto& value : values) parts.push_back(value + condition);
    return joined(parts, by);
}

std::string compared_rows(const Alike& alike) {
    std::vector<std::string> conditions;
    if (!alike.nulls_too) conditions.push_back(every(alike.values, " IS NOT NULL", " AND "));
    if (!alike.where.empty()) conditions.push_back("(" + alike.where + ")");
    return conditions.empty() ? "" : " WHERE " + joined(conditions, " AND ");
}

// Both tables may have columns of the same names, and be the same.
constexpr const char *child = "aludel_child", *parent = "aludel_parent";

std::vector<std::string> qualified(const std::string& table, const std::vector<std::string>& columns) {
    std::vector<std::string> parts;
    for (const auto& column : columns) parts.push_back(table + "." + identifier(column));
    return parts;
}

std::string refers(const ForeignKey& key, const std::string& from, const std::string& to) {
    const auto own = qualified(from, key.columns), referred = qualified(to, key.referred_columns);
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i < own.size(); ++i) pairs.push_back(own[i] + " = " + referred[i]);
    return joined(pairs, " AND ");
}

std::string duplicates(const Table& table, const Alike& alike) {
    return "SELECT k, v FROM (SELECT " + key_of(table) + " AS k, " + one_value(alike.values) +
           " AS v, count(*) OVER (PARTITION BY " + joined(alike.values, ", ") + ") AS n FROM " +
           identifier(table.name) + compared_rows(alike) + ") AS alike WHERE n > 1";
}

std::string delete_duplicates(const Table& table, const Alike& alike, bool keeps_last) {
    return "DELETE FROM " + identifier(table.name) +
           " WHERE ctid IN (SELECT k FROM (SELECT ctid AS k, row_number() OVER (PARTITION BY " +
           joined(alike.values, ", ") + " ORDER BY " + order_of(table, keeps_last) + ") AS n FROM " +
           identifier(table.name) + compared_rows(alike) + ") AS alike WHERE n > 1)";
}

std::string is_orphan(const ForeignKey& key) {
    const auto own = qualified(child, key.columns);
    const auto complete = every(own, " IS NOT NULL", " AND ");
    auto condition = "(" + complete + " AND NOT EXISTS (SELECT FROM " + identifier(key.referred_table) + " AS " +
                     parent + " WHERE " + refers(key, child, parent) + "))";
    if (key.match_full && own.size() > 1)
        condition += " OR NOT (" + complete + " OR (" + every(own, " IS NULL", " AND ") + "))";
    return condition;
}

std::string orphans(const Table& table, const ForeignKey& key) {
    return "SELECT " + key_of(table) + ", " + one_value(qualified(child, key.columns)) + " FROM " +
           identifier(table.name) + " AS " + child + " WHERE " + is_orphan(key);
}

std::string delete_orphans(const Table& table, const ForeignKey& key) {
    const auto name = identifier(table.name);
    if (key.referred_table != table.name) return "DELETE FROM " + name + " AS " + child + " WHERE " + is_orphan(key);
    // Who refers to a row that goes is an orphan too.
    const auto found = "ctid AS place, " + identifiers(key.referred_columns) + " FROM " + name + " AS " + child;
    const auto referred = joined(qualified(child, key.referred_columns), ", ");
    return "WITH RECURSIVE gone AS (SELECT " + found + " WHERE " + is_orphan(key) + " UNION ALL SELECT " + child +
           ".ctid, " + referred + " FROM " + name + " AS " + child + " JOIN gone ON " + refers(key, child, "gone") +
           ") DELETE FROM " + name + " WHERE ctid IN (SELECT place FROM gone)";
}

std::string set_orphans_null(const Table& table, const ForeignKey& key) {
    std::vector<std::string> parts;
    for (const auto& column : key.columns)
        if (key.match_full || !is_required(table, *table.find_column(column)))
            parts.push_back(identifier(column) + " = NULL");
    if (parts.empty())
        throw OperationError("the columns of the foreign key \"" + key.name + "\" of table \"" + to_string(table.name) +
                             "\" are all NOT NULL: `on_conflict: set null` cannot be");
    return "UPDATE " + identifier(table.name) + " AS " + child + " SET " + joined(parts, ", ") + " WHERE " +
           is_orphan(key);
}

} // namespace

void Renderer::settle_duplicates(const Table& table, const Alike& alike, OnConflict on_conflict) {
    if (has_no_rows(table.name)) return;
    if (on_conflict == OnConflict::stop)
        return check(duplicates(table, alike),
                     to_string(table.name) + ": rows are alike where " + alike.what +
                         " allows one: change or delete them first, or give `on_conflict: keep first` or `keep last`");
    execute(delete_duplicates(table, alike, on_conflict == OnConflict::keep_last));
    settle();
}

void Renderer::settle_orphans(const Table& table, const ForeignKey& key, OnConflict on_conflict) {
    if (has_no_rows(table.name)) return;
    if (on_conflict == OnConflict::stop)
        return check(orphans(table, key), to_string(table.name) + ": rows refer to nothing in " +
                                              to_string(key.referred_table) + ", which the foreign key " + key.name +
                                              " does not allow: mend them first, or give `on_conflict: delete` or "
                                              "`set null`");
    execute(on_conflict == OnConflict::remove ? delete_orphans(table, key) : set_orphans_null(table, key));
    settle();
}

} // namespace aludel::migrations::postgresql
