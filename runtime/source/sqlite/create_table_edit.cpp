#include "create_table.hpp"
#include "tokens.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <functional>

namespace aludel::sqlite {

namespace {

using Kind = TableConstraint::Kind;

[[noreturn]] void not_there(const CreateTable& table, const std::string& what) {
    ErrorDetails details;
    details.sql = print(table);
    details.hint = "The table was changed by something else than its revisions.";
    throw Error("table " + table.name + " has no " + what, std::move(details));
}

TableColumn& column_of(CreateTable& table, std::string_view name) {
    if (auto* column = table.find_column(name)) return *column;
    not_there(table, "column " + std::string(name));
}

/// What stands before a new last part: as before the second column, where that holds no comment.
std::string separator(const CreateTable& table) {
    if (table.columns.size() < 2) return ", ";
    const auto& lead = table.columns[1].lead;
    return lead.find_first_not_of(", \t\n") == lead.npos ? lead : ", ";
}

bool is_plain_comma(const std::string& lead) {
    return lead.find(',') != lead.npos && lead.find_first_not_of(", \t\r\n") == lead.npos;
}

/// Where the part before goes, the next one gets what stood before that: the first part has no comma, and a comment
/// behind a comma belongs to the part before it.
void take_over(std::string& next_lead, std::string& lead) {
    if (!is_plain_comma(next_lead) || !is_plain_comma(lead)) next_lead = std::move(lead);
}

void erase_column(CreateTable& table, std::size_t at) {
    auto& columns = table.columns;
    if (at + 1 < columns.size())
        take_over(columns[at + 1].lead, columns[at].lead);
    else if (!table.constraints.empty())
        take_over(table.constraints[0].lead, columns[at].lead);
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(at));
}

void erase_table_constraint(CreateTable& table, std::size_t at) {
    auto& constraints = table.constraints;
    if (at + 1 < constraints.size()) take_over(constraints[at + 1].lead, constraints[at].lead);
    constraints.erase(constraints.begin() + static_cast<std::ptrdiff_t>(at));
}

void erase_column_constraint(TableColumn& column, std::size_t at) {
    auto& constraints = column.constraints;
    if (at + 1 < constraints.size() && constraints[at + 1].lead.empty()) constraints[at + 1].lead = " ";
    constraints.erase(constraints.begin() + static_cast<std::ptrdiff_t>(at));
}

void erase(TableColumn& column, Kind kind) {
    for (std::size_t i = column.constraints.size(); i-- > 0;)
        if (column.constraints[i].kind == kind) erase_column_constraint(column, i);
}

/// Erases the first constraint, of a column or of the table, that fits.
bool erase_first(CreateTable& table, const std::function<bool(const TableConstraint&)>& fits) {
    for (auto& column : table.columns) {
        const auto found = std::find_if(column.constraints.begin(), column.constraints.end(), fits);
        if (found == column.constraints.end()) continue;
        erase_column_constraint(column, static_cast<std::size_t>(found - column.constraints.begin()));
        return true;
    }
    const auto found = std::find_if(table.constraints.begin(), table.constraints.end(), fits);
    if (found == table.constraints.end()) return false;
    erase_table_constraint(table, static_cast<std::size_t>(found - table.constraints.begin()));
    return true;
}

TableColumn parsed_column(const TableEdit& edit) {
    auto parsed = parse_create_table("CREATE TABLE t (" + std::string(edit.text) + ")");
    if (parsed.columns.size() != 1 || !parsed.constraints.empty())
        throw Error("this is not the definition of one column: " + std::string(edit.text));
    return std::move(parsed.columns[0]);
}

TableConstraint parsed_column_constraint(const TableColumn& column, const std::string& text) {
    auto parsed = parse_create_table("CREATE TABLE t (" + quote_identifier(column.name) + " " + text + ")");
    if (parsed.columns.size() != 1 || parsed.columns[0].constraints.size() != 1)
        throw Error("this is not one column constraint: " + text);
    return std::move(parsed.columns[0].constraints[0]);
}

/// In the place of the one of that kind that is there, or last.
void set(TableColumn& column, const std::string& text) {
    auto constraint = parsed_column_constraint(column, text);
    for (auto& existing : column.constraints) {
        if (existing.kind != constraint.kind) continue;
        constraint.lead = existing.lead;
        existing = std::move(constraint);
        return;
    }
    constraint.lead = " ";
    column.constraints.push_back(std::move(constraint));
}

void add_column(CreateTable& table, const TableEdit& edit) {
    auto column = parsed_column(edit);
    if (table.find_column(column.name)) throw Error("table " + table.name + " already has a column " + column.name);
    column.lead = table.columns.empty() ? "" : separator(table);
    table.columns.push_back(std::move(column));
}

void drop_column(CreateTable& table, const TableEdit& edit) {
    const auto& column = column_of(table, edit.subject);
    if (table.columns.size() == 1) throw Error("table " + table.name + " would have no column left");
    erase_column(table, static_cast<std::size_t>(&column - table.columns.data()));
}

/// `INTEGER PRIMARY KEY DESC` of a column is not the rowid: an old mistake that SQLite keeps.
void drop_descending(TableColumn& column) {
    const auto* key = column.find(Kind::primary_key);
    if (!key || !key->descending) return;
    auto tokens = tokenize(key->text);
    const auto is_desc = [](const Token& token) { return is_word(token, "DESC"); };
    tokens.erase(std::find_if(tokens.rbegin(), tokens.rend(), is_desc).base() - 1);
    std::string text;
    for (const auto& token : tokens) text += token.text;
    set(column, text);
}

void set_type(CreateTable& table, const TableEdit& edit) {
    auto& column = column_of(table, edit.subject);
    if (column.type.empty()) column.type_lead = " ";
    column.type = edit.text;
    if (same_identifier(edit.text, "INTEGER")) drop_descending(column);
}

void set_not_null(CreateTable& table, const TableEdit& edit) {
    auto& column = column_of(table, edit.subject);
    erase(column, Kind::null);
    if (!column.find(Kind::not_null)) set(column, "NOT NULL");
}

void set_collation(CreateTable& table, const TableEdit& edit) {
    auto& column = column_of(table, edit.subject);
    if (edit.text.empty())
        erase(column, Kind::collate);
    else
        set(column, "COLLATE " + quote_identifier(edit.text));
}

void set_generated(CreateTable& table, const TableEdit& edit) {
    auto& column = column_of(table, edit.subject);
    if (edit.text.empty())
        erase(column, Kind::generated);
    else
        set(column, std::string(edit.text));
}

void add_constraint(CreateTable& table, const TableEdit& edit) {
    auto constraint = parse_table_constraint(edit.text);
    constraint.lead = separator(table);
    table.constraints.push_back(std::move(constraint));
}

void drop_primary_key(CreateTable& table) {
    if (!erase_first(table, [](const auto& constraint) { return constraint.kind == Kind::primary_key; }))
        not_there(table, "primary key");
}

template <class Names> bool same_names(const std::vector<std::string>& left, const Names& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_identifier);
}

