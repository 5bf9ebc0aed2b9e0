// The steps of write_cpp_models(): what can be said, how it is called, and how each table is spelt.
#pragma once

#include "migrations/schema/naming.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace aludel::migrations {

/// Takes out what no model can say, and names it.
Schema sayable(const Schema& schema, std::vector<std::string>& left_out);

/// What things are called in C++.
struct CppNames {
    std::map<Name, std::string> tables;
    std::map<Name, std::string> enums;
    std::map<Name, std::map<std::string, std::string>> members; ///< of a table's columns
    std::map<Name, std::vector<std::string>> enumerators;       ///< in the order of the values
};
CppNames cpp_names(const Schema& schema);

struct CppOrder {
    std::vector<Name> tables; ///< each after those that it refers to, but for
    /// tables that come later (they refer to each other), of which foreign keys speak by name: table and key.
    std::set<std::pair<Name, std::string>> by_name;
};
CppOrder cpp_order(const Schema& schema);

/// The whole schema with its C++ names, for what spells a part of it.
struct CppModel {
    const Schema& schema;
    CppNames names;
    CppOrder order;
    const NamingConvention& naming;
};

/// `std::optional<std::string>`.
std::string cpp_member_type(const CppModel& model, const Table& table, const Column& column);
/// `aludel::column(&Hero::name).max_length(80)`: in pieces that may each begin a line; none where the member says all.
std::vector<std::string> cpp_column_option(const CppModel& model, const Table& table, const Column& column);
/// The struct with its table.
std::string cpp_struct(const CppModel& model, const Table& table);
/// The argument of metadata<…>.with(…) for each object beside the tables.
std::vector<std::string> cpp_objects(const CppModel& model);
/// The enum class with its names.
std::string cpp_enum(const CppModel& model, const Enum& enumeration);

/// As an argument: a literal, or aludel::sql({…}).
std::string cpp_sql(const SqlText& sql);
std::string cpp_number(std::int64_t number);
/// `start` and its number, for each that is given.
std::vector<std::pair<std::string, std::int64_t>> numbers_of(const Counting& counting);

/// The pieces in one line, or each in its own where they are too long for one; `indent` blanks before the first, which
/// is not itself indented.
std::string cpp_line(const std::vector<std::string>& pieces, std::size_t indent);
/// With commas, broken where lines end; `begun` characters are on the first already.
std::string cpp_list(const std::vector<std::string>& items, std::size_t indent, std::size_t begun);

} // namespace aludel::migrations
