// Rows that a new key does not allow: shown before anything changes, or dealt with as the revision says.
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"

#include <algorithm>

namespace aludel::migrations::postgresql {
namespace {

/// Several values as one. Expressions may say their collations, which may differ: a SELECT has none that it says.
std::string one_value(std::vector<std::string> values) {
    if (values.size() == 1) return values.front();
    for (auto& value : values)
        if (value.starts_with("(")) value = "(SELECT " + value + ")";
    return "concat_ws(', ', " + joined(values, ", ") + ")";
}

std::string every(const std::vector<std::string>& values, const std::string& condition, const char* by) {
    std::vector<std::string> parts;
    for (const auto& value : values) parts.push_back(value + condition);
    return joined(parts, by);
}

/// A table that inherits from it has rows that none of its keys holds for; a partition has none but such.
std::string is_own(const Table& table) {
    const auto name = "to_regclass(" + string_literal(identifier(table.name)) + ")";
    return "(tableoid = " + name + " OR (SELECT relkind = 'p' FROM pg_catalog.pg_class WHERE oid = " + name + "))";
}

std::string compared_rows(const Table& table, const Alike& alike) {
    std::vector<std::string> conditions{is_own(table)};
    if (!alike.nulls_too) conditions.push_back(every(alike.values, " IS NOT NULL", " AND "));
    if (!alike.where.empty()) conditions.push_back("(" + alike.where + ")");
    return identifier(table.name) + " WHERE " + joined(conditions, " AND ");
}

// Both tables may have columns of the same names, and be the same.
constexpr const char *child = "aludel_child", *parent = "aludel_parent";
// A WITH hides the table of its name.
constexpr const char* gone = "aludel_gone";

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
           compared_rows(table, alike) + ") AS alike WHERE n > 1";
}

/// Places are of one partition.
std::string is_duplicate(const Table& table, const Alike& alike, bool keeps_last) {
    return "(tableoid, ctid) IN (SELECT t, k FROM (SELECT tableoid AS t, ctid AS k, row_number() OVER (PARTITION BY " +
           joined(alike.values, ", ") + " ORDER BY " + order_of(table, keeps_last) + ") AS n FROM " +
           compared_rows(table, alike) + ") AS alike WHERE n > 1)";
}

std::string is_orphan(const Table& table, const ForeignKey& key) {
    const auto own = qualified(child, key.columns);
    const auto complete = every(own, " IS NOT NULL", " AND ");
    auto condition = "(" + complete + " AND NOT EXISTS (SELECT FROM " + identifier(key.referred_table) + " AS " +
                     parent + " WHERE " + refers(key, child, parent) + "))";
    if (key.match_full && own.size() > 1)
        condition = "(" + condition + " OR NOT (" + complete + " OR (" + every(own, " IS NULL", " AND ") + ")))";
    return is_own(table) + " AND " + condition;
}

std::string orphans(const Table& table, const ForeignKey& key) {
    return "SELECT " + key_of(table) + ", " + one_value(qualified(child, key.columns)) + " FROM " +
           identifier(table.name) + " AS " + child + " WHERE " + is_orphan(table, key);
}

/// Who refers to a row that goes is an orphan too.
std::string is_orphan_in_the_end(const Table& table, const ForeignKey& key) {
    if (key.referred_table != table.name) return is_orphan(table, key);
    const auto from = " FROM " + identifier(table.name) + " AS " + child;
    const auto referred = joined(qualified(child, key.referred_columns), ", ");
    const auto first = "SELECT tableoid AS aludel_table, ctid AS aludel_place, " + identifiers(key.referred_columns) +
                       from + " WHERE " + is_orphan(table, key);
    const auto more = std::string("SELECT ") + child + ".tableoid, " + child + ".ctid, " + referred + from + " JOIN " +
                      gone + " ON " + refers(key, child, gone);
    return std::string("(tableoid, ctid) IN (WITH RECURSIVE ") + gone + " AS (" + first + " UNION ALL " + more +
           ") SELECT aludel_table, aludel_place FROM " + gone + ")";
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
           is_orphan(table, key);
}

/// Foreign keys of tables that no revision knows, where rows go: those that CASCADE, SET NULL, SET DEFAULT.
std::string unknown_referrers(const Table& table, const std::vector<std::string>& known, const std::string& rows) {
    return "SELECT conrelid::regclass::text, conname FROM pg_catalog.pg_constraint WHERE contype = 'f' AND "
           "conparentid = 0 AND confrelid = to_regclass(" +
           string_literal(identifier(table.name)) +
           ") AND confdeltype IN ('c', 'n', 'd') AND NOT coalesce(conrelid = ANY (ARRAY[" + joined(known, ", ") +
           "]::oid[]), false) AND EXISTS (SELECT FROM " + rows + ")";
}

} // namespace

