#include "migrations/sqlite/left_out.hpp"

#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/types.hpp"
#include "sqlite/create_table.hpp"

#include <algorithm>
#include <array>

namespace aludel::migrations::sqlite {
namespace {

using Lines = std::vector<std::string>;

std::string place(const Name& table, const std::string& column) { return to_string(table) + "." + column; }

void add_comment(const std::string& comment, const std::string& of, Lines& lines) {
    if (!comment.empty()) lines.push_back("the comment of " + of);
}

void add_identity(const Identity& identity, const std::string& column, Lines& lines) {
    if (identity.always) lines.push_back("ALWAYS of the identity " + column);
    if (identity.counting != Counting{}) lines.push_back("how the identity " + column + " counts");
}

/// Others are there where the application registers them.
void add_collation(const std::string& collation, const std::string& column, Lines& lines) {
    constexpr std::array<std::string_view, 3> built_in{"BINARY", "NOCASE", "RTRIM"};
    const auto is = [&](std::string_view name) { return aludel::sqlite::same_identifier(name, collation); };
    if (!collation.empty() && std::ranges::none_of(built_in, is))
        lines.push_back("the collation " + collation + " of " + column + ", unless the application registers it");
}

void add_column(const Name& table, const Column& column, Lines& lines) {
    const auto name = place(table, column.name);
    add_comment(column.comment, name, lines);
    add_collation(column.collation, name, lines);
    if (column.identity) add_identity(*column.identity, name, lines);
}

void add_unique(const Name& table, const Unique& unique, Lines& lines) {
    if (unique.nulls_not_distinct)
        lines.push_back("NULLS NOT DISTINCT of the unique constraint " + unique.name + " of " + to_string(table));
}

void add_foreign_key(const Name& table, const ForeignKey& key, Lines& lines) {
    if (key.match_full && key.columns.size() > 1)
        lines.push_back("MATCH FULL of the foreign key " + key.name + " of " + to_string(table));
}

void add_exclusion(const Name& table, const Exclusion& exclusion, Lines& lines) {
    lines.push_back("the exclusion constraint " + exclusion.name + " of " + to_string(table));
}

void add_index(const Index& index, Lines& lines) {
    const auto of = " of the index " + index.name;
    if (!index.method.empty()) lines.push_back("the method " + index.method + of);
    if (!index.include.empty()) lines.push_back("INCLUDE" + of);
    if (index.nulls_not_distinct) lines.push_back("NULLS NOT DISTINCT" + of);
    for (const auto& part : index.parts) {
        if (!part.operator_class.empty()) lines.push_back("the operator class " + part.operator_class + of);
        // NULL is the least of all values.
        if (part.nulls_first && *part.nulls_first == part.descending)
            lines.push_back((*part.nulls_first ? "NULLS FIRST" : "NULLS LAST") + of);
    }
}

/// What has no SQL for it was never meant for it.
void add_function(const Function& function, Lines& lines) {
    if (!sql_of(function.definition).empty()) lines.push_back("the function " + to_string(function.name));
}

void add_lines(const CreateTable& operation, Lines& lines) {
    const auto& table = operation.table;
    add_comment(table.comment, to_string(table.name), lines);
    for (const auto& column : table.columns) {
        add_column(table.name, column, lines);
        if (column.identity && !is_rowid(table, column))
            lines.push_back("the identity " + place(table.name, column.name));
    }
    for (const auto& unique : table.uniques) add_unique(table.name, unique, lines);
    for (const auto& key : table.foreign_keys) add_foreign_key(table.name, key, lines);
    for (const auto& exclusion : table.exclusions) add_exclusion(table.name, exclusion, lines);
    for (const auto& index : table.indexes) add_index(index, lines);
}
void add_lines(const AlterTable& operation, Lines& lines) {
    add_comment(operation.comment.value_or(""), to_string(operation.table), lines);
}
void add_lines(const AddColumn& operation, Lines& lines) { add_column(operation.table, operation.column, lines); }
void add_lines(const AlterColumn& operation, Lines& lines) {
    const auto column = place(operation.table, operation.column);
    add_comment(operation.comment.value_or(""), column, lines);
    add_collation(operation.collation.value_or(""), column, lines);
    if (operation.identity && *operation.identity) add_identity(**operation.identity, column, lines);
}
void add_lines(const CreateUnique& operation, Lines& lines) { add_unique(operation.table, operation.unique, lines); }
void add_lines(const CreateForeignKey& operation, Lines& lines) {
    add_foreign_key(operation.table, operation.foreign_key, lines);
}
void add_lines(const CreateExclusion& operation, Lines& lines) {
    add_exclusion(operation.table, operation.exclusion, lines);
}
void add_lines(const CreateIndex& operation, Lines& lines) {
    add_index(operation.index, lines);
    if (operation.concurrently) lines.push_back("CONCURRENTLY of the index " + operation.index.name);
}
void add_lines(const CreateObject<Extension>& operation, Lines& lines) {
    lines.push_back("the extension " + to_string(operation.object.name));
}
void add_lines(const CreateObject<Sequence>& operation, Lines& lines) {
    lines.push_back("the sequence " + to_string(operation.object.name));
}
void add_lines(const AlterObject<Sequence>& operation, Lines& lines) {
    lines.push_back("the sequence " + to_string(operation.object.name));
}
void add_lines(const CreateObject<Function>& operation, Lines& lines) { add_function(operation.object, lines); }
void add_lines(const AlterObject<Function>& operation, Lines& lines) { add_function(operation.object, lines); }
void add_lines(const Execute& operation, Lines& lines) {
    for (const auto& each : operation.state)
        for (auto& line : left_out(each)) lines.push_back(std::move(line));
}
template <class Other> void add_lines(const Other&, Lines&) {}

} // namespace

std::vector<std::string> left_out(const Operation& operation) {
    Lines lines;
    std::visit([&](const auto& each) { add_lines(each, lines); }, static_cast<const Operation::variant&>(operation));
    return lines;
}

} // namespace aludel::migrations::sqlite
