// What a revision does, as values. Each operation knows three things: what it does to a schema (apply), its reverse
// given the schema before (reverse), and, in each dialect's files, its steps.
#pragma once

#include "migrations/schema/schema.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace aludel::migrations {

struct Operation;

struct CreateTable {
    Table table;
    bool operator==(const CreateTable&) const = default;
};
struct DropTable {
    Name table;
    bool operator==(const DropTable&) const = default;
};
struct RenameTable {
    Name table;
    std::string to;
    bool operator==(const RenameTable&) const = default;
};
/// What is not given stays.
struct AlterTable {
    Name table;
    std::optional<std::string> comment; ///< empty: none from now on
    std::optional<bool> strict;
    std::optional<bool> without_rowid;
    bool operator==(const AlterTable&) const = default;
};
struct AddColumn {
    Name table;
    Column column;
    SqlText fill; ///< what rows that are there already get: SQL over the row's other columns
    bool operator==(const AddColumn&) const = default;
};
struct DropColumn {
    Name table;
    std::string column;
    bool operator==(const DropColumn&) const = default;
};
struct RenameColumn {
    Name table;
    std::string column;
    std::string to;
    bool operator==(const RenameColumn&) const = default;
};
/// What is not given stays. An optional within an optional: given and empty takes it away.
struct AlterColumn {
    Name table;
    std::string column;
    std::optional<Type> type;
    std::optional<bool> nullable;
    std::optional<std::optional<Identity>> identity;
    std::optional<std::optional<Default>> default_value;
    std::optional<std::optional<Generated>> generated;
    std::optional<std::string> collation;
    std::optional<std::string> comment;
    SqlText convert; ///< with type: the new value, as SQL over the row (USING); empty: the value itself, checked
    SqlText fill;    ///< with nullable: false: what rows that hold NULL get
    bool concurrently = false; ///< with nullable: false: as of CreateCheck
    bool operator==(const AlterColumn&) const = default;
};
/// What becomes of rows that a new constraint does not allow.
enum class OnConflict : std::uint8_t {
    stop,       ///< nothing: they stop the upgrade
    remove,     ///< they are deleted
    set_null,   ///< of a foreign key: its columns become NULL
    keep_first, ///< of rows alike, all but the first (by primary key) are deleted
    keep_last,  ///< all but the last
};
struct CreatePrimaryKey {
    Name table;
    PrimaryKey primary_key;
    OnConflict on_conflict = OnConflict::stop; ///< stop, keep_first or keep_last
    bool operator==(const CreatePrimaryKey&) const = default;
};
struct CreateUnique {
    Name table;
    Unique unique;
    OnConflict on_conflict = OnConflict::stop; ///< stop, keep_first or keep_last
    bool operator==(const CreateUnique&) const = default;
};
struct CreateCheck {
    Name table;
    Check check;
    OnConflict on_conflict = OnConflict::stop; ///< stop or remove
    bool concurrently =
        false; ///< rows are looked at while others go on writing, where the database can; see CreateIndex
    bool operator==(const CreateCheck&) const = default;
};
struct CreateForeignKey {
    Name table;
    ForeignKey foreign_key;
    OnConflict on_conflict = OnConflict::stop; ///< stop, remove or set_null
    bool concurrently = false;                 ///< as of CreateCheck
    bool operator==(const CreateForeignKey&) const = default;
};
struct CreateExclusion {
    Name table;
    Exclusion exclusion;
    bool operator==(const CreateExclusion&) const = default;
};
/// Of any kind: names are unique in a table.
struct DropConstraint {
    Name table;
    std::string name;
    bool operator==(const DropConstraint&) const = default;
};
struct RenameConstraint {
    Name table;
    std::string name;
    std::string to;
    bool operator==(const RenameConstraint&) const = default;
};
struct CreateIndex {
    Name table;
    Index index;
    OnConflict on_conflict = OnConflict::stop; ///< of a unique one: stop, keep_first or keep_last
    bool concurrently = false; ///< others go on writing, where the database can; outside the transaction
    bool operator==(const CreateIndex&) const = default;
};
struct DropIndex {
    Name table;
    std::string name;
    bool concurrently = false;
    bool operator==(const DropIndex&) const = default;
};
struct RenameIndex {
    Name table;
    std::string name;
    std::string to;
    bool operator==(const RenameIndex&) const = default;
};
struct CreateEnum {
    Enum enumeration;
    bool operator==(const CreateEnum&) const = default;
};
struct DropEnum {
    Name name;
    bool operator==(const DropEnum&) const = default;
};
/// Columns of the type follow. `mapping` says what rows that hold a value which is no longer there get.
struct AlterEnum {
    Name name;
    std::vector<std::string> values; ///< all of them, from now on
    std::map<std::string, std::string> mapping;
    bool operator==(const AlterEnum&) const = default;
};
/// Extensions, sequences, functions, views and triggers.
template <class Object> struct CreateObject {
    Object object;
    bool operator==(const CreateObject&) const = default;
};
/// The object of that name is so from now on; a sequence goes on from where it is.
template <class Object> struct AlterObject {
    Object object;
    bool operator==(const AlterObject&) const = default;
};
template <class Object> struct DropObject {
    Name name;
    bool operator==(const DropObject&) const = default;
};
/// What a row holds in its columns: a value as a column's default is, or nothing for NULL.
using RowValues = std::map<std::string, std::optional<Default>>;
/// Rows that an application cannot do without: they come with the revision, and go with its downgrade.
struct InsertRows {
    Name table;
    std::vector<RowValues> rows;
    std::vector<std::string> key; ///< what the rows are told apart by; empty: the primary key
    bool operator==(const InsertRows&) const = default;
};
/// The rows that hold these values in `key`; their other values do not matter.
struct DeleteRows {
    Name table;
    std::vector<RowValues> rows;
    std::vector<std::string> key; ///< as of InsertRows
    bool operator==(const DeleteRows&) const = default;
};
/// Gives rows that are there other values: SQL over the row. In batches that are committed one by one, in the order of
/// the primary key, so that others hardly wait; what was filled stays filled when the revision is taken back.
struct Backfill {
    Name table;
    std::map<std::string, SqlText> set;
    SqlText where;             ///< empty: all rows
    std::int64_t batch = 1000; ///< rows
    std::int64_t pause = 0;    ///< milliseconds between two batches
    bool operator==(const Backfill&) const = default;
};
/// A person's own SQL. What it does to the schema is in `state`, or it does nothing to it.
struct Execute {
    SqlText sql;
    std::optional<SqlText> reverse; ///< given and empty: nothing is to be undone; not given: it cannot be undone
    std::vector<Operation> state;
    SqlText when = {}; ///< a query: the SQL runs only where it selects a row. Not with state, nor SQL to reverse it
    bool operator==(const Execute&) const; // defined where Operation is complete
};
/// A C++ function of the application, `void name(aludel::Connection&)`, declared in the generated header.
struct Call {
    std::string function;
    std::optional<std::string> reverse; ///< as Execute::reverse
    bool operator==(const Call&) const = default;
};

