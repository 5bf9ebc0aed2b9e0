// An UPDATE of many rows, some at a time, in the order of the table's primary key.
#pragma once

#include "session.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace aludel::detail {

/// Selects the rows that a batched update would pass over: those with NULL in their key, where a database takes that.
std::string broken_keys_sql(const Batches& batches);
/// What is wrong with them.
std::string broken_keys_text(const Batches& batches);

class BatchedUpdate {
public:
    /// `cursor`: where a run before this one came to; empty: at the start. Throws Error for one that is not of this
    /// table's key.
    BatchedUpdate(Session& session, const ChainStep& step, std::string_view cursor);

    /// A row without a whole key would be passed over: throws Error where there is one.
    void require_whole_keys();
    /// Whether one batch is all that is left.
    bool fits_in_one();
    /// Of the rows that are left.
    std::int64_t count();
    /// Updates the next rows. False: these were the last. Throws Error where it would come to the same rows for ever.
    bool next();

    /// The key of the last row that is done, for the history.
    std::string cursor() const;
    std::int64_t rows_done() const { return rows_done_; }

private:
    std::string remaining() const; ///< WHERE what is left
    /// The key of that row of those left, counted from 0; or none.
    std::vector<Row> key_of_row(std::int64_t offset);
    [[noreturn]] void fail_at_same_key() const;

    Session& session_;
    const Batches& batches_;
    Row last_;
    std::int64_t rows_done_ = 0;
};

} // namespace aludel::detail
