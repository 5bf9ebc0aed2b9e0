#include "foreign_keys.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace aludel::sqlite {

namespace {

constexpr std::string_view check_sql = "PRAGMA main.foreign_key_check";

std::multiset<Violation> read(::sqlite3* handle) {
    std::multiset<Violation> violations;
    Statement statement(handle, check_sql);
    while (statement.step()) violations.insert({statement.text(0), statement.integer(1), statement.text(2)});
    return violations;
}

[[noreturn]] void fail(const std::vector<Violation>& violations) {
    const auto& first = violations.front();
    std::string message = std::to_string(violations.size());
    message += violations.size() == 1 ? " row would refer to nothing: " : " rows would refer to nothing: ";
    message += "the first is in " + first.table;
    if (first.rowid != 0) message += ", rowid " + std::to_string(first.rowid);
    message += ", and refers to " + first.parent;
    throw error_with_code(SQLITE_CONSTRAINT_FOREIGNKEY, std::move(message),
                          "Nothing was changed. During an upgrade no row is deleted by ON DELETE: a step that deletes "
                          "parents deletes or changes their children itself.");
}

} // namespace

std::optional<std::multiset<Violation>> foreign_key_violations(::sqlite3* handle) {
    try {
        return read(handle);
    } catch (const Error& error) {
        if (error.code() != "SQLITE_ERROR") throw;
        return std::nullopt; // "foreign key mismatch": the upgrade may be what mends it
    }
}

void check_foreign_keys(::sqlite3* handle, const std::optional<std::multiset<Violation>>& before) {
    const auto after = before ? read(handle) : foreign_key_violations(handle);
    if (!after || after->empty()) return;
    std::vector<Violation> added;
    const std::multiset<Violation> none;
    const auto& old = before ? *before : none;
    std::set_difference(after->begin(), after->end(), old.begin(), old.end(), std::back_inserter(added));
    if (!added.empty()) fail(added);
}

} // namespace aludel::sqlite
