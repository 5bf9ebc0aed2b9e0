// A table's definition, as SQLite keeps it: the text of its CREATE TABLE, in parts. What nobody edits is printed as it
// was written, spaces and comments included. Grammar: https://www.sqlite.org/lang_createtable.html
#pragma once

#include <aludel/chain.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::sqlite {

/// Of a column or of the table. Identifiers are without quotes; SQL is as it was written.
struct TableConstraint {
    enum class Kind : std::uint8_t {
        primary_key,
        not_null,
        null, ///< SQLite takes a plain NULL, and ignores it
        unique,
        check,
        default_value,
        collate,
        foreign_key,
        generated,
        other, ///< what stands alone and means nothing: `CONSTRAINT x`, DEFERRABLE after another constraint
    };
    Kind kind = Kind::other;
    std::string name;                 ///< of `CONSTRAINT name`; empty: unnamed
    std::vector<std::string> columns; ///< primary key, unique, foreign key of the table; of a column: that column
    std::string expression;           ///< check, generated: inside of the parentheses; default: all after DEFAULT
    std::string collation;            ///< collate
    bool autoincrement = false;       ///< primary key
    bool descending = false;          ///< primary key of a column
    bool stored = false;              ///< generated
    std::string referred_table;       ///< foreign key
    std::vector<std::string> referred_columns; ///< foreign key; empty: the primary key
    std::string on_delete;                     ///< foreign key: `CASCADE`, `SET NULL`, …; empty: not written
    std::string on_update;
    bool deferrable = false;
    bool initially_deferred = false;

    std::string lead; ///< what stands between the part before and this one
    std::string text; ///< the whole of it, `CONSTRAINT name` included
};

struct TableColumn {
    std::string name;
    std::string type; ///< as written; empty: none
    std::vector<TableConstraint> constraints;

    std::string lead;      ///< what stands before, comma included
    std::string text;      ///< the name as written
    std::string type_lead; ///< what stands between name and type

    const TableConstraint* find(TableConstraint::Kind kind) const; ///< the first of that kind, or null
};

struct CreateTable {
    std::string name;
    std::vector<TableColumn> columns;
    std::vector<TableConstraint> constraints;
    bool without_rowid = false;
    bool strict = false;

    std::string head; ///< up to and with the opening parenthesis
    std::string tail; ///< from what stands before the closing parenthesis to the end

    const TableColumn* find_column(std::string_view column) const; ///< in any case of ASCII letters
    TableColumn* find_column(std::string_view column);
};

/// Throws Error for what is no CREATE TABLE with a list of columns (a virtual table, for one).
CreateTable parse_create_table(std::string_view sql);
/// Throws Error for what is not one table constraint.
TableConstraint parse_table_constraint(std::string_view text);
/// The text that was parsed, as long as nothing was edited.
std::string print(const CreateTable& table);
/// Throws Error where what is to be changed is not there.
void apply(const TableEdit& edit, CreateTable& table);

/// The columns of the primary key, wherever it is written; empty: there is none.
std::vector<std::string> primary_key_columns(const CreateTable& table);
/// The column that is another name of the rowid (`INTEGER PRIMARY KEY`), or null.
const TableColumn* rowid_column(const CreateTable& table);

/// `"a ""b"`
std::string quote_identifier(std::string_view identifier);
/// SQLite's own: ASCII letters in any case are the same.
bool same_identifier(std::string_view left, std::string_view right);

} // namespace aludel::sqlite
