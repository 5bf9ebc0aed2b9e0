#include "migrations/operation/rows.hpp"

#include "migrations/operation/lookup.hpp"

#include <algorithm>
#include <span>

namespace aludel::migrations {
namespace {

constexpr std::size_t rows_per_statement = 100;

using Rows = std::span<const RowValues>;

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
    std::string result;
    for (const auto& part : parts) result += (&part == &parts.front() ? "" : separator) + part;
    return result;
}

bool same_columns(const RowValues& left, const RowValues& right) {
    return std::ranges::equal(left, right, {}, &RowValues::value_type::first, &RowValues::value_type::first);
}

std::string value_sql(const std::optional<Default>& value, const Column& column, const RowSpelling& spelling) {
    if (!value) return "NULL";
    auto sql = spelling.value(*value, column.type);
    if (sql.empty()) throw OperationError("a value of " + in_quotes(column.name) + " is SQL for other databases only");
    return sql;
}

std::string insert_sql(const Table& table, Rows rows, const RowSpelling& spelling) {
    std::vector<std::string> columns, tuples;
    for (const auto& [column, value] : rows.front()) columns.push_back(spelling.column(column));
    for (const auto& row : rows) {
        std::vector<std::string> values;
        for (const auto& [column, value] : row)
            values.push_back(value_sql(value, require_column(table, column), spelling));
        tuples.push_back("(" + joined(values, ", ") + ")");
    }
    return "INSERT INTO " + spelling.table(table.name) + " (" + joined(columns, ", ") + ")" +
           spelling.before_values(table, rows.front()) + " VALUES " + joined(tuples, ", ");
}

/// How many of the rows one statement takes: alike in their columns, and not too many.
std::size_t count_alike(Rows rows) {
    std::size_t count = 1;
    while (count < std::min(rows.size(), rows_per_statement) && same_columns(rows[count], rows[0])) ++count;
    return count;
}

/// `(t.a = 1 AND t.b = 'x') OR …`; `prefix` is `t.` or empty.
std::string is_one_of(const Table& table, Rows rows, const std::vector<std::string>& key, const std::string& prefix,
                      const RowSpelling& spelling) {
    std::vector<std::string> conditions;
    for (const auto& row : rows) {
        std::vector<std::string> parts;
        for (const auto& column : key)
            parts.push_back(prefix + spelling.column(column) + " = " +
                            value_sql(row.at(column), require_column(table, column), spelling));
        conditions.push_back("(" + joined(parts, " AND ") + ")");
    }
    return "(" + joined(conditions, " OR ") + ")";
}

// Both tables may have columns of the same names, and be the same.
constexpr const char *child_name = "aludel_child", *parent_name = "aludel_parent";

DeleteStatement::Check no_children(const Table& child, const ForeignKey& reference, const Table& table, Rows rows,
                                   const std::vector<std::string>& key, const RowSpelling& spelling) {
    const std::string own = std::string(child_name) + ".", referred = std::string(parent_name) + ".";
    std::vector<std::string> shown{spelling.key(child)}, pairs;
    for (std::size_t i = 0; i < reference.columns.size() && i < reference.referred_columns.size(); ++i) {
        shown.push_back(own + spelling.column(reference.columns[i]));
        pairs.push_back(referred + spelling.column(reference.referred_columns[i]) + " = " + shown.back());
    }
    auto sql = "SELECT " + joined(shown, ", ") + " FROM " + spelling.table(child.name) + " AS " + child_name +
               " WHERE EXISTS (SELECT 1 FROM " + spelling.table(table.name) + " AS " + parent_name + " WHERE " +
               joined(pairs, " AND ") + " AND " + is_one_of(table, rows, key, referred, spelling) + ")";
    if (child.name == table.name) sql += " AND NOT " + is_one_of(table, rows, key, own, spelling);
    return {std::move(sql), to_string(table.name) + ": rows that go are referred to by " + to_string(child.name) +
                                " (foreign key " + reference.name +
                                "): change or delete those first, or write a downgrade that does"};
}

DeleteStatement delete_statement(const Table& table, Rows rows, const std::vector<std::string>& key,
                                 std::span<const Table* const> children, const RowSpelling& spelling) {
    DeleteStatement statement;
    for (const auto* child : children)
        for (const auto& reference : child->foreign_keys)
            if (reference.referred_table == table.name)
                statement.checks.push_back(no_children(*child, reference, table, rows, key, spelling));
    statement.rows = spelling.table(table.name) + " WHERE " + is_one_of(table, rows, key, "", spelling);
    return statement;
}

} // namespace

std::vector<std::string> row_key(const Table& table, const std::vector<std::string>& key) {
    if (!key.empty()) return key;
    if (!table.primary_key)
        throw OperationError("table " + in_quotes(table.name) +
                             " has no primary key to tell its rows apart by: give `key: [COLUMN]`");
    return table.primary_key->columns;
}

Step batched_update(const Backfill& operation, const Table& table, const RowSpelling& spelling,
                    const std::function<std::string(const SqlText&)>& sql) {
    StepBatches batches;
    batches.table = spelling.table(table.name);
    for (const auto& column : table.primary_key->columns) batches.key.push_back(spelling.column(column));
    batches.update = "UPDATE " + batches.table + " SET ";
    for (const auto& [column, value] : operation.set)
        batches.update +=
            (batches.update.ends_with("SET ") ? "" : ", ") + spelling.column(column) + " = (" + sql(value) + ")";
    if (!operation.where.empty()) batches.where = sql(operation.where);
    batches.size = operation.batch;
    batches.pause_ms = operation.pause;
    Step step;
    step.kind = ChainStep::Kind::batched_update;
    step.subject = table.name.name;
    step.sql = batches.update + (batches.where.empty() ? "" : " WHERE " + batches.where);
    step.batches = std::move(batches);
    return step;
}

std::vector<std::string> insert_statements(const InsertRows& operation, const Table& table,
                                           const RowSpelling& spelling) {
    std::vector<std::string> statements;
    for (Rows rows = operation.rows; !rows.empty();) {
        const auto count = count_alike(rows);
        statements.push_back(insert_sql(table, rows.first(count), spelling));
        rows = rows.subspan(count);
    }
    return statements;
}

std::vector<DeleteStatement> delete_statements(const DeleteRows& operation, const Schema& schema, TableLookup& lookup,
                                               const RowSpelling& spelling) {
    const auto& table = require_table(schema, operation.table);
    const auto key = row_key(table, operation.key);
    std::vector<const Table*> children;
    for (const auto& name : lookup.referring_to(schema, table.name)) children.push_back(&schema.tables.at(name));
    std::vector<DeleteStatement> statements;
    for (Rows rows = operation.rows; !rows.empty();) {
        const auto count = std::min(rows.size(), rows_per_statement);
        statements.push_back(delete_statement(table, rows.last(count), key, children, spelling));
        rows = rows.first(rows.size() - count);
    }
    return statements;
}

} // namespace aludel::migrations
