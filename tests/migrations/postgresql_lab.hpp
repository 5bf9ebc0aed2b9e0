// A PostgreSQL database whose schema goes through revisions, as an application's does: rendered, applied by upgrade(),
// read back, taken back.
#pragma once

#include "migrations/embed/embed.hpp"
#include "migrations/operation/operation.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::testing {

class PostgresqlLab {
public:
    PostgresqlLab();

    /// One more revision, applied.
    void upgrade(const std::vector<Operation>& operations);
    /// The same. The database then holds what the replayed schema says.
    void apply(const std::vector<Operation>& operations);
    /// The same, which must stop: the message. Everything is as it was.
    std::string refused(const std::vector<Operation>& operations);
    /// Takes the last revision back. The database then holds what it held before.
    void take_back();

    void execute(const std::string& sql) { connection_.execute(sql); }
    Connection& connection() { return connection_; }
    const std::string& url() const { return database_.url(); }
    /// `1|Ann;2|NULL`
    std::string rows(const std::string& query);

    const Schema& schema() const { return schema_; }
    Inspection inspect();
    /// What stands in the schema `other` is somebody else's.
    void expect_schema();

private:
    void add(const std::vector<Operation>& operations);
    void forget_last();

    aludel::test::TemporaryDatabase database_;
    Connection connection_;
    Schema schema_;
    std::vector<Schema> before_;
    std::vector<RenderedRevision> revisions_;
};

/// A YAML list of operations, as in a revision file.
std::vector<Operation> operations(std::string_view yaml);

} // namespace aludel::migrations::testing
