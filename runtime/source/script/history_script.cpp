#include "script/history_script.hpp"

#include <aludel/error.hpp>

namespace aludel::detail {

namespace {

std::string literal(std::string_view text) {
    if (text.find('\0') != text.npos) throw Error("a text with a NUL in it cannot stand in a script");
    return quoted(text, '\'');
}

/// `('5f3a9c01d2e4', '1:…'), (…)`
std::string listed(std::span<const Applied> rows) {
    std::string list;
    for (const auto& row : rows)
        list += (list.empty() ? "(" : ", (") + literal(row.revision) + ", " + literal(row.checksum) + ")";
    return list;
}

} // namespace

void HistoryScript::add(std::string_view sql) { writer_.add({.kind = ChainStep::Kind::sql, .sql = sql}); }

void HistoryScript::create() {
    if (!sql_.create_schema.empty()) add(sql_.create_schema);
    add(sql_.create);
}

void HistoryScript::add_columns(std::span<const std::string_view> columns) {
    for (const auto column : columns) add("ALTER TABLE " + sql_.table + " ADD COLUMN " + std::string(column));
}

void HistoryScript::is_there() { writer_.has_had({.kind = ChainStep::Kind::sql, .sql = sql_.create}); }

void HistoryScript::expect(std::span<const Applied> rows, std::string_view text) {
    auto sql = "SELECT revision, 'is on record' AS problem FROM " + sql_.table;
    if (!rows.empty()) {
        const auto same = " WHERE expected.revision = applied.revision AND expected.checksum = applied.checksum)";
        sql = "WITH expected (revision, checksum) AS (VALUES " + listed(rows) +
              ") SELECT revision, 'is on record' AS problem FROM " + sql_.table +
              " AS applied WHERE NOT EXISTS (SELECT 1 FROM expected" + same +
              " UNION ALL SELECT revision, 'is not on record' FROM expected WHERE NOT EXISTS (SELECT 1 FROM " +
              sql_.table + " AS applied" + same;
    }
    writer_.add({.kind = ChainStep::Kind::check, .sql = sql, .text = text});
}

void HistoryScript::insert(std::span<const Record> records) {
    if (records.empty()) return;
    std::string rows;
    for (const auto& row : records)
        rows += (rows.empty() ? "(" : ",\n  (") + literal(row.revision) + ", " + literal(row.checksum) + ", " +
                literal(row.message) + ", " + sql_.now + ", " + std::to_string(row.duration_us) + ", " +
                literal(application_) + ", " + literal(word(row.compatibility)) + ", " + literal(row.operations) +
                ", " + std::to_string(history_format) + ")";
    add("INSERT INTO " + sql_.table +
        " (revision, checksum, message, applied_at, duration_us, application, compatibility, operations, format) "
        "VALUES\n  " +
        rows);
}

void HistoryScript::erase(std::span<const std::string> revisions) {
    for (const auto& revision : revisions) add("DELETE FROM " + sql_.table + " WHERE revision = " + literal(revision));
}

void HistoryScript::replace(const ChainRevision& revision) {
    std::string parts;
    for (const auto& part : revision.replaces) parts += (parts.empty() ? "" : ", ") + literal(part.id);
    const auto of_parts = " WHERE revision IN (" + parts + ")";
    add("UPDATE " + sql_.table + " SET revision = " + literal(revision.id) +
        ", checksum = " + literal(revision.checksum) + ", message = " + literal(revision.message) +
        ", operations = " + literal(revision.operations) +
        ", compatibility = " + literal(word(revision.compatibility)) + ", format = " + std::to_string(history_format) +
        " WHERE position = (SELECT max(position) FROM " + sql_.table + of_parts + ")");
    add("DELETE FROM " + sql_.table + of_parts);
}

void HistoryScript::clear() { add("DELETE FROM " + sql_.table); }

} // namespace aludel::detail
