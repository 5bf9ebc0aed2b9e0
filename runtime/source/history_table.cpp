#include "history_table.hpp"

#include "half_done.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <utility>

namespace aludel::detail {

namespace {

constexpr std::size_t rows_per_statement = 100;

/// Takes it out of the value: a launch at the head reads a thousand of them.
std::string text(Value& value) {
    if (auto* string = std::get_if<std::string>(&value)) return std::move(*string);
    if (std::holds_alternative<std::monostate>(value)) return {};
    ErrorDetails details;
    details.hint = "It was made or changed by something other than aludel.";
    throw Error("the table aludel_revision holds something that is no text", std::move(details));
}

std::string placeholder(std::size_t number) { return "$" + std::to_string(number); }

} // namespace

std::vector<Applied> read_history(Session& session) {
    auto result = session.query("SELECT revision, checksum FROM aludel_revision ORDER BY position", {});
    std::vector<Applied> applied;
    applied.reserve(result.rows.size());
    for (auto& row : result.rows) applied.push_back({text(row[0]), text(row[1])});
    return applied;
}

bool history_exists(Session& session) { return !session.query(session.history_sql().exists, {}).rows.empty(); }
bool database_is_empty(Session& session) { return session.query(session.history_sql().empty, {}).rows.empty(); }
void create_history(Session& session) { session.execute(session.history_sql().create, {}); }

void insert_history(Session& session, std::span<const Record> records) {
    while (!records.empty()) {
        const auto rows = records.first(std::min(records.size(), rows_per_statement));
        records = records.subspan(rows.size());
        std::string sql = "INSERT INTO aludel_revision (revision, checksum, message, applied_at, duration_us) VALUES ";
        std::vector<Value> values;
        for (const auto& row : rows) {
            const auto n = values.size();
            sql += n == 0 ? "(" : ", (";
            sql += placeholder(n + 1) + ", " + placeholder(n + 2) + ", " + placeholder(n + 3) + ", ";
            sql += session.history_sql().now;
            sql += ", " + placeholder(n + 4) + ")";
            values.insert(values.end(), {std::string(row.revision), std::string(row.checksum), std::string(row.message),
                                         row.duration_us});
        }
        session.execute(sql, values);
    }
}

void delete_history(Session& session, std::span<const std::string> revisions) {
    for (const auto& revision : revisions) {
        const Value parameter(revision);
        session.execute("DELETE FROM aludel_revision WHERE revision = $1", std::span(&parameter, 1));
    }
}

void clear_history(Session& session) { session.execute("DELETE FROM aludel_revision", {}); }

} // namespace aludel::detail

namespace aludel {

std::vector<AppliedRevision> applied_revisions(Connection& connection) {
    if (!detail::history_exists(connection.session())) return {};
    auto result = connection.query("SELECT revision, checksum, message, applied_at, duration_us "
                                   "FROM aludel_revision ORDER BY position");
    std::vector<AppliedRevision> applied;
    for (auto& row : result.rows) {
        if (const auto* checksum = std::get_if<std::string>(&row[1]); checksum && detail::is_marked(*checksum))
            continue;
        const auto* duration = std::get_if<std::int64_t>(&row[4]);
        applied.push_back({detail::text(row[0]), detail::text(row[1]), detail::text(row[2]), detail::text(row[3]),
                           duration ? *duration : 0});
    }
    return applied;
}

} // namespace aludel
