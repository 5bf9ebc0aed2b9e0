// Operations become steps.
#pragma once

#include "migrations/operation.hpp"
#include "migrations/step.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

class Renderer {
public:
    explicit Renderer(Schema& schema) : schema_(schema) {}

    /// Renders the operation, and brings the schema forward.
    void render(const Operation& operation);
    std::vector<Step> finish() { return std::move(steps_); }

private:
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
    void on(const Execute& operation);
    void on(const Call& operation);

    void execute(std::string sql);
    void alter(const Name& table, const std::string& action);
    void alter_column(const Name& table, const std::string& column, const std::string& action);
    /// Rows of `table` for which `condition` holds stop the upgrade with `text`; the key and `value` are shown.
    void check(const Table& table, const std::string& value, const std::string& condition, std::string text);
    void ensure_schema(const std::string& name);
    void comment_column(const Name& table, const Column& column);

    // The parts of AlterColumn, each from one column to the other.
    void change_type(const Table& table, const Column& before, const Column& after, const std::string& convert);
    void change_generated(const Table& table, const Column& before, const Column& after);
    void change_identity(const Table& table, const Column& before, const Column& after);
    void require_values(const Table& table, const std::string& column, const std::string& fill);
    void number_from_rows(const Name& table, const std::string& column);

    /// Deferred constraints are checked now: a table whose rows wait for that cannot be altered.
    void settle();

    Schema& schema_;
    std::vector<Step> steps_;
};

/// Constraints and indexes whose expressions mention the column: what PostgreSQL stored of them is bound to its type.
struct Expressions {
    std::vector<Check> checks;
    std::vector<Index> indexes;
};
Expressions expressions_over(const Table& table, const std::string& column);

} // namespace aludel::migrations::postgresql
