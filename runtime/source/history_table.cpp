#include "history_table.hpp"

#include "half_done.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <utility>

namespace aludel::detail {

namespace {

constexpr std::size_t rows_per_statement = 100;

std::string placeholder(std::size_t number) { return "$" + std::to_string(number); }

} // namespace

bool History::exists() { return !session_.query(sql_.exists, {}).rows.empty(); }
bool History::database_is_empty() { return session_.query(sql_.empty, {}).rows.empty(); }

void History::create() {
    if (!sql_.schema_missing.empty() && !session_.query(sql_.schema_missing, {}).rows.empty())
        session_.execute(sql_.create_schema, {});
    session_.execute(sql_.create, {});
}

std::vector<Applied> History::read() {
    auto result = session_.query("SELECT revision, checksum FROM " + sql_.table + " ORDER BY position", {});
    std::vector<Applied> applied;
    applied.reserve(result.rows.size());
    for (auto& row : result.rows) applied.push_back({text(row[0]), text(row[1])});
    return applied;
}

std::vector<AppliedRevision> History::read_whole() {
    auto result = session_.query(
        "SELECT revision, checksum, message, applied_at, duration_us FROM " + sql_.table + " ORDER BY position", {});
    std::vector<AppliedRevision> applied;
    for (auto& row : result.rows) {
        if (const auto* checksum = std::get_if<std::string>(&row[1]); checksum && is_marked(*checksum)) continue;
        const auto* duration = std::get_if<std::int64_t>(&row[4]);
        applied.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3]), duration ? *duration : 0});
    }
    return applied;
}

void History::insert(std::span<const Record> records) {
    while (!records.empty()) {
        const auto rows = records.first(std::min(records.size(), rows_per_statement));
        records = records.subspan(rows.size());
        std::string sql =
            "INSERT INTO " + sql_.table + " (revision, checksum, message, applied_at, duration_us) VALUES ";
        std::vector<Value> values;
        for (const auto& row : rows) {
            const auto n = values.size();
            sql += n == 0 ? "(" : ", (";
            sql += placeholder(n + 1) + ", " + placeholder(n + 2) + ", " + placeholder(n + 3) + ", ";
            sql += sql_.now;
            sql += ", " + placeholder(n + 4) + ")";
            values.insert(values.end(), {std::string(row.revision), std::string(row.checksum), std::string(row.message),
                                         row.duration_us});
        }
        session_.execute(sql, values);
    }
}

void History::erase(std::span<const std::string> revisions) {
    for (const auto& revision : revisions) {
        const Value parameter(revision);
        session_.execute("DELETE FROM " + sql_.table + " WHERE revision = $1", std::span(&parameter, 1));
    }
}

void History::replace(const ChainRevision& revision) {
    bool is_there = false;
    for (auto parts = revision.replaces; !parts.empty();) {
        const auto some = parts.last(std::min(parts.size(), rows_per_statement));
        parts = parts.first(parts.size() - some.size());
        std::vector<Value> values{std::string(revision.id), std::string(revision.checksum),
                                  std::string(revision.message)};
        std::string some_ids, all_ids;
        for (std::size_t i = 0; i < some.size(); ++i) {
            some_ids += (i == 0 ? "" : ", ") + placeholder(i + 4);
            all_ids += (i == 0 ? "" : ", ") + placeholder(i + 1);
            values.emplace_back(std::string(some[i].id));
        }
        if (!is_there)
            is_there =
                session_.execute("UPDATE " + sql_.table + " SET revision = $1, checksum = $2, message = $3 WHERE " +
                                     "position = (SELECT max(position) FROM " + sql_.table + " WHERE revision IN (" +
                                     some_ids + "))",
                                 values) > 0;
        session_.execute("DELETE FROM " + sql_.table + " WHERE revision IN (" + all_ids + ")",
                         std::span(values).subspan(3));
    }
}

void History::clear() { session_.execute("DELETE FROM " + sql_.table, {}); }

/// Takes it out of the value: a launch at the head reads a thousand of them.
std::string History::text(Value& value) const {
    if (auto* string = std::get_if<std::string>(&value)) return std::move(*string);
    if (std::holds_alternative<std::monostate>(value)) return {};
    ErrorDetails details;
    details.hint = "It was made or changed by something other than aludel.";
    throw Error("the table " + sql_.table + " holds something that is no text", std::move(details));
}

} // namespace aludel::detail

namespace aludel {

std::vector<AppliedRevision> applied_revisions(Connection& connection, const HistoryTable& history) {
    detail::History table(connection.session(), history);
    if (!table.exists()) return {};
    return table.read_whole();
}

} // namespace aludel
