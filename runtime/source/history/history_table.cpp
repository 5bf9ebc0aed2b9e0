#include "history/history_table.hpp"

#include "history/half_done.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <utility>

namespace aludel::detail {

namespace {

constexpr std::size_t rows_per_statement = 100;

std::string placeholder(std::size_t number) { return "$" + std::to_string(number); }

/// Of a column as CREATE TABLE says it.
std::string_view name_of(std::string_view column) { return column.substr(0, column.find(' ')); }
bool has(const std::vector<std::string>& columns, std::string_view name) {
    return std::ranges::find(columns, name) != columns.end();
}

/// Any but these two words is none: what is not known of a revision is not allowed.
Compatibility compatibility_of(std::string_view text) {
    for (const auto each : {Compatibility::read, Compatibility::write})
        if (text == word(each)) return each;
    return Compatibility::none;
}

} // namespace

std::string_view word(Compatibility compatibility) {
    switch (compatibility) {
    case Compatibility::none: return "none";
    case Compatibility::read: return "read";
    case Compatibility::write: return "write";
    }
    return "";
}

std::string application_of(const Chain& chain) {
    return std::string(chain.name) + (chain.version.empty() ? "" : " ") + std::string(chain.version);
}

std::vector<std::string> History::columns() {
    std::vector<std::string> names;
    for (auto& row : session_.query(sql_.columns, {}).rows) names.push_back(text(row[0]));
    return names;
}

std::vector<std::string_view> History::missing_columns() {
    const auto there = columns();
    std::vector<std::string_view> missing;
    for (const auto column : added_columns)
        if (!has(there, name_of(column))) missing.push_back(column);
    return missing;
}

bool History::exists() {
    const auto there = columns();
    if (there.empty()) return false;
    for (const auto* column : {"position", "revision", "checksum", "message", "applied_at", "duration_us"})
        if (!has(there, column))
            throw Error("the table " + sql_.table + " is not aludel's: it has no column " + column,
                        {.refusal = Refusal::not_aludels,
                         .hint = "Nothing was changed. Give the history another table: HISTORY_TABLE of "
                                 "add_migrations(), or history_table in aludel.yaml."});
    if (!has(there, "format")) return true;
    const auto newer = session_.query("SELECT format FROM " + sql_.table + " WHERE format > " +
                                          std::to_string(history_format) + " ORDER BY format DESC LIMIT 1",
                                      {});
    if (!newer.rows.empty()) {
        const auto* format = std::get_if<std::int64_t>(&newer.rows[0][0]);
        throw Error("the table " + sql_.table + " has " +
                        (format ? "format " + std::to_string(*format) : "a format that is no number") +
                        ", and this program knows formats up to " + std::to_string(history_format),
                    {.refusal = Refusal::newer_history,
                     .hint = "Nothing was changed. A program with a newer aludel was here: use that one."});
    }
    return true;
}

bool History::database_is_empty() { return session_.query(sql_.empty, {}).rows.empty(); }

void History::create() {
    if (!columns().empty()) {
        for (const auto column : missing_columns())
            session_.execute("ALTER TABLE " + sql_.table + " ADD COLUMN " + std::string(column), {});
        return;
    }
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
    const bool whole = missing_columns().empty();
    auto result = session_.query("SELECT revision, checksum, message, applied_at, duration_us, " +
                                     std::string(whole ? "application, compatibility" : "'', ''") + " FROM " +
                                     sql_.table + " ORDER BY position",
                                 {});
    std::vector<AppliedRevision> applied;
    for (auto& row : result.rows) {
        if (const auto* checksum = std::get_if<std::string>(&row[1]); checksum && is_marked(*checksum)) continue;
        const auto* duration = std::get_if<std::int64_t>(&row[4]);
        applied.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3]), duration ? *duration : 0,
                           text(row[5]), compatibility_of(text(row[6]))});
    }
    return applied;
}

Details History::details(std::string_view revision) {
    if (!missing_columns().empty()) return {};
    const Value parameter{std::string(revision)};
    auto rows = session_
                    .query("SELECT application, compatibility, operations FROM " + sql_.table + " WHERE revision = $1",
                           std::span(&parameter, 1))
                    .rows;
    if (rows.empty()) return {};
    return {text(rows[0][0]), compatibility_of(text(rows[0][1])), text(rows[0][2])};
}

void History::insert(std::span<const Record> records) {
    while (!records.empty()) {
        const auto rows = records.first(std::min(records.size(), rows_per_statement));
        records = records.subspan(rows.size());
        std::string sql = "INSERT INTO " + sql_.table +
                          " (revision, checksum, message, applied_at, duration_us, application, compatibility, "
                          "operations, format) VALUES ";
        // They are the same in every row: parameters are not for the asking without end.
        std::vector<Value> values{application_};
        for (const auto& row : rows) {
            const auto n = values.size();
            sql += n == 1 ? "(" : ", (";
            sql += placeholder(n + 1) + ", " + placeholder(n + 2) + ", " + placeholder(n + 3) + ", ";
            sql += sql_.now;
            sql += ", " + placeholder(n + 4) + ", $1, '" + std::string(word(row.compatibility)) + "', " +
                   placeholder(n + 5) + ", " + std::to_string(history_format) + ")";
            values.insert(values.end(), {std::string(row.revision), std::string(row.checksum), std::string(row.message),
                                         row.duration_us, std::string(row.operations)});
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
                                  std::string(revision.message), std::string(revision.operations)};
        std::string some_ids, all_ids;
        for (std::size_t i = 0; i < some.size(); ++i) {
            some_ids += (i == 0 ? "" : ", ") + placeholder(i + 5);
            all_ids += (i == 0 ? "" : ", ") + placeholder(i + 1);
            values.emplace_back(std::string(some[i].id));
        }
        if (!is_there)
            is_there =
                session_.execute(
                    "UPDATE " + sql_.table +
                        " SET revision = $1, checksum = $2, message = $3, operations = $4, compatibility = '" +
                        std::string(word(revision.compatibility)) + "', format = " + std::to_string(history_format) +
                        " WHERE position = (SELECT max(position) FROM " + sql_.table + " WHERE revision IN (" +
                        some_ids + "))",
                    values) > 0;
        session_.execute("DELETE FROM " + sql_.table + " WHERE revision IN (" + all_ids + ")",
                         std::span(values).subspan(4));
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
