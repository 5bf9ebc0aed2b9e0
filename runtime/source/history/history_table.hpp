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
    explicit Record(const ChainRevision& of, std::int64_t duration = 0)
        : revision(of.id),
          checksum(of.checksum),
          message(of.message),
          compatibility(of.compatibility),
          operations(of.operations),
          duration_us(duration) {}

    std::string_view revision;
    std::string_view checksum;
    std::string_view message;
    Compatibility compatibility;
    std::string_view operations;
    std::int64_t duration_us;
};

/// What an older application must know of a revision that it does not know, and what tells what was changed.
struct Details {
    std::string application;
    Compatibility compatibility = Compatibility::none;
    std::string operations;
};

std::string_view word(Compatibility compatibility);
/// "heroes 1.4": who applies the chain's revisions.
std::string application_of(const Chain& chain);

/// The history table of one connection's database.
class History {
public:
    History(Session& session, const Chain& chain)
        : session_(session), sql_(session.history_sql(chain.history)), application_(application_of(chain)) {}
    History(Session& session, const HistoryTable& table) : session_(session), sql_(session.history_sql(table)) {}

    /// Throws Error for a table of that name that is none of aludel's, or of a format that a newer aludel made.
    bool exists();
    /// Whether no table of anybody's is there but this one.
    bool database_is_empty();
    /// With its schema, or with what an older format lacks; does nothing where it is there whole.
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
    /// What a table of an older format lacks; of added_columns.
    std::vector<std::string_view> missing_columns();
    Details details(std::string_view revision);

private:
    std::vector<std::string> columns();
    std::string text(Value& value) const;

    Session& session_;
    HistorySql sql_;
    std::string application_;
};

} // namespace aludel::detail
