// Operations become steps.
#pragma once

#include "migrations/operation/table_lookup.hpp"
#include "migrations/sqlite/pending.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace aludel::migrations::sqlite {

class Renderer {
public:
    explicit Renderer(Schema& schema) : schema_(schema) {}

    /// Renders the operation, and brings the schema forward.
    void render(const Operation& operation);
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
    void on(const CreateObject<View>& operation);
    void on(const DropObject<View>& operation);
    void on(const CreateObject<Trigger>& operation);
    void on(const DropObject<Trigger>& operation);
    /// Extensions, sequences and functions are not SQLite's: they are known, and nothing is made.
    template <class Object> void on(const CreateObject<Object>& operation) { apply(operation); }
    template <class Object> void on(const AlterObject<Object>& operation) { apply(operation); }
    template <class Object> void on(const DropObject<Object>& operation) { apply(operation); }
    void on(const InsertRows& operation);
    void on(const DeleteRows& operation);
    void on(const Backfill& operation);
    void on(const Execute& operation);
    void on(const Call& operation);

    const Table& table(const Name& name) const;
    Definition definition(const Name& name) const;
    /// The table's rows as the steps so far, and those that are pending, leave them.
    Relation relation(const Name& name) const;

    /// What tells its rows apart as it is now.
    std::vector<std::string> rows_of(const Name& name);

    void execute(std::string sql);
    /// Makes it run only where the query selects a row.
    static void only_when(Step& step, std::string when);
    void check(Step step);
    void add_index(const Name& table, const Index& index);
    void remove_index(const Name& table, const std::string& name);

    PendingRebuild* find_pending(const Name& table);
    /// The table will be rebuilt: opens it, before its definition changes.
    PendingRebuild& pending(const Name& table);
    /// Where the table was created by these steps, it holds no rows: its CREATE TABLE is written again instead.
    bool is_new(const Name& table) const { return created_.contains(table); }
    void recreate(const Name& table);
    /// Brings forward what only a rebuild can, or a table that is new.
    void change(const Operation& operation, const Name& table);
    /// The tables that a subquery of the expression may read: all of them, where it names a view.
    std::function<bool(const Name&)> may_read(const std::string& sql) const;
    /// Before an expression of a person's over the table, which reads rows as the operations before have left them:
    /// what is pending of them is done.
    void before_expression(const Name& table, const std::string& sql);
    /// Before the table's rows, or columns, go at once: what is pending and reads them is done.
    void before_removal(const Name& table);
    /// What follows reads or changes any table: nothing is left pending.
    void flush();

    // on_conflict
    void delete_rows(const Name& table, const std::string& selection);
    void make_unique(const Name& table, const std::vector<std::string>& parts, const std::string& where,
                     const std::string& constraint, OnConflict on_conflict);
    void keep_one(const Name& table, const std::vector<std::string>& parts, const std::string& where, OnConflict which);
    void delete_violations(const Name& table, const Check& check);
    void delete_orphans(const Name& table, const ForeignKey& key);
    void unlink_orphans(const Name& table, const ForeignKey& key);

    /// Keys and checks that are there already, of columns whose values are about to change.
    void check_again(const PendingRebuild& pending);
    void check_strict(const Name& table);
    /// The table is STRICT no more: its columns have affinities again, which change what they hold.
    void check_affinities(const PendingRebuild& pending);
    void alter_values(const AlterColumn& operation, const Column& before, const Column& after);

    Schema& schema_;
    TableLookup lookup_; ///< of the schema
    std::vector<Step> steps_;
    std::vector<PendingRebuild> pending_;
    std::map<Name, std::size_t> created_; ///< the step of each CREATE TABLE since the last flush
};

} // namespace aludel::migrations::sqlite