/// The constraint that is both named and made so; else one that is made so, whatever its name (a renamed table's
/// constraints keep theirs); else one of that name.
bool erase_best(CreateTable& table, Kind kind, std::string_view name,
                const std::function<bool(const TableConstraint&)>& same) {
    const auto named = [&](const auto& each) {
        return each.kind == kind && !each.name.empty() && same_identifier(each.name, name);
    };
    return erase_first(table, [&](const auto& each) { return named(each) && same(each); }) ||
           erase_first(table, [&](const auto& each) { return each.kind == kind && same(each); }) ||
           erase_first(table, named);
}

void drop_key(CreateTable& table, const TableEdit& edit, Kind kind, const char* what) {
    const auto same = [&](const auto& constraint) { return same_names(constraint.columns, edit.columns); };
    if (erase_best(table, kind, edit.subject, same)) return;
    std::string columns;
    for (const auto column : edit.columns) columns.append(columns.empty() ? "" : ", ").append(column);
    not_there(table, what + (" " + std::string(edit.subject)) + (columns.empty() ? "" : " (" + columns + ")"));
}

bool same_action(std::string_view left, std::string_view right) {
    const auto written = [](std::string_view action) { return same_identifier(action, "NO ACTION") ? "" : action; };
    return same_identifier(written(left), written(right));
}

/// Columns that are not written are the primary key, which only the other table knows.
bool same_foreign_key(const TableConstraint& left, const TableConstraint& right) {
    const bool same_referred_columns = left.referred_columns.empty() || right.referred_columns.empty() ||
                                       same_names(left.referred_columns, right.referred_columns);
    return same_names(left.columns, right.columns) && same_identifier(left.referred_table, right.referred_table) &&
           same_referred_columns && same_action(left.on_delete, right.on_delete) &&
           same_action(left.on_update, right.on_update) && left.deferrable == right.deferrable &&
           left.initially_deferred == right.initially_deferred;
}

void drop_foreign_key(CreateTable& table, const TableEdit& edit) {
    if (!edit.text.empty()) {
        const auto wanted = parse_table_constraint(edit.text);
        const auto same = [&](const auto& constraint) { return same_foreign_key(constraint, wanted); };
        if (erase_best(table, Kind::foreign_key, edit.subject, same)) return;
    }
    drop_key(table, edit, Kind::foreign_key, "foreign key");
}

