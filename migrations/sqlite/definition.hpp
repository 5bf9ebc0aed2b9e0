// A table as its CREATE TABLE says it: every part as SQL. Two definitions of one table give the edits of its rebuild.
#pragma once

#include "migrations/operation/step.hpp"
#include "migrations/schema/schema.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::sqlite {

struct ColumnDefinition {
    std::string name;
    std::string type;
    bool is_rowid = false; ///< another name of it, as long as the type is spelt `INTEGER`
    bool not_null = false;
    std::string default_value; ///< after DEFAULT; empty: none
    std::string collation;     ///< without quotes
    std::string generated;     ///< `GENERATED ALWAYS AS (…) STORED`
    std::string expression;    ///< the part of it in parentheses
    std::string enum_name;     ///< an enum is a named CHECK of its column
    std::string enum_check;

    bool operator==(const ColumnDefinition&) const = default;
};

struct ConstraintDefinition {
    TableEdit::Kind drop; ///< what takes it away
    std::string name;
    std::string body; ///< all but its name: `UNIQUE ("name")`
    std::vector<std::string> columns;
    std::string expression; ///< of a check
};

struct Definition {
    std::string name;
    std::vector<ColumnDefinition> columns;
    std::vector<ConstraintDefinition> constraints;
    bool strict = false;
    bool without_rowid = false;

    const ColumnDefinition* find_column(std::string_view column) const;
};

/// Expressions that tell the rows of the table apart: its primary key, or the rowid.
std::vector<std::string> row_names(const Definition& definition);

/// Throws OperationError for what SQLite cannot have.
Definition define(const Table& table, const Schema& schema);

/// `"mood" IN ('glad', 'sad')`: the exact text by which an enum is known again.
std::string enum_check(const std::string& column, const std::vector<std::string>& values);

std::string column_sql(const ColumnDefinition& column);
std::string create_table_sql(const Definition& definition);
std::string create_index_sql(const Name& table, const Index& index);
/// One part of an index: a column, or an expression in parentheses where it wants some.
std::string part_sql(const IndexPart& part, const std::string& index);

/// Columns of the old primary key that have to say NOT NULL from now on. A key's columns are taken for NOT NULL, and
/// those of a database that aludel did not make need not say so: the rowid holds no NULL, nor does a key WITHOUT ROWID.
std::vector<std::string> not_null_by_key(const Definition& before, const Definition& after);

/// What makes one of the other. The names of constraints do not matter: SQLite only ever shows them.
std::vector<StepEdit> edits_between(const Definition& before, const Definition& after);

/// SQLite has no schemas. Throws OperationError for a name in one.
void require_no_schema(const Name& name);

} // namespace aludel::migrations::sqlite
