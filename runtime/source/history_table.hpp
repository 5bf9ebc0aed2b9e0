// The table `aludel_revision`: what a database has had applied.
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
};

/// In the order in which they were applied. The table must be there.
std::vector<Applied> read_history(Session& session);
bool history_exists(Session& session);
/// Whether no table of anybody's is there.
bool database_is_empty(Session& session);
void create_history(Session& session);

struct Record {
    std::string_view revision;
    std::string_view checksum;
    std::string_view message;
    std::int64_t duration_us = 0;
};
/// Many rows a statement: a chain of a thousand must not cost a thousand round trips.
void insert_history(Session& session, std::span<const Record> records);
void delete_history(Session& session, std::span<const std::string> revisions);
void clear_history(Session& session);

} // namespace aludel::detail
