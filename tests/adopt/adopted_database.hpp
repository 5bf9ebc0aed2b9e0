// Databases that are there, with rows, in one project of their own: for each a target whose models `aludel inspect`
// wrote.
#pragma once

#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <memory>
#include <string>
#include <vector>

namespace aludel::test {

class AdoptedDatabase;

class AdoptedProject {
public:
    /// Each is a file of SQL beside this one, `chinook_sqlite`: of that database, made by its own shell.
    explicit AdoptedProject(const std::vector<std::string>& names);
    ~AdoptedProject();

    const AdoptedDatabase& database(const std::string& name) const;
    RunResult build(const std::string& target) const;
    std::filesystem::path source() const { return directory_ / "a project"; }

private:
    TemporaryDirectory directory_;
    std::vector<std::unique_ptr<AdoptedDatabase>> databases_;
};

class AdoptedDatabase {
public:
    AdoptedDatabase(const AdoptedProject& project, std::string name);

    const std::string& name() const { return name_; }
    const std::string& url() const { return database_.url(); }
    std::string dialect() const;
    std::filesystem::path model() const { return project_.source() / name_ / "model.hpp"; }
    /// What `aludel inspect` said on standard error.
    const std::string& not_described() const { return not_described_; }

    /// `aludel --name <target> …`, and what it printed where it must succeed.
    RunResult aludel(std::vector<std::string> arguments) const;
    std::string succeed(std::vector<std::string> arguments) const;
    /// Launches the application on this database, or on another.
    RunResult launch(const std::string& url) const;
    void execute(const std::string& url, const std::string& sql) const;
    /// Every value of every table, but for what the tests add.
    std::string rows() const;

private:
    void load() const;

    const AdoptedProject& project_;
    std::string name_;
    TemporaryDatabase database_;
    std::string not_described_;
};

} // namespace aludel::test
