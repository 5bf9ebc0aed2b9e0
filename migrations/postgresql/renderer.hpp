// Operations become steps.
#pragma once

#include "migrations/operation/step.hpp"
#include "migrations/operation/table_lookup.hpp"
#include "migrations/postgresql/conversion.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

/// A constraint or index, by its name.
struct PartName {
    Name table;
    std::string name;

    auto operator<=>(const PartName&) const = default;
};

/// What makes two rows alike, for a unique constraint, index or primary key.
struct Alike {
    std::string what;                ///< `the unique constraint uq_team_name`
    std::vector<std::string> values; ///< SQL of a column or expression each
    std::string where;               ///< empty: all rows
    bool nulls_too = false;          ///< NULLs are alike
};

class Renderer {
public:
    explicit Renderer(Schema& schema) : schema_(schema) {}

    /// Renders the operation, and brings the schema forward. `later`: what the revision does after it.
    void render(const Operation& operation, std::span<const Operation> later = {});
    std::vector<Step> finish();

private:
    void apply(const Operation& operation) { migrations::apply(operation, schema_, lookup_); }

    void on(const CreateTable& operation);
    void on(const DropTable& operation);
    void on(const RenameTable& operation);
    void on(const AlterTable& operation);
    void on(const AddColumn& operation);
    void on(const DropColumn& operation);
    void on(const RenameColumn& operation);
    void on(const AlterColumn& operation);
    void on(const CreatePrimaryKey& operation);
    void on(const CreateUnique& operation);
    void on(const CreateCheck& operation);
    void on(const CreateForeignKey& operation);
    void on(const CreateExclusion& operation);
    void on(const DropConstraint& operation);
    void on(const RenameConstraint& operation);
    void on(const CreateIndex& operation);
    void on(const DropIndex& operation);
    void on(const RenameIndex& operation);
    void on(const CreateEnum& operation);
    void on(const DropEnum& operation);
    void on(const AlterEnum& operation);
    void on(const CreateObject<Extension>& operation);
    void on(const DropObject<Extension>& operation);
    void on(const CreateObject<Sequence>& operation);
    void on(const AlterObject<Sequence>& operation);
    void on(const DropObject<Sequence>& operation);
    void on(const CreateObject<Function>& operation);
    void on(const AlterObject<Function>& operation);
    void on(const DropObject<Function>& operation);
    void on(const CreateObject<View>& operation);
    void on(const DropObject<View>& operation);
    void on(const CreateObject<Trigger>& operation);
    void on(const DropObject<Trigger>& operation);
    void on(const InsertRows& operation);
    void on(const DeleteRows& operation);
    void on(const Backfill& operation);
    void on(const Execute& operation);
    void on(const Call& operation);

    void execute(std::string sql);
    void execute(ChainStep::Kind kind, std::string sql, std::string subject = {}, std::string text = {});
    void execute_when(ChainStep::Kind kind, std::string sql, std::string when);
    void alter(const Name& table, const std::string& action);
    void alter_column(const Name& table, const std::string& column, const std::string& action);
    /// Rows of `table` for which `condition` holds stop the upgrade with `text`; the key and `value` are shown.
    void check(const Table& table, const std::string& value, const std::string& condition, std::string text);
    void check(std::string sql, std::string text);
    void ensure_schema(const std::string& name);
    void make_function(const std::string& make, const Function& function);
    void hand_on(const Name& view, std::size_t dropped_at);
    void comment_column(const Name& table, const Column& column);

    // The parts of AlterColumn, each from one column to the other.
    void change_type(const Table& table, const Column& before, const Column& after, const std::string& convert);
    void check_conversion(const Table& table, const Column& before, const Column& after, const Conversion& conversion);
    void check_native_conversion(const Table& table, const Column& before, const Column& after);
    void change_generated(const Table& table, const Column& before, const Column& after);
    std::vector<PartName> drop_columns(const Table& table, const std::vector<const Column*>& columns);
    void create_columns(const Table& table, const std::vector<const Column*>& columns,
                        const std::vector<PartName>& parts);
    void require_values(const Table& table, const std::string& column, const std::string& fill);
    void require_values_concurrently(const Table& table, const std::string& column, const std::string& fill);

