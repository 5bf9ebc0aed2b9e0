#include "foreign_keys.hpp"

#include "create_table.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace aludel::sqlite {

namespace {

constexpr std::string_view check_all = "PRAGMA main.foreign_key_check";

std::string check_of(const std::string& table) { return std::string(check_all) + "(" + quote_identifier(table) + ")"; }

/// False: SQLite cannot say, because a foreign key refers to columns that are not unique.
bool read(::sqlite3* handle, std::string_view check, std::multiset<Violation>& into) {
    try {
        Statement statement(handle, check);
        while (statement.step()) into.insert({statement.text(0), statement.integer(1), statement.text(2)});
        return true;
    } catch (const Error& error) {
        if (error.code() != "SQLITE_ERROR") throw;
        return false;
    }
}

std::vector<std::string> tables(::sqlite3* handle) {
    Statement statement(handle, "SELECT name FROM main.sqlite_schema WHERE type = 'table'");
    std::vector<std::string> names;
    while (statement.step()) names.push_back(statement.text(0));
    return names;
}

bool is_table(::sqlite3* handle, const std::string& name) {
    Statement find(handle, "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE");
    const Value parameter(name);
    find.bind(std::span(&parameter, 1));
    return find.step();
}

[[noreturn]] void fail(const std::vector<Violation>& violations) {
    const auto& first = violations.front();
    std::string message = std::to_string(violations.size());
    message += violations.size() == 1 ? " row would refer to nothing: " : " rows would refer to nothing: ";
    message += "the first is in " + first.table;
    if (first.rowid != 0) message += ", rowid " + std::to_string(first.rowid);
    message += ", and refers to " + first.parent;
    throw error_with_code(SQLITE_CONSTRAINT_FOREIGNKEY, std::move(message),
                          "During an upgrade no row is deleted by ON DELETE: a step that deletes parents deletes or "
                          "changes their children itself.");
}

/// A row that broke its key before is no news where its table, or the one it refers to, has another name now.
void forget_renamed(::sqlite3* handle, std::vector<Violation>& added, std::vector<Violation> gone) {
    const auto renamed = [&](const std::string& from, const std::string& to) {
        return from == to || !is_table(handle, from);
    };
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

/// Whether a table that was unknown before is gone: another may be the same one by another name.
bool any_is_gone(::sqlite3* handle, const std::set<std::string>& tables) {
    return std::any_of(tables.begin(), tables.end(), [&](const auto& name) { return !is_table(handle, name); });
}

/// SQLite says by itself what is wrong with the key.
void refuse_unknown(::sqlite3* handle, const ForeignKeyCheck& before, const ForeignKeyCheck& after) {
    for (const auto& table : after.unknown)
        if (!before.unknown.contains(table) && !any_is_gone(handle, before.unknown)) execute(handle, check_of(table));
}

} // namespace

ForeignKeyCheck foreign_key_check(::sqlite3* handle) {
    ForeignKeyCheck found;
    if (read(handle, check_all, found.violations)) return found;
    found.violations.clear();
    for (const auto& table : tables(handle))
        if (!read(handle, check_of(table), found.violations)) found.unknown.insert(table);
    return found;
}

void check_foreign_keys(::sqlite3* handle, const ForeignKeyCheck& before) {
    const auto after = foreign_key_check(handle);
    refuse_unknown(handle, before, after);
    const auto &old = before.violations, &now = after.violations;
    std::vector<Violation> added, gone;
    std::set_difference(now.begin(), now.end(), old.begin(), old.end(), std::back_inserter(added));
    if (added.empty()) return;
    std::set_difference(old.begin(), old.end(), now.begin(), now.end(), std::back_inserter(gone));
    forget_renamed(handle, added, std::move(gone));
    if (!added.empty()) fail(added);
}

} // namespace aludel::sqlite
