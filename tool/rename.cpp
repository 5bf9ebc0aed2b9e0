#include "tool/rename.hpp"

#include "tool/command.hpp"
#include "tool/report.hpp"

namespace aludel::tool {

using namespace migrations;

namespace {

/// Every rename of a table or column that is gone into one that is new, the table's name being that after the change.
/// A table may itself be renamed by another option, so that its columns cannot be looked up: those are let through.
bool fits(const Rename& rename, const Schema& from, const Schema& to) {
    if (rename.table.name.empty()) {
        for (const auto& [name, table] : from.tables)
            if (migrations::to_string(name) == rename.from) return true;
        return false;
    }
    const auto after = to.tables.find(rename.table);
    if (after == to.tables.end() || after->second.find_column(rename.to) == nullptr) return false;
    const auto before = from.tables.find(rename.table);
    return before == from.tables.end() || before->second.find_column(rename.from) != nullptr;
}

} // namespace

Rename parse_rename(const std::string& spelling, const Schema& from, const Schema& to) {
    const auto colon = spelling.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == spelling.size())
        throw UsageError("--rename \"" + spelling + "\" is not table.old:new, or old:new for a table");
    const std::string new_name = spelling.substr(colon + 1);
    // Names may hold dots themselves, so every table is tried for what stands before the column.
    for (const auto& [name, table] : to.tables) {
        const std::string owner = migrations::to_string(name) + ".";
        if (!spelling.starts_with(owner) || colon <= owner.size()) continue;
        Rename rename{name, spelling.substr(owner.size(), colon - owner.size()), new_name};
        if (fits(rename, from, to)) return rename;
    }
    Rename rename{{}, spelling.substr(0, colon), new_name};
    if (fits(rename, from, to)) return rename;
    throw UsageError("--rename \"" + spelling +
                     "\": there is no such change. The new name must be in the new state, the old "
                     "one in the old state");
}

} // namespace aludel::tool