    // Numbers.
    void change_identity(const Table& table, const Column& before, const Column& after);
    void number_rows(const Table& table, const Column& column);
    void number_from_rows(const Table& table, const Column& column);
    void number_beyond_rows(const Table& table, const Column& column);
    void change_counting(const std::string& sequence, const std::string& alter, const Counting& before,
                         const Counting& after, const Type& type);
    void follow_rename_of_sequences(const Table& table, const std::string& from);

    /// To the end of the transaction nobody changes rows, or refers to them anew; readers go on. What is looked at from
    /// now on is all that there is.
    void hold_writers_off(const Name& table);
    /// Rows for which `condition` holds, over the table as `aludel_child`. Whoever refers to them stops the upgrade: a
    /// key that cascades would take rows along that nobody named. `made`: the key that is being made, if any.
    void remove(const Table& table, const std::string& condition, const std::string& made = {});
    void check_unreferred(const Table& table, const std::string& rows, const std::string& condition,
                          const std::string& made);
    /// `rows`: what stands after SELECT * FROM.
    void check_unknown_referrers(const Table& table, const std::string& rows);

    // Rows that a new constraint does not allow are dealt with before it is there.
    void settle_duplicates(const Table& table, const Alike& alike, OnConflict on_conflict);
    /// `definition` after ADD. Concurrently: for new rows at once, for those that are there in a step of its own, which
    /// locks nobody out.
    void add_constraint(const Name& table, const std::string& name, const std::string& definition, bool concurrently);
    void validate_constraint(const Name& table, const std::string& name);
    void settle_check(const Table& table, const Check& check, OnConflict on_conflict);
    void settle_orphans(const Table& table, const ForeignKey& key, OnConflict on_conflict);

    // What has to go while a column changes, and comes again.
    std::vector<PartName> parts_over(const Table& table, const std::string& column);
    std::vector<PartName> expressions_over(const Table& table, const std::string& column) const;
    std::vector<PartName> foreign_keys_over(const Table& table, const std::string& column);
    void drop(const std::vector<PartName>& parts);
    void create(const std::vector<PartName>& parts);
    /// Dropped, and made again at the end: what they say may change in a later step.
    void put_aside(const std::vector<PartName>& parts);
    void create_pending();
    bool takes_pending(const Name& table, const std::string& name);

    /// What a later step of the revision sees: rows that were there before it, or none.
    bool has_no_rows(const Name& table) const { return created_.contains(table) && !rows_came_; }
    void alter_enum_in_place(const Enum& before, const std::vector<std::string>& renamed, const AlterEnum& operation);
    void change_enum_of(const Table& table, const Column& column, const AlterEnum& operation);
    void create_enum_again(const Enum& before, const AlterEnum& operation);

    /// Deferred constraints are checked now: a table whose rows wait for that cannot be altered.
    void settle();

    Schema& schema_;
    TableLookup lookup_; ///< of the schema
    std::vector<Step> steps_;
    std::span<const Operation> later_;
    std::set<Name> created_;                    ///< tables of this revision
    bool rows_came_ = false;                    ///< by steps of a person's own
    std::map<Name, std::size_t> dropped_views_; ///< with the step that drops it
    /// Not there now: dropped, and made again at the end, or at the next step that may look.
    std::set<PartName> pending_;
};

/// What tells a person which row it is: its primary key, or its place in the table's file.
std::string key_of(const Table& table);
/// What its rows are ordered by: SQL of the same.
std::string order_of(const Table& table, bool backwards = false);
/// The generated columns that are computed from this one.
std::vector<const Column*> generated_from(const Table& table, const std::string& column);

} // namespace aludel::migrations::postgresql