/// `==` is `=`, `!=` is `<>`, `NOTNULL` and `NOT NULL` are `IS NOT NULL`, and parentheses around the whole are none.
std::vector<std::string> in_one_spelling(const std::vector<std::string>& words) {
    std::vector<std::string> result;
    for (const auto& word : words) {
        const bool after_same = !result.empty() && word == "=" && (result.back() == "=" || result.back() == "!");
        if (after_same && result.back() == "!")
            result.back() = "<", result.push_back(">");
        else if (word == "notnull")
            result.insert(result.end(), {"not", "null"});
        else if (word == "isnull")
            result.insert(result.end(), {"is", "null"});
        else if (word == "not" && !result.empty() && result.back() == "is")
            result.back() = "not";
        else if (!after_same)
            result.push_back(word);
    }
    const auto is_wrapped = [&] {
        if (result.size() < 3 || result.front() != "(") return false;
        int depth = 0;
        for (std::size_t i = 0; i < result.size(); ++i) {
            depth += result[i] == "(" ? 1 : result[i] == ")" ? -1 : 0;
            if (depth == 0 && i + 1 < result.size()) return false;
        }
        return true;
    };
    while (is_wrapped()) result = {result.begin() + 1, result.end() - 1};
    return result;
}

/// An expression without its spaces, comments and quotes of names, words in one case.
std::vector<std::string> significant(std::string_view expression) {
    std::vector<std::string> words;
    for (const auto& token : tokenize(expression)) {
        if (token.kind == Token::Kind::space) continue;
        const bool name =
            token.kind == Token::Kind::word || (token.kind == Token::Kind::quoted && token.text.front() != '\'');
        std::string text = name ? unquoted(token) : std::string(token.text);
        if (name)
            std::transform(text.begin(), text.end(), text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        words.push_back(std::move(text));
    }
    return in_one_spelling(words);
}

void drop_check(CreateTable& table, const TableEdit& edit) {
    const auto wanted = significant(edit.text);
    const auto same = [&](const auto& constraint) { return significant(constraint.expression) == wanted; };
    if (erase_best(table, Kind::check, edit.subject, same)) return;
    not_there(table, "check " + std::string(edit.subject) + " (" + std::string(edit.text) + ")");
}

/// What stands behind the definition, comments only.
std::string comments_in(const std::vector<Token>& tokens) {
    std::string comments;
    for (const auto& token : tokens)
        if (token.kind == Token::Kind::space) comments += token.text;
    return comments.find_first_not_of(" \t\r\n\f") == comments.npos ? "" : comments;
}

void set_option(CreateTable& table, const TableEdit& edit) {
    (edit.subject == "STRICT" ? table.strict : table.without_rowid) = !edit.text.empty();
    auto tokens = tokenize(table.tail);
    const auto close =
        std::find_if(tokens.begin(), tokens.end(), [](const auto& each) { return is_symbol(each, ')'); });
    std::string tail;
    for (auto token = tokens.begin(); token != close; ++token) tail += token->text;
    tail += ')';
    if (table.strict) tail += " STRICT";
    if (table.without_rowid) tail += table.strict ? ", WITHOUT ROWID" : " WITHOUT ROWID";
    table.tail = tail + comments_in({close, tokens.end()});
}

} // namespace

TableConstraint parse_table_constraint(std::string_view text) {
    auto parsed = parse_create_table("CREATE TABLE t (c, " + std::string(text) + ")");
    if (parsed.constraints.size() != 1) throw Error("this is not one table constraint: " + std::string(text));
    return std::move(parsed.constraints[0]);
}

void apply(const TableEdit& edit, CreateTable& table) {
    using Edit = TableEdit::Kind;
    switch (edit.kind) {
    case Edit::add_column: return add_column(table, edit);
    case Edit::drop_column: return drop_column(table, edit);
    case Edit::set_type: return set_type(table, edit);
    case Edit::set_not_null: return set_not_null(table, edit);
    case Edit::drop_not_null: return erase(column_of(table, edit.subject), Kind::not_null);
    case Edit::change_default: return set(column_of(table, edit.subject), "DEFAULT " + std::string(edit.text));
    case Edit::drop_default: return erase(column_of(table, edit.subject), Kind::default_value);
    case Edit::set_collation: return set_collation(table, edit);
    case Edit::set_generated: return set_generated(table, edit);
    case Edit::add_constraint: return add_constraint(table, edit);
    case Edit::drop_primary_key: return drop_primary_key(table);
    case Edit::drop_unique: return drop_key(table, edit, Kind::unique, "unique constraint");
    case Edit::drop_foreign_key: return drop_foreign_key(table, edit);
    case Edit::drop_check: return drop_check(table, edit);
    case Edit::set_option: return set_option(table, edit);
    }
}

} // namespace aludel::sqlite
