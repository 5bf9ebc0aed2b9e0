#include "migrations/sqlite/likeness.hpp"

#include "migrations/sqlite/quote.hpp"

namespace aludel::migrations::sqlite {

std::string likeness(std::span<const Name> tables, Connection& at) {
    std::string names;
    for (const auto& table : tables) names += (names.empty() ? "" : ", ") + string_literal(table.name);
    // Views, and triggers of whatever table, may read these: they are known to do so no longer where they are the same.
    // So may tables that refer to these.
    const auto entries =
        "FROM main.sqlite_schema AS entry WHERE (tbl_name COLLATE NOCASE IN (" + names +
        ") OR type IN ('view', 'trigger') OR (type = 'table' AND EXISTS (SELECT 1 FROM "
        "pragma_foreign_key_list(entry.name, 'main') AS keys WHERE keys.\"table\" COLLATE NOCASE IN (" +
        names + ")))) AND sql IS NOT NULL";
    std::vector<std::string> found;
    for (const auto& row : at.query("SELECT sql " + entries + " ORDER BY type DESC, name").rows)
        found.push_back(string_literal(std::get<std::string>(row[0])));
    const auto count = std::to_string(found.size());
    return "SELECT 1 FROM (SELECT count(*) AS there, coalesce(sum(sql IN (\n" + joined(found, ",\n") +
           "\n)), 0) AS alike " + entries + ") WHERE there = " + count + " AND alike = " + count + "\n";
}

} // namespace aludel::migrations::sqlite