struct Operation
    : std::variant<CreateTable, DropTable, RenameTable, AlterTable, AddColumn, DropColumn, RenameColumn, AlterColumn,
                   CreatePrimaryKey, CreateUnique, CreateCheck, CreateForeignKey, CreateExclusion, DropConstraint,
                   RenameConstraint, CreateIndex, DropIndex, RenameIndex, CreateEnum, DropEnum, AlterEnum,
                   CreateObject<Extension>, DropObject<Extension>, CreateObject<Sequence>, AlterObject<Sequence>,
                   DropObject<Sequence>, CreateObject<Function>, AlterObject<Function>, DropObject<Function>,
                   CreateObject<View>, DropObject<View>, CreateObject<Trigger>, DropObject<Trigger>, InsertRows,
                   DeleteRows, Backfill, Execute, Call> {
    using variant::variant;
    // Defined once: the code of a variant of so many is large, wherever it is copied.
    Operation(const Operation&);
    Operation(Operation&&) noexcept;
    Operation& operator=(const Operation&);
    Operation& operator=(Operation&&) noexcept;
    ~Operation();
    bool operator==(const Operation&) const;
};

inline bool Execute::operator==(const Execute& other) const {
    return sql == other.sql && reverse == other.reverse && state == other.state && when == other.when;
}

/// As Alembic names it: `create_table`, `alter_column`, …
std::string_view kind_of(const Operation& operation);
/// The table that it changes, or whose rows; none for enums, views and the like, SQL and calls.
std::optional<Name> table_of(const Operation& operation);
/// Whether it is something done to rows alone, and not to the schema.
bool is_data(const Operation& operation);
/// For reports, in a line or two: `+ hero.power   integer not null default 0`. `before` is the schema it applies to.
std::vector<std::string> describe(const Operation& operation, const Schema& before);

/// An operation that does not fit the schema it is applied to.
class OperationError : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

/// Changes the schema as the operation does. Throws OperationError (what is missing, or in the way), schema unchanged.
void apply(const Operation& operation, Schema& schema);
/// The operations that take it back, in their order. Throws OperationError where it cannot be taken back.
std::vector<Operation> reverse(const Operation& operation, const Schema& before);
/// The same of one of a list, where what came before it may make it needless: rows go with a table that goes itself.
std::vector<Operation> reverse(const std::vector<Operation>& operations, std::size_t index, const Schema& before);
/// The same for a list; `before` is the schema before the first.
std::vector<Operation> reverse(const std::vector<Operation>& operations, Schema before);

} // namespace aludel::migrations
