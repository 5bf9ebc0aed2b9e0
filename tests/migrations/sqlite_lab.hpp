// A SQLite file whose schema goes through revisions, as an application's does: rendered, applied by upgrade(), read
// back, taken back.
#pragma once

#include "migrations/embed/embed.hpp"
#include "migrations/operation/operation.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>

#include <memory>
#include <string>
#include <vector>

namespace aludel::migrations::testing {

class SqliteLab {
public:
    SqliteLab();

    /// One more revision, applied. The database then holds what the replayed schema says.
    void apply(const std::vector<Operation>& operations);
    /// The same, which rows may stop: the message then, and everything is as it was. Empty where it went through.
    std::string attempt(const std::vector<Operation>& operations);
    /// The same, which must stop: the message. Everything is as it was.
    std::string refused(const std::vector<Operation>& operations);
    /// The same in a database with rows that break a foreign key: they still do, and no others.
    void expect_no_new_violations(const std::vector<Operation>& operations);
    /// Takes the last revision back. The database then holds what it held before.
    void take_back();
    /// The same, which rows may stop, as in attempt().
    std::string attempt_take_back();

    /// Foreign keys are on, as in an application.
    void execute(const std::string& sql);
    /// `1|Ann;2|NULL`
    std::string rows(const std::string& query);

    const Schema& schema() const { return schema_; }
    std::vector<Step> steps(const std::vector<Operation>& operations) const;
    int rebuilds(const std::vector<Operation>& operations) const;
    Inspection inspect();
    void expect_schema();

private:
    void add(const std::vector<Operation>& operations);
    OwnedChain chain() const;
    void forget_last();

    aludel::test::TemporaryDatabase database_;
    Connection connection_;
    Schema schema_;
    std::vector<Schema> before_;
    std::vector<RenderedRevision> revisions_;
};

// What tests write often.
Column column(std::string name, std::string_view type);
Column required(std::string name, std::string_view type);
Column identity(std::string name = "id");
Column with_default(Column column, std::string literal);
SqlText sql(std::string text);
Name name(std::string table);
/// A table whose primary key is its first column.
CreateTable create_table(std::string name, std::vector<Column> columns);
AlterColumn alter_type(std::string table, std::string column, std::string_view type, std::string convert = "");

} // namespace aludel::migrations::testing
