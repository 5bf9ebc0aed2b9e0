// What a database looks like: tables, enums and what is built on them, as plain values. The models, the replayed chain
// and a live database all become a Schema, and are compared as such.
#pragma once

#include "migrations/schema/sql_text.hpp"
#include "migrations/schema/type.hpp"

#include <cstdint>
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

/// How a sequence goes on; what is not given is as the database has it.
struct Counting {
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> increment;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    std::optional<std::int64_t> cache;
    bool cycle = false;

    bool operator==(const Counting&) const = default;
};

/// A column that numbers itself.
struct Identity {
    bool always = false;        ///< a number that an INSERT gives is refused
    bool autoincrement = false; ///< a number is never given twice, even where its row has gone
    Counting counting;

    bool operator==(const Identity&) const = default;
};

struct Column {
    std::string name;
    Type type;
    bool nullable = true;
    std::optional<Identity> identity;
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
    bool nulls_not_distinct = false; ///< one row may hold NULL, not many

    bool operator==(const Unique&) const; ///< whatever the order of the columns
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
    bool match_full = false; ///< of several columns, all are NULL or none

    bool operator==(const ForeignKey&) const = default;
};

struct ExclusionPart {
    std::string column; ///< or, where empty,
    SqlText expression;
    std::string with;           ///< the operator that no two rows may agree by: `&&`
    std::string operator_class; ///< empty: the type's own

    bool operator==(const ExclusionPart&) const = default;
};

/// No two rows agree in all parts, each by its operator.
struct Exclusion {
    std::string name;
    std::string method = "gist"; ///< of the index that sees to it
    std::vector<ExclusionPart> parts;
    SqlText where;

    bool operator==(const Exclusion&) const = default;
};

struct IndexPart {
    std::string column; ///< or, where empty,
    SqlText expression;
    bool descending = false;
    std::optional<bool> nulls_first; ///< none: as the database orders them
    std::string operator_class;      ///< empty: the type's own

    bool operator==(const IndexPart&) const = default;
};

struct Index {
    std::string name;
    std::vector<IndexPart> parts;
    bool unique = false;
    SqlText where;
    std::string method;               ///< empty: a B-tree
    std::vector<std::string> include; ///< columns that are kept with it, and not searched by
    bool nulls_not_distinct = false;  ///< as of Unique

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
    std::vector<Exclusion> exclusions;
    std::vector<Index> indexes;
    std::string comment;
    bool strict = false;        ///< a value of another type than its column's is refused, where that is not the rule
    bool without_rowid = false; ///< kept in the order of its primary key

    bool operator==(const Table&) const = default;

    const Column* find_column(std::string_view column) const;
    Column* find_column(std::string_view column);
};

struct Enum {
    Name name;
    std::vector<std::string> values; ///< in their order

    bool operator==(const Enum&) const = default;
};

struct Extension {
    Name name; ///< in no schema

    bool operator==(const Extension&) const = default;
};

struct Sequence {
    Name name;
    Counting counting;

    bool operator==(const Sequence&) const = default;
};

/// A database for which `definition` says nothing has no such function; the same of views and triggers.
struct Function {
    Name name;
    SqlText definition; ///< what stands after its name in CREATE FUNCTION: `(integer) RETURNS integer …`

    bool operator==(const Function&) const = default;
};

struct View {
    Name name;
    SqlText definition; ///< its SELECT

    bool operator==(const View&) const = default;
};

struct Trigger {
    Name name; ///< in the schema of its table, where no other has it
    std::string table;
    SqlText definition; ///< what stands after its name in CREATE TRIGGER: `AFTER UPDATE ON hero …`

    Name table_name() const { return {name.schema, table}; }
    bool operator==(const Trigger&) const = default;
};

struct Schema {
    std::map<Name, Extension> extensions;
    std::map<Name, Sequence> sequences;
    std::map<Name, Enum> enums;
    std::map<Name, Function> functions;
    std::map<Name, Table> tables;
    std::map<Name, View> views;
    std::map<Name, Trigger> triggers;

    bool operator==(const Schema&) const = default;
};

/// What stands beside the tables, by its type.
template <class Object> inline constexpr std::map<Name, Object> Schema::*objects_of = nullptr;
template <> inline constexpr auto objects_of<Extension> = &Schema::extensions;
template <> inline constexpr auto objects_of<Sequence> = &Schema::sequences;
template <> inline constexpr auto objects_of<Function> = &Schema::functions;
template <> inline constexpr auto objects_of<View> = &Schema::views;
template <> inline constexpr auto objects_of<Trigger> = &Schema::triggers;

/// `view`, `trigger`, …: as in reports and in the names of operations.
template <class Object> inline constexpr std::string_view kind_name = {};
template <> inline constexpr std::string_view kind_name<Extension> = "extension";
template <> inline constexpr std::string_view kind_name<Sequence> = "sequence";
template <> inline constexpr std::string_view kind_name<Function> = "function";
template <> inline constexpr std::string_view kind_name<View> = "view";
template <> inline constexpr std::string_view kind_name<Trigger> = "trigger";

/// The same schema with every table's columns in the order of their names: column order alone is no difference.
Schema with_sorted_columns(Schema schema);

/// The enum that a column of `table` means by this type: of the table's own schema, or of the default one; or null.
const Enum* find_enum(const Schema& schema, const Name& table, const Type& type);

/// A constraint of any kind; std::monostate where there is none of that name.
using Constraint =
    std::variant<std::monostate, const PrimaryKey*, const Unique*, const Check*, const ForeignKey*, const Exclusion*>;
Constraint find_constraint(const Table& table, std::string_view name);

/// In named lists (uniques, checks, foreign keys, exclusions, indexes): the item of that name, or null.
template <class List> auto find_named(List& list, std::string_view name) -> decltype(list.data()) {
    for (auto& item : list)
        if (item.name == name) return &item;
    return nullptr;
}

} // namespace aludel::migrations
