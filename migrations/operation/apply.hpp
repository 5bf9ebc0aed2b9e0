// What each operation does to a schema: one function for each, found by overloading. They check everything first and
// change the schema last, so that an OperationError leaves it as it was.
#pragma once

#include "migrations/operation/table_lookup.hpp"

namespace aludel::migrations {

void apply_to(Schema& schema, const CreateTable& operation, TableLookup& lookup);
void apply_to(Schema& schema, const DropTable& operation, TableLookup& lookup);
void apply_to(Schema& schema, const RenameTable& operation, TableLookup& lookup);
void apply_to(Schema& schema, const AlterTable& operation);
void apply_to(Schema& schema, const AddColumn& operation);
void apply_to(Schema& schema, const DropColumn& operation, TableLookup& lookup);
void apply_to(Schema& schema, const RenameColumn& operation, TableLookup& lookup);
void apply_to(Schema& schema, const AlterColumn& operation);
void apply_to(Schema& schema, const CreatePrimaryKey& operation);
void apply_to(Schema& schema, const CreateUnique& operation);
void apply_to(Schema& schema, const CreateCheck& operation);
void apply_to(Schema& schema, const CreateForeignKey& operation);
void apply_to(Schema& schema, const CreateExclusion& operation);
void apply_to(Schema& schema, const DropConstraint& operation, TableLookup& lookup);
void apply_to(Schema& schema, const RenameConstraint& operation);
void apply_to(Schema& schema, const CreateIndex& operation, TableLookup& lookup);
void apply_to(Schema& schema, const DropIndex& operation, TableLookup& lookup);
void apply_to(Schema& schema, const RenameIndex& operation, TableLookup& lookup);
void apply_to(Schema& schema, const CreateEnum& operation);
void apply_to(Schema& schema, const DropEnum& operation);
void apply_to(Schema& schema, const AlterEnum& operation);
template <class Object> void apply_to(Schema& schema, const CreateObject<Object>& operation);
template <class Object> void apply_to(Schema& schema, const AlterObject<Object>& operation);
template <class Object> void apply_to(Schema& schema, const DropObject<Object>& operation);
void apply_to(Schema& schema, const InsertRows& operation);
void apply_to(Schema& schema, const DeleteRows& operation);
void apply_to(Schema& schema, const Backfill& operation, TableLookup& lookup);
void apply_to(Schema& schema, const Execute& operation, TableLookup& lookup);
void apply_to(Schema& schema, const Call& operation);

/// No view and no trigger uses what the operation changes.
void require_undisturbed(const Operation& operation, const Schema& schema);

/// All that must hold of a table, beside the schema's others; it may be among them itself. Its parts have names.
void check_table(const Schema& schema, Table table, TableLookup& lookup);

// What holds of a part wherever it comes from: a table of its own, or added to one.
void check_column(const Schema& schema, const Table& table, const Column& column);
void check_primary_key(const Table& table, const PrimaryKey& key);
void check_unique(const Table& table, const Unique& unique);
void check_foreign_key(const Schema& schema, const Table& table, const ForeignKey& key);
void check_exclusion(const Table& table, const Exclusion& exclusion);
void check_index(const Schema& schema, const Table& table, const Index& index, TableLookup& lookup);
/// No constraint of the table has the name.
void check_constraint_name(const Table& table, const std::string& name);

} // namespace aludel::migrations
