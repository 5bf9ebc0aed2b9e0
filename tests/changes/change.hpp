// One change of the models, on both databases, on tables that hold rows: written as a revision, applied, inspected,
// compared, taken back, compared again.
#pragma once

#include "migrations/diff.hpp"
#include "migrations/snapshot.hpp"
#include "tests/changes/models.hpp"

#include <aludel/snapshot.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace changes {

using Rows = std::vector<std::vector<std::string>>; ///< every value as text; NULL is "NULL"

/// The schema of these structs, by the way that the build takes.
template <class... Tables> aludel::migrations::Schema schema_of() {
    aludel::migrations::Snapshot snapshot;
    const std::string_view bytes[] = {aludel::detail::snapshot<Tables>.view()...};
    for (const auto table : bytes)
        for (const auto& text : aludel::migrations::find_snapshot_texts(table, "models"))
            aludel::migrations::read_snapshot_text(text, snapshot);
    aludel::migrations::check_snapshot(snapshot);
    return snapshot.schema;
}

/// What a case says; run() does the rest.
class Change {
public:
    Change(std::string dialect, aludel::migrations::Schema before, aludel::migrations::Schema after);

    Change& renamed(const std::string& table, const std::string& from, const std::string& to);
    Change& fill(const std::string& table_and_column, const std::string& sql);
    /// SQL that runs after the usual rows are in.
    Change& with(const std::string& sql);
    /// A query that must give the same before the upgrade and after it, and after the downgrade.
    Change& keeps(const std::string& query);
    /// A query that must give this after the upgrade.
    Change& gives(const std::string& query, Rows rows);
    /// A query that the downgraded database must answer as the old one did. (`keeps` queries are asked too.)
    Change& gives_back(const std::string& query);
    /// The upgrade must stop, with these words in its message, and change nothing.
    Change& stops(const std::vector<std::string>& words);
    /// SQLite: exactly so many tables are rebuilt.
    Change& rebuilds(int count);

    void run();

private:
    std::string dialect_;
    aludel::migrations::Schema before_, after_;
    std::vector<aludel::migrations::Rename> renames_;
    std::map<std::string, std::string> fills_;
    std::string more_rows_;
    std::vector<std::string> kept_, given_back_;
    std::vector<std::pair<std::string, Rows>> given_;
    std::vector<std::string> stop_words_;
    int rebuilds_ = -1;
};

/// Runs on every database that this build has.
class Changes : public testing::TestWithParam<std::string> {
protected:
    /// From the usual team, hero and sidekick to these tables.
    template <class... After> Change to() {
        return Change(GetParam(), schema_of<Team, Hero, Sidekick>(), schema_of<After...>());
    }
    /// From the first hero to the second one, between the usual team and sidekick.
    template <class Before, class After> Change from_to() {
        return Change(GetParam(), schema_of<Team, Before, Sidekick>(), schema_of<Team, After, Sidekick>());
    }
};

} // namespace changes
