#include "create_table.hpp"

namespace aludel::sqlite {

namespace {

using Kind = TableConstraint::Kind;

void print(const TableConstraint& constraint, std::string& into) {
    into += constraint.lead;
    into += constraint.text;
}

} // namespace

std::string print(const CreateTable& table) {
    std::string text = table.head;
    for (const auto& column : table.columns) {
        text += column.lead + column.text + column.type_lead + column.type;
        for (const auto& constraint : column.constraints) print(constraint, text);
    }
    for (const auto& constraint : table.constraints) print(constraint, text);
    return text + table.tail;
}

const TableConstraint* TableColumn::find(TableConstraint::Kind kind) const {
    for (const auto& constraint : constraints)
        if (constraint.kind == kind) return &constraint;
    return nullptr;
}

const TableColumn* CreateTable::find_column(std::string_view column) const {
    for (const auto& candidate : columns)
        if (same_identifier(candidate.name, column)) return &candidate;
    return nullptr;
}

TableColumn* CreateTable::find_column(std::string_view column) {
    return const_cast<TableColumn*>(static_cast<const CreateTable*>(this)->find_column(column));
}

std::vector<std::string> primary_key_columns(const CreateTable& table) {
    for (const auto& column : table.columns)
        if (const auto* key = column.find(Kind::primary_key)) return key->columns;
    for (const auto& constraint : table.constraints)
        if (constraint.kind == Kind::primary_key) return constraint.columns;
    return {};
}

const TableColumn* rowid_column(const CreateTable& table) {
    const auto key = primary_key_columns(table);
    if (table.without_rowid || key.size() != 1) return nullptr;
    const auto* column = table.find_column(key[0]);
    if (!column || !same_identifier(column->type, "integer")) return nullptr;
    // `INTEGER PRIMARY KEY DESC` of a column is no rowid: https://www.sqlite.org/lang_createtable.html#rowid
    const auto* constraint = column->find(Kind::primary_key);
    return constraint && constraint->descending ? nullptr : column;
}

std::string quote_identifier(std::string_view identifier) {
    std::string quoted = "\"";
    for (const char c : identifier) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

bool same_identifier(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (lower(left[i]) != lower(right[i])) return false;
    return true;
}

} // namespace aludel::sqlite
