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

/// A row that broke its key before is no news where its table, or the one it refers to, has another name now.
void forget_renamed(::sqlite3* handle, std::vector<Violation>& added, std::vector<Violation> gone) {
    const auto is_there = [&](const std::string& table) {
        Statement find(handle, "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE");
        const Value parameter(table);
        find.bind(std::span(&parameter, 1));
        return find.step();
    };
    const auto renamed = [&](const std::string& from, const std::string& to) { return from == to || !is_there(from); };
    for (auto each = added.begin(); each != added.end();) {
        const auto twin = std::find_if(gone.begin(), gone.end(), [&](const Violation& old) {
            return old.rowid == each->rowid && renamed(old.table, each->table) && renamed(old.parent, each->parent);
        });
        if (twin == gone.end()) {
            ++each;
            continue;
        }
        gone.erase(twin);
        each = added.erase(each);
    }
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
    if (added.empty()) return;
    std::vector<Violation> gone;
    std::set_difference(old.begin(), old.end(), after->begin(), after->end(), std::back_inserter(gone));
    forget_renamed(handle, added, std::move(gone));
    if (!added.empty()) fail(added);
}

} // namespace aludel::sqlite
