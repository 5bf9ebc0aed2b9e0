// Two databases of one kind, and the script that `aludel diff --format sql` prints to make the one like the other, fed
// to the database's own shell.
#pragma once

#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/connection.hpp>

#include <string>
#include <vector>

namespace aludel::test {

class ScriptLab {
public:
    explicit ScriptLab(std::string dialect);

    /// SQL that makes the database as it is, with its rows, and one as it is to be.
    void before(const std::string& sql) { execute(database_, sql); }
    void after(const std::string& sql) { execute(wanted_, sql); }

    const std::string& url() const { return database_.url(); }
    const TemporaryDatabase& database() const { return database_; }
    const TemporaryDatabase& wanted() const { return wanted_; }

    /// Between two STATEs, without a project.
    std::string script(const std::string& from, const std::string& to) const;
    /// From the database itself, or from a file that says what it holds.
    std::string script_from_database() const { return script(url(), wanted_.url()); }
    std::string script_from_file() const { return script(schema_file(database_), wanted_.url()); }
    /// The shell stops at errors.
    RunResult feed(const std::string& script) const;
    /// The database is then what was wanted.
    void expect_fed(const std::string& script) const;

    /// `1|Ann;2|NULL`
    std::string rows(const std::string& query) const;
    /// What `aludel inspect` says.
    std::string schema(const TemporaryDatabase& database) const;
    std::string schema() const { return schema(database_); }

private:
    void execute(const TemporaryDatabase& database, const std::string& sql) const;
    std::string aludel(std::vector<std::string> arguments) const;
    std::string schema_file(const TemporaryDatabase& database) const;

    std::string dialect_;
    TemporaryDirectory directory_;
    TemporaryDatabase database_;
    TemporaryDatabase wanted_;
};

/// Rows as text: `1|Ann;2|NULL`.
std::string text(const Result& result);

} // namespace aludel::test
