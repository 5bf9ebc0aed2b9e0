#include "migrations/postgresql/left_out.hpp"

namespace aludel::migrations::postgresql {
namespace {

using Lines = std::vector<std::string>;

void add_identity(const Name& table, const std::string& column, const Identity& identity, Lines& lines) {
    if (identity.autoincrement) lines.push_back("AUTOINCREMENT of " + to_string(table) + "." + column);
}
void add_options(const Name& table, bool strict, bool without_rowid, Lines& lines) {
    if (strict) lines.push_back("STRICT of table " + to_string(table));
    if (without_rowid) lines.push_back("WITHOUT ROWID of table " + to_string(table));
}

void add_lines(const CreateTable& operation, Lines& lines) {
    const auto& table = operation.table;
    add_options(table.name, table.strict, table.without_rowid, lines);
    for (const auto& column : table.columns)
        if (column.identity) add_identity(table.name, column.name, *column.identity, lines);
}
void add_lines(const AlterTable& operation, Lines& lines) {
    add_options(operation.table, operation.strict.value_or(false), operation.without_rowid.value_or(false), lines);
}
void add_lines(const AddColumn& operation, Lines& lines) {
    const auto& column = operation.column;
    if (column.identity) add_identity(operation.table, column.name, *column.identity, lines);
}
void add_lines(const AlterColumn& operation, Lines& lines) {
    if (operation.identity && *operation.identity)
        add_identity(operation.table, operation.column, **operation.identity, lines);
}
template <class Other> void add_lines(const Other&, Lines&) {}

} // namespace

std::vector<std::string> left_out(const Operation& operation) {
    Lines lines;
    std::visit([&](const auto& each) { add_lines(each, lines); }, static_cast<const Operation::variant&>(operation));
    return lines;
}

} // namespace aludel::migrations::postgresql
