// The history table: what a database has had applied.
#pragma once

#include "session.hpp"

#include <aludel/upgrade.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::detail {

/// All that planning needs to know of a row.
struct Applied {
    std::string revision;
    std::string checksum;

    bool operator==(const Applied&) const = default;
};

struct Record {
    std::string_view revision;
    std::string_view checksum;
    std::string_view message;
    std::int64_t duration_us = 0;
};

/// The history table of one connection's database.
class History {
public:
    History(Session& session, const HistoryTable& table) : session_(session), sql_(session.history_sql(table)) {}

    bool exists();
    /// Whether no table of anybody's is there but this one.
    bool database_is_empty();
    /// With its schema; does nothing where it is there.
    void create();

    /// In the order in which they were applied. The table must be there.
    std::vector<Applied> read();
    /// All of a row. What is half done is left out.
    std::vector<AppliedRevision> read_whole();
    /// Many rows a statement: a chain of a thousand must not cost a thousand round trips.
    void insert(std::span<const Record> records);
    void erase(std::span<const std::string> revisions);
    /// The rows of what the revision replaces become one row of its own, where the last of them was. Does nothing where
    /// there are none.
    void replace(const ChainRevision& revision);
    void clear();

private:
    std::string text(Value& value) const;

    Session& session_;
    HistorySql sql_;
};

} // namespace aludel::detail
