#include "stored_table.hpp"

#include "tokens.hpp"

#include <vector>

namespace aludel::sqlite {

namespace {

/// `hero.age > 0` would name no table while the new one has another name; in a table's own definition `age > 0` is
/// the same.
std::string without_qualifier(const std::string& sql, const std::string& table) {
    const auto tokens = tokenize(sql);
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool name = tokens[i].kind == Token::Kind::word || tokens[i].kind == Token::Kind::quoted;
        if (name && i + 1 < tokens.size() && is_symbol(tokens[i + 1], '.') &&
            same_identifier(unquoted(tokens[i]), table))
            ++i;
        else
            text += tokens[i].text;
    }
    return text;
}

} // namespace

StoredTable read_table(::sqlite3* handle, std::string_view name) {
    Statement statement(handle, "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND name = $1 COLLATE "
                                "NOCASE");
    const Value parameter{std::string(name)};
    statement.bind(std::span(&parameter, 1));
    if (!statement.step())
        throw error_with_code(SQLITE_ERROR, "there is no table " + std::string(name),
                              "The database was changed by something else than its revisions.");
    return {statement.text(0), parse_create_table(statement.text(1))};
}

CreateTable edited(const StoredTable& table, const ChainStep& step) {
    auto definition = table.definition;
    std::vector<const TableEdit*> last; // a table has a column at every moment
    for (const auto& edit : step.edits) {
        const bool must_wait = edit.kind == TableEdit::Kind::drop_column && definition.columns.size() == 1;
        if (must_wait)
            last.push_back(&edit);
        else
            apply(edit, definition);
    }
    for (const auto* edit : last) apply(*edit, definition);
    return definition;
}

CreateTable renamed(const StoredTable& table, CreateTable definition, std::string_view new_name) {
    const auto unqualify = [&](std::vector<TableConstraint>& constraints) {
        for (auto& constraint : constraints)
            if (constraint.kind == TableConstraint::Kind::check || constraint.kind == TableConstraint::Kind::generated)
                constraint.text = without_qualifier(constraint.text, table.name);
    };
    for (auto& column : definition.columns) unqualify(column.constraints);
    unqualify(definition.constraints);
    definition.head = "CREATE TABLE " + qualified(new_name) + " (";
    return definition;
}

std::string scratch_name(const StoredTable& table) { return "aludel_new_" + table.name; }

std::string qualified(std::string_view name) { return "main." + quote_identifier(name); }

} // namespace aludel::sqlite
