// One change of the models, on both databases, on tables that hold rows: written as a revision, applied, inspected,
// compared, taken back, compared again. Columns that the change leaves alone must hold what they held.
#pragma once

#include "migrations/diff/diff.hpp"
#include "migrations/snapshot/snapshot.hpp"
#include "tests/changes/models.hpp"

#include <aludel/connection.hpp>
#include <aludel/snapshot.hpp>

#include <gtest/gtest.h>

#include <functional>
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

/// As they stand in a revision file.
std::vector<aludel::migrations::Operation> operations(const std::string& text);
/// The schema after these operations, as they stand in a revision file; `dialect` where they go by the database.
aludel::migrations::Schema after(aludel::migrations::Schema schema, const std::string& text);

/// What a case says; run() does the rest.
class Change {
public:
    Change(std::string dialect, aludel::migrations::Schema before, aludel::migrations::Schema after);

    /// The model says so: `to` was called `from`. An empty table: a table.
    Change& renamed(const std::string& table, const std::string& from, const std::string& to);
    /// A person edits the revision: what NULLs or new columns get, how values are converted, what becomes of rows that
    /// a new constraint does not allow, and of an enum's values.
    Change& fill(const std::string& table_and_column, const std::string& sql);
    Change& convert(const std::string& table_and_column, const std::string& sql);
    Change& on_conflict(const std::string& constraint, aludel::migrations::OnConflict action);
    Change& mapping(const std::map<std::string, std::string>& values);
    Change& concurrently();
    /// The revision is a person's: these operations in this order, and not what the diff writes.
    Change& written(std::vector<aludel::migrations::Operation> operations);

    /// SQL that runs after the usual rows are in: one for both databases, or one for each.
    Change& with(const std::string& sql);
    Change& with(const std::string& dialect, const std::string& sql);
    /// A query that must give the same before the upgrade and after it, and after the downgrade.
    Change& keeps(const std::string& query);
    /// A query that must give this after the upgrade.
    Change& gives(const std::string& query, Rows rows);
    Change& gives(const std::string& dialect, const std::string& query, Rows rows);
    /// A query that the downgraded database must answer as the old one did. (`keeps` queries are asked too.)
    Change& gives_back(const std::string& query);
    /// The change itself takes rows of this table, or values of this `table.column`: they are not compared.
    Change& loses_rows(const std::string& table);
    /// SQL that the upgraded database must refuse.
    Change& refuses(const std::string& sql);
    /// The upgrade must stop, with these words in its message, and change nothing.
    Change& stops(const std::vector<std::string>& words);
    /// The same of the downgrade: rows have come that the old schema has no place for.
    Change& stops_back(const std::string& sql, const std::vector<std::string>& words);
    /// SQLite: exactly so many tables are made again.
    Change& rebuilds(int count);
    /// The table's rows stay in the file where they are: nothing is written anew.
    Change& stays_in_place(const std::string& table);
    /// What the database leaves out is said when the revision is written.
    Change& leaves_out(const std::string& dialect, const std::vector<std::string>& lines);

    void run();
    /// Each of these schemas in the place of `after`, one by one on one database: all stop, with the words, and change
    /// nothing.
    void all_stop(const std::vector<aludel::migrations::Schema>& afters, const std::vector<std::string>& words);
    /// The two are equal on this database: no operation, or none that does anything, and inspect says so too.
    void is_none();

private:
    struct Run;

    std::string dialect_;
    aludel::migrations::Schema before_, after_;
    std::vector<aludel::migrations::Rename> renames_;
    std::vector<std::function<void(aludel::migrations::Operation&)>> edits_;
    std::vector<aludel::migrations::Operation> written_;
    std::map<std::string, std::string> more_rows_;
    std::vector<std::string> kept_, given_back_, refused_, in_place_, lossy_;
    std::vector<std::pair<std::string, Rows>> given_;
    std::vector<std::string> stop_words_, back_stop_words_;
    std::string rows_before_downgrade_;
    std::vector<std::string> left_out_;
    int rebuilds_ = -1;
};

/// Runs on every database that this build has.
class Changes : public testing::TestWithParam<std::string> {
protected:
    static aludel::migrations::Schema usual() { return schema_of<Team, Hero, Sidekick>(); }
    bool is(const char* dialect) const { return GetParam() == dialect; }

    /// From the usual team, hero and sidekick to these tables.
    template <class... After> Change to() { return Change(GetParam(), usual(), schema_of<After...>()); }
    /// From the first hero to the second one, between the usual team and sidekick.
    template <class Before, class After> Change from_to() {
        return Change(GetParam(), schema_of<Team, Before, Sidekick>(), schema_of<Team, After, Sidekick>());
    }
    /// The same in the words of revision files: `given` makes the tables before of the usual ones, `change` those
    /// after. The diff has to find the change by itself.
    Change change(const std::string& given, const std::string& change) {
        const auto before = after(usual(), given);
        return Change(GetParam(), before, after(before, change));
    }
    Change change(const std::string& change) { return this->change("", change); }
    /// The same, where a person wrote the operations in this order.
    Change written(const std::string& given, const std::string& text) {
        return change(given, text).written(operations(text));
    }
};

} // namespace changes
