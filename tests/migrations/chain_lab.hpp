// A directory of revision files and a database of either kind that goes through them, as an application's does.
#pragma once

#include "migrations/embed/embed.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/engine.hpp>
#include <aludel/status.hpp>
#include <aludel/upgrade.hpp>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::testing {

/// The files, whatever database they are for.
class ChainFiles {
public:
    /// A file with these operations (YAML, a list); `head` is what stands above `upgrade:` beside id and parents.
    void write(const std::string& id, const std::vector<std::string>& parents, const std::string& upgrade,
               const std::string& more = "") const;
    void remove(const std::string& id) const;
    std::filesystem::path path(const std::string& id) const { return directory_ / (id + ".yaml"); }
    std::filesystem::path directory() const { return directory_ / ""; }
    RevisionHistory history() const { return RevisionHistory(directory()); }
    /// What is wrong with them; empty where nothing is.
    std::string problem() const;

private:
    aludel::test::TemporaryDirectory directory_;
};

struct WrittenSquash {
    std::filesystem::path file;
    std::vector<std::filesystem::path> edited;
};

/// As the command does.
WrittenSquash squash(const ChainFiles& files, const std::string& range, const std::string& id);

/// What it throws, hint and all; empty where it does not.
std::string message_of(const std::function<void()>& action);

class ChainDatabase {
public:
    explicit ChainDatabase(std::string_view dialect);

    /// As an application with the chain in it, or the command, does.
    Outcome upgrade(const RevisionHistory& history, const UpgradeOptions& options = {});
    Outcome upgrade(const RevisionHistory& history, std::string_view revision);
    Outcome downgrade(const RevisionHistory& history, std::string_view revision);
    Outcome stamp(const RevisionHistory& history, std::string_view revision);
    Standing status(const RevisionHistory& history);

    void execute(const std::string& sql) { connection_.execute(sql); }
    /// `1|Ann;2|NULL`
    std::string rows(const std::string& query);
    /// Its schema, whatever the order of the columns.
    Schema schema();
    /// Of the history, in its order: `a1;b2`.
    std::string applied();
    Connection& connection() { return connection_; }
    const std::string& url() const { return database_.url(); }

private:
    OwnedChain chain(const RevisionHistory& history) const;

    aludel::test::TemporaryDatabase database_;
    std::string dialect_;
    Connection connection_;
};

/// Every row of every table, with the names of its columns.
std::string contents(ChainDatabase& database);

} // namespace aludel::migrations::testing
