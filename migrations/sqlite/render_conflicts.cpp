// What becomes of rows that a new constraint does not allow, where a person has said so.
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

/// `a`, or `(a, b)`: the same on both sides of IN.
std::string tuple(const std::vector<std::string>& parts) {
    return parts.size() == 1 ? parts.front() : "(" + joined(parts, ", ") + ")";
}

std::vector<std::string> with_prefix(const std::string& prefix, const std::vector<std::string>& names) {
    std::vector<std::string> result;
    for (const auto& name : names) result.push_back(prefix + name);
    return result;
}

std::vector<std::string> quoted(const std::string& prefix, const std::vector<std::string>& columns) {
    std::vector<std::string> names;
    for (const auto& column : columns) names.push_back(prefix + identifier(column));
    return names;
}

/// Rows alike but for the first, or the last, in the order of what tells rows apart.
std::string all_but_one(const Relation& rows, const std::vector<std::string>& parts, const std::string& where,
                        bool last) {
    std::vector<std::string> order, conditions;
    for (const auto& each : rows.row) order.push_back(each + (last ? " DESC" : ""));
    for (const auto& part : parts) conditions.push_back("(" + part + ") IS NOT NULL");
    if (!where.empty()) conditions.push_back("(" + where + ")");
    const auto names = joined(rows.row, ", ");
    return "SELECT " + names + " FROM (SELECT " + names + ", row_number() OVER (PARTITION BY " + joined(parts, ", ") +
           " ORDER BY " + joined(order, ", ") + ") AS \"(number)\" FROM " + rows.from + " WHERE " +
           joined(conditions, " AND ") + ") WHERE \"(number)\" > 1";
}

std::string refers(const ForeignKey& key, const std::string& child, const std::string& parent) {
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i < key.columns.size() && i < key.referred_columns.size(); ++i)
        pairs.push_back(parent + identifier(key.referred_columns[i]) + " = " + child + identifier(key.columns[i]));
    return joined(pairs, " AND ");
}

std::string orphans(const Relation& rows, const Relation& referred, const ForeignKey& key) {
    std::vector<std::string> conditions;
    for (const auto& column : quoted("child.", key.columns)) conditions.push_back(column + " IS NOT NULL");
    return "SELECT " + joined(with_prefix("child.", rows.row), ", ") + " FROM " + rows.from + " AS child WHERE " +
           joined(conditions, " AND ") + " AND NOT EXISTS (SELECT 1 FROM " + referred.from + " AS parent WHERE " +
           refers(key, "child.", "parent.") + ")";
}

/// In a table that refers to itself, rows that refer to deleted ones go with them.
std::string orphans_of_orphans(const Relation& rows, const ForeignKey& key) {
    const std::string gone = "\"(gone)\""; // a WITH hides the table of its name
    std::vector<std::string> names;
    for (std::size_t i = 0; i < rows.row.size(); ++i) names.push_back("\"(gone " + std::to_string(i) + ")\"");
    std::vector<std::string> same;
    for (std::size_t i = 0; i < names.size(); ++i)
        same.push_back("parent." + rows.row[i] + " = " + gone + "." + names[i]);
    const auto columns = joined(names, ", ");
    return "WITH RECURSIVE " + gone + "(" + columns + ") AS (" + orphans(rows, rows, key) + " UNION SELECT " +
           joined(with_prefix("child.", rows.row), ", ") + " FROM " + rows.from + " AS child JOIN " + rows.from +
           " AS parent ON " + refers(key, "child.", "parent.") + " JOIN " + gone + " ON " + joined(same, " AND ") +
           ") SELECT " + columns + " FROM " + gone;
}

} // namespace

std::vector<std::string> Renderer::rows_of(const Name& name) {
    const auto* open = find_pending(name);
    return row_names(open ? open->before : definition(name));
}

void Renderer::delete_rows(const Name& name, const std::string& selection) {
    execute("DELETE FROM " + identifier(name.name) + " WHERE " + tuple(rows_of(name)) + " IN (" + selection + ")");
}

void Renderer::keep_one(const Name& name, const std::vector<std::string>& parts, const std::string& where,
                        OnConflict on_conflict) {
    before_removal(name);
    delete_rows(name, all_but_one(relation(name), parts, where, on_conflict == OnConflict::keep_last));
}

void Renderer::delete_violations(const Name& name, const Check& check) {
    const auto expression = sql_of(check.expression);
    before_expression(name, expression); // it decides on values as they are stored, which a Relation's need not be
    before_removal(name);
    const auto rows = relation(name);
    delete_rows(name, "SELECT " + joined(rows.row, ", ") + " FROM " + rows.from + " WHERE NOT (" + expression + ")");
}

void Renderer::delete_orphans(const Name& name, const ForeignKey& key) {
    before_removal(name);
    const auto rows = relation(name);
    delete_rows(name, key.referred_table == name ? orphans_of_orphans(rows, key)
                                                 : orphans(rows, relation(key.referred_table), key));
}

void Renderer::unlink_orphans(const Name& name, const ForeignKey& key) {
    for (const auto& column : key.columns)
        if (const auto* found = table(name).find_column(column); found && (!found->nullable || found->generated))
            throw OperationError("SQLite: " + to_string(name) + "." + column +
                                 " cannot be set to NULL: give `on_conflict: delete`, or make it nullable first");
    before_removal(name);
    // The rows are changed in the table as it is now: what is still to come must leave these columns alone.
    if (const auto* open = find_pending(name); open && std::ranges::any_of(key.columns, [&](const auto& column) {
                                                   const auto* before = open->before.find_column(column);
                                                   return !before || before->not_null || open->sources.contains(column);
                                               }))
        flush();
    const auto rows = relation(name);
    std::vector<std::string> values;
    for (const auto& column : quoted("", key.columns)) values.push_back(column + " = NULL");
    execute("UPDATE " + identifier(name.name) + " SET " + joined(values, ", ") + " WHERE " + tuple(rows_of(name)) +
            " IN (" + orphans(rows, relation(key.referred_table), key) + ")");
}

} // namespace aludel::migrations::sqlite
