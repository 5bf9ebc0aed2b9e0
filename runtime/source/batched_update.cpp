#include "batched_update.hpp"

#include "cursor.hpp"

#include <algorithm>
#include <utility>

namespace aludel::detail {

namespace {

std::string joined(std::span<const std::string_view> names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

/// `("a", "b") > ($1, $2)`: row values, which both databases compare as they sort.
std::string compared(std::span<const std::string_view> names, std::string_view comparison, std::size_t parameter) {
    std::string values;
    for (std::size_t i = 0; i < names.size(); ++i) values += (i == 0 ? "$" : ", $") + std::to_string(parameter + i);
    return "(" + joined(names) + ") " + std::string(comparison) + " (" + values + ")";
}

} // namespace

std::string broken_keys_sql(const Batches& batches) {
    std::string missing;
    for (const auto& column : batches.key)
        missing += (missing.empty() ? "" : " OR ") + std::string(column) + " IS NULL";
    return "SELECT " + joined(batches.key) + " FROM " + std::string(batches.table) + " WHERE " + missing;
}

std::string broken_keys_text(const Batches& batches) {
    return "the table " + std::string(batches.table) +
           " has rows with NULL in the primary key, in whose order it is updated";
}

BatchedUpdate::BatchedUpdate(Session& session, const ChainStep& step, std::string_view cursor)
    : session_(session), batches_(*step.batches) {
    if (cursor.empty()) return;
    auto key = read_cursor(cursor);
    if (!key || key->size() != batches_.key.size()) {
        ErrorDetails details;
        details.sql = step.sql;
        details.hint = "The history table was changed by something other than aludel.";
        throw Error("how far the batched update of " + std::string(step.subject) + " was is not to be read: \"" +
                        std::string(cursor) + "\"",
                    std::move(details));
    }
    last_ = *std::move(key);
}

std::string BatchedUpdate::remaining() const {
    std::string text = " WHERE ";
    text += batches_.where.empty() ? "" : "(" + std::string(batches_.where) + "\n)";
    if (!last_.empty()) text += (batches_.where.empty() ? "" : " AND ") + compared(batches_.key, ">", 1);
    return text == " WHERE " ? "" : text;
}

std::vector<Row> BatchedUpdate::key_of_row(std::int64_t offset) {
    const auto key = joined(batches_.key);
    return session_
        .query("SELECT " + key + " FROM " + std::string(batches_.table) + remaining() + " ORDER BY " + key +
                   " LIMIT 1 OFFSET " + std::to_string(offset),
               last_)
        .rows;
}

void BatchedUpdate::require_whole_keys() {
    if (session_.query(broken_keys_sql(batches_) + " LIMIT 1", {}).rows.empty()) return;
    ErrorDetails details;
    details.sql = batches_.update;
    throw Error(broken_keys_text(batches_), std::move(details));
}

bool BatchedUpdate::fits_in_one() { return key_of_row(batches_.size).empty(); }

std::int64_t BatchedUpdate::count() {
    const auto result = session_.query("SELECT count(*) FROM " + std::string(batches_.table) + remaining(), last_);
    return std::get<std::int64_t>(result.rows.at(0).at(0));
}

/// A key that is read back as a smaller one has its row found again.
void BatchedUpdate::fail_at_same_key() const {
    ErrorDetails details;
    details.sql = batches_.update;
    details.hint =
        "The database gives the key in a text that is another value. Look for a setting, made by a step or in "
        "the backfill's own SQL, that shortens it.";
    throw Error("the batched update of the table " + std::string(batches_.table) + " does not get beyond the key " +
                    cursor(),
                std::move(details));
}

bool BatchedUpdate::next() {
    auto end = key_of_row(batches_.size - 1);
    if (!end.empty() && end[0] == last_) fail_at_same_key();
    auto where = remaining();
    auto parameters = last_;
    if (!end.empty()) {
        where += (where.empty() ? " WHERE " : " AND ") + compared(batches_.key, "<=", parameters.size() + 1);
        parameters.insert(parameters.end(), end[0].begin(), end[0].end());
    }
    rows_done_ += session_.execute(std::string(batches_.update) + where, parameters);
    if (end.empty()) return false;
    last_ = std::move(end[0]);
    return true;
}

std::string BatchedUpdate::cursor() const { return write_cursor(last_); }

} // namespace aludel::detail