void Renderer::hold_writers_off(const Name& table) {
    if (!created_.contains(table)) execute("LOCK TABLE " + identifier(table) + " IN EXCLUSIVE MODE");
}

void Renderer::remove(const Table& table, const std::string& condition, const std::string& made) {
    const auto rows = identifier(table.name) + " AS " + child + " WHERE " + condition;
    hold_writers_off(table.name);
    check_unreferred(table, rows, condition, made);
    execute("DELETE FROM " + rows);
    settle();
}

void Renderer::check_unreferred(const Table& table, const std::string& rows, const std::string& condition,
                                const std::string& made) {
    for (const auto& name : lookup_.referring_to(schema_, table.name)) {
        const auto& other = schema_.tables.at(name);
        for (const auto& key : other.foreign_keys) {
            const bool own = name == table.name;
            if (key.referred_table != table.name || (own && key.name == made)) continue;
            check("SELECT " + key_of(other) + ", " + one_value(qualified(child, key.columns)) + " FROM " +
                      identifier(name) + " AS " + child + " WHERE EXISTS (SELECT FROM (SELECT * FROM " + rows +
                      ") AS " + parent + " WHERE " + refers(key, child, parent) + ")" +
                      (own ? " AND (" + condition + ") IS NOT TRUE" : ""),
                  to_string(table.name) + ": rows that would go are referred to by " + to_string(name) +
                      " (foreign key " + key.name + "): change or delete those first");
        }
    }
    check_unknown_referrers(table, rows);
}

void Renderer::check_unknown_referrers(const Table& table, const std::string& rows) {
    std::vector<std::string> known;
    for (const auto& name : lookup_.referring_to(schema_, table.name))
        known.push_back("to_regclass(" + string_literal(identifier(name)) + ")");
    check(unknown_referrers(table, known, rows),
          to_string(table.name) + ": rows would go, and with them what a table that no revision knows refers to them "
                                  "by a foreign key: change or delete that first, or drop the foreign key");
}

void Renderer::settle_duplicates(const Table& table, const Alike& alike, OnConflict on_conflict) {
    if (has_no_rows(table.name)) return;
    if (on_conflict == OnConflict::stop)
        return check(duplicates(table, alike),
                     to_string(table.name) + ": rows are alike where " + alike.what +
                         " allows one: change or delete them first, or give `on_conflict: keep first` or `keep last`");
    remove(table, is_duplicate(table, alike, on_conflict == OnConflict::keep_last));
}

void Renderer::settle_orphans(const Table& table, const ForeignKey& key, OnConflict on_conflict) {
    if (has_no_rows(table.name)) return;
    if (on_conflict == OnConflict::stop)
        return check(orphans(table, key), to_string(table.name) + ": rows refer to nothing in " +
                                              to_string(key.referred_table) + ", which the foreign key " + key.name +
                                              " does not allow: mend them first, or give `on_conflict: delete` or "
                                              "`set null`");
    hold_writers_off(key.referred_table); // a row that comes there would make an orphan none
    if (on_conflict == OnConflict::remove) return remove(table, is_orphan_in_the_end(table, key), key.name);
    hold_writers_off(table.name);
    execute(set_orphans_null(table, key));
    settle();
}

} // namespace aludel::migrations::postgresql
