// What a database looks like: tables and enums as plain values. The models, the replayed chain and a live database
// all become a Schema, and are compared as such.
#pragma once

#include "migrations/sql_text.hpp"
#include "migrations/type.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aludel::migrations {

/// A table's or enum's name; `schema` is empty for the database's default.
struct Name {
    std::string schema;
    std::string name;

    auto operator<=>(const Name&) const = default;
};
std::string to_string(const Name& name); ///< `hero`, `app.hero`: for reports, not for SQL

struct Default {
    enum class Kind : std::uint8_t {
        literal, ///< `literal`, quoted as the column's type wants it
        now,     ///< the time of the insert, in the database's spelling
        sql,     ///< `sql`, as it stands
    };
    Kind kind = Kind::literal;
    std::string literal; ///< booleans are `true` and `false`
    SqlText sql;

    bool operator==(const Default&) const = default;
};

struct Generated {
    SqlText expression;
    bool stored = true;

    bool operator==(const Generated&) const = default;
};

struct Column {
    std::string name;
    Type type;
    bool nullable = true;
    bool identity = false; ///< numbers itself
    std::optional<Default> default_value;
    std::optional<Generated> generated;
    std::string collation;
    std::string comment;

    bool operator==(const Column&) const = default;
};

struct PrimaryKey {
    std::string name;
    std::vector<std::string> columns;

    bool operator==(const PrimaryKey&) const = default;
};

struct Unique {
    std::string name;
    std::vector<std::string> columns;

    bool operator==(const Unique&) const = default;
};

struct Check {
    std::string name;
    SqlText expression;

    bool operator==(const Check&) const = default;
};

struct ForeignKey {
    enum class Action : std::uint8_t { no_action, restrict, cascade, set_null, set_default };
    std::string name;
    std::vector<std::string> columns;
    Name referred_table;
    std::vector<std::string> referred_columns;
    Action on_delete = Action::no_action;
    Action on_update = Action::no_action;
    bool deferrable = false;
    bool initially_deferred = false;

    bool operator==(const ForeignKey&) const = default;
};

struct IndexPart {
    std::string column; ///< or, where empty,
    SqlText expression;
    bool descending = false;

    bool operator==(const IndexPart&) const = default;
};

struct Index {
    std::string name;
    std::vector<IndexPart> parts;
    bool unique = false;
    SqlText where;

    bool operator==(const Index&) const = default;
};

/// Columns in their order in the database; constraints and indexes in the order of their names.
struct Table {
    Name name;
    std::vector<Column> columns;
    std::optional<PrimaryKey> primary_key;
    std::vector<Unique> uniques;
    std::vector<Check> checks;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Index> indexes;
    std::string comment;

    bool operator==(const Table&) const = default;

    const Column* find_column(std::string_view column) const;
    Column* find_column(std::string_view column);
};

struct Enum {
    Name name;
    std::vector<std::string> values; ///< in their order

    bool operator==(const Enum&) const = default;
};

struct Schema {
    std::map<Name, Table> tables;
    std::map<Name, Enum> enums;

    bool operator==(const Schema&) const = default;
};

/// The same schema with every table's columns in the order of their names: column order alone is no difference.
Schema with_sorted_columns(Schema schema);

/// The enum that a column of `table` means by this type: of the table's own schema, or of the default one; or null.
const Enum* find_enum(const Schema& schema, const Name& table, const Type& type);

/// A constraint of any kind; std::monostate where there is none of that name.
using Constraint = std::variant<std::monostate, const PrimaryKey*, const Unique*, const Check*, const ForeignKey*>;
Constraint find_constraint(const Table& table, std::string_view name);

/// In named lists (uniques, checks, foreign keys, indexes): the item of that name, or null.
template <class List> auto find_named(List& list, std::string_view name) -> decltype(list.data()) {
    for (auto& item : list)
        if (item.name == name) return &item;
    return nullptr;
}

} // namespace aludel::migrations
