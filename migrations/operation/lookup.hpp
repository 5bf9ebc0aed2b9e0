// Finding what an operation names, or saying what is missing or in the way. All throw OperationError.
#pragma once

#include "migrations/operation/table_lookup.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// A name as it stands in messages: in double quotes.
std::string in_quotes(std::string_view text);
std::string in_quotes(const Name& name);

const Table& require_table(const Schema& schema, const Name& name);
Table& require_table(Schema& schema, const Name& name);
const Column& require_column(const Table& table, std::string_view name);
Column& require_column(Table& table, std::string_view name);
const Enum& require_enum(const Schema& schema, const Name& name);
/// `what` ("unique \"uq_a\"") has columns, each of them once and of the table.
void require_columns(const Table& table, const std::vector<std::string>& columns, const std::string& what);

/// Two lists name the same columns, in whatever order.
bool same_columns(std::vector<std::string> left, std::vector<std::string> right);
/// The primary key, a unique constraint or a unique index whose columns are these. One named `except` does not count.
bool has_key(const Table& table, const std::vector<std::string>& columns, std::string_view except = {});
/// The columns of a unique index that a foreign key may refer to; empty where it may not.
std::vector<std::string> key_columns(const Index& index);

/// The column's default is a literal, and none of these values.
bool has_default_without(const Column& column, const std::vector<std::string>& values);

/// What mentions the column, for messages: `the check "ck_a"`; empty where nothing does.
std::string first_use_of_column(const Schema& schema, const Table& table, std::string_view column, TableLookup& lookup);

} // namespace aludel::migrations
