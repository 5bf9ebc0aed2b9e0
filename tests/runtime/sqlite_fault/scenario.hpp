// An upgrade worth interrupting: tables with rows, children, a trigger, a view and indexes; and a chain that makes,
// alters, rebuilds and edits tables, updates many rows and moves data by a function of the application.
#pragma once

#include "fault_vfs.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/connection.hpp>
#include <aludel/upgrade.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace aludel::test {

/// How SQLite keeps the old until the new is whole.
struct Mode {
    const char* name;
    const char* journal;
    int cache_pages = 0;      ///< of the connection; few: pages are written long before the commit. 0: SQLite's own
    bool auto_vacuum = false; ///< the commit also cuts the file
    bool synced = true;       ///< false: what a careless application sets, and no test of aludel's expects to last
    bool wal_left = false;    ///< the database was not closed: part of its rows are in the WAL
};

const std::vector<Mode>& modes();

/// What an application of the old version has, and one of the new.
const Chain& old_chain();
const Chain& new_chain();
/// As new_chain(), but for one revision: it updates many rows in batches, and then rebuilds their table.
const Chain& batched_chain();
/// As new_chain(), but for two revisions that no one transaction can hold: VACUUM amid other steps, and steps that are
/// each committed for itself.
const Chain& parted_chain();

Connection connect(const std::string& path, const Mode& mode);

/// A database of the old version, as often as it is wanted.
class Scenario {
public:
    explicit Scenario(const Mode& mode, const Chain& chain = new_chain());

    const Mode& mode() const { return mode_; }
    const Chain& chain() const { return chain_; }
    /// Puts the file, and what stood beside it, to the place where it is upgraded.
    const std::string& fresh() const;
    const std::string& path() const { return path_; }
    /// The bytes of the file as it was.
    const std::string& bytes() const { return bytes_; }

    const std::string& old_contents() const { return old_contents_; }
    const std::string& new_contents() const { return new_contents_; }
    /// All that an upgrade without faults does, its closing included.
    const std::vector<Operation>& operations() const { return operations_; }
    /// Those of the upgrade alone.
    int reads() const { return reads_; }

private:
    void make_old() const;

    Mode mode_;
    const Chain& chain_;
    TemporaryDirectory directory_;
    std::string path_ = (directory_ / "app.db").string();
    std::string bytes_;
    std::string old_contents_;
    std::string new_contents_;
    std::vector<Operation> operations_;
    int reads_ = 0;
};

/// With its journal and its WAL, in place of what is there.
void copy_database(const std::filesystem::path& from, const std::filesystem::path& to);

/// As SQLite alone sees it: that it is whole, its schema, all rows of all tables but for when they were applied. What
/// is wrong stands in it.
std::string contents(const std::string& path);

} // namespace aludel::test
