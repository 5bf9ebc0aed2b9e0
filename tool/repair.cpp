#include "tool/repair.hpp"

#include "tool/database.hpp"
#include "tool/findings.hpp"
#include "tool/report.hpp"
#include "tool/terminal_line.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <set>

namespace aludel::tool {

using namespace migrations;

namespace {

std::string ways_out(const std::string& url) {
    return "Nothing was written. A database that is behind: aludel upgrade --url '" + url +
           "'. The SQL that repairs this one: aludel diff --from '" + url +
           "' --to heads --format sql. To take over what it has into the revisions: aludel revision --to '" + url +
           "', and stamp it.";
}

/// Of what no table is of (an enum, a view, a function), and of triggers, the query says nothing.
bool can_be_told(const Operation& operation) {
    return table_of(operation) && !std::holds_alternative<CreateObject<Trigger>>(operation) &&
           !std::holds_alternative<DropObject<Trigger>>(operation);
}

/// Whether rows need values that nobody has given. NULL where none may be stops the upgrade, and names the rows.
bool adds_required(const std::vector<Operation>& operations, const Schema& found) {
    std::vector<Operation> added;
    std::ranges::copy_if(operations, std::back_inserter(added),
                         [](const Operation& each) { return std::holds_alternative<AddColumn>(each); });
    return !missing_fills(added, found).empty();
}

template <class O> std::set<Name> tables_with(const std::vector<Operation>& operations) {
    std::set<Name> tables;
    for (const auto& operation : operations)
        if (std::holds_alternative<O>(operation)) tables.insert(*table_of(operation));
    return tables;
}

/// What is dropped may be what is missing, moved or renamed and then changed: its rows would go with it.
bool may_be_there_by_another_name(const Difference& repair) {
    const auto& operations = repair.operations;
    if (!repair.possible_renames.empty()) return true;
    if (!tables_with<DropTable>(operations).empty() && !tables_with<CreateTable>(operations).empty()) return true;
    const auto added_to = tables_with<AddColumn>(operations);
    return std::ranges::any_of(tables_with<DropColumn>(operations),
                               [&](const Name& table) { return added_to.contains(table); });
}

/// Why no revision repairs it; empty where one does.
std::string obstacle(const Difference& repair, const Schema& found, const DatabaseFindings& standing) {
    if (!standing.at_heads()) return "it has not had all of them as they are";
    if (!std::ranges::all_of(repair.operations, can_be_told)) return "no query tells which other databases are like it";
    if (may_be_there_by_another_name(repair)) return "what is missing may be there by another name";
    if (adds_required(repair.operations, found)) return "what rows are to hold in a column is not said";
    return "";
}

std::vector<Name> tables_of(const std::vector<Operation>& operations) {
    std::set<Name> tables;
    for (const auto& operation : operations) tables.insert(*table_of(operation));
    return {tables.begin(), tables.end()};
}

std::string listed(const std::vector<Name>& tables) {
    std::string text;
    for (const auto& table : tables) text += (text.empty() ? "" : ", ") + migrations::to_string(table);
    return text;
}

Operation execute_of(const Repair& repair, const Dialect& dialect) {
    const auto text = [&](const std::string& sql) {
        SqlText result;
        result.dialects.emplace(dialect.name(), sql);
        return result;
    };
    return Execute{.sql = text(repair.sql), .reverse = SqlText(), .state = {}, .when = text(repair.when)};
}

/// The name of the constraint that it adds.
std::string added_constraint(const Operation& operation) {
    if (const auto* key = std::get_if<CreatePrimaryKey>(&operation)) return key->primary_key.name;
    if (const auto* unique = std::get_if<CreateUnique>(&operation)) return unique->unique.name;
    if (const auto* check = std::get_if<CreateCheck>(&operation)) return check->check.name;
    if (const auto* key = std::get_if<CreateForeignKey>(&operation)) return key->foreign_key.name;
    if (const auto* exclusion = std::get_if<CreateExclusion>(&operation)) return exclusion->exclusion.name;
    return "";
}

bool is_in_the_way(const OtherPart& part, const Operation& operation) {
    if (table_of(operation) != part.table) return false;
    const auto* index = std::get_if<CreateIndex>(&operation);
    return part.is_index ? index && index->index.name == part.name : added_constraint(operation) == part.name;
}

} // namespace

std::optional<Operation> repair_of(State database, const std::string& url, const Filter& filter, Workspace& workspace) {
    State expected{.schema = workspace.history().schema_at_heads()};
    keep_only(workspace.settings().filter, filter, expected, database);
    make_comparable(expected, database);
    auto repair = diff(database.schema, expected.schema);
    if (repair.operations.empty()) return std::nullopt;
    const auto stands = standing(workspace.history(), read_applied(engine_for(url), workspace));
    if (const auto why = obstacle(repair, database.schema, stands); !why.empty())
        throw Error(database.url + " is not as the revisions make it, and " + why + ":\n" +
                        changes_text(diff(expected.schema, database.schema).operations, expected.schema),
                    {.hint = ways_out(database.url)});
    const auto tables = tables_of(repair.operations);
    make_room(repair.operations, database); // by SQL, which is of no table
    auto schema = database.schema;
    const auto steps = database.dialect->render(repair.operations, schema);
    const auto made = with_line("reading " + database.url,
                                [&] { return database.dialect->repair(steps, tables, *database.connection); });
    std::cerr << "note: " << database.url
              << " has drifted: the revision puts it right where these are as they are there (" << listed(tables)
              << "), and leaves every other database as it is\n";
    return execute_of(made, *database.dialect);
}

void make_room(std::vector<Operation>& operations, State& database) {
    std::vector<Operation> drops;
    for (const auto& part : database.other_parts) {
        if (std::ranges::none_of(operations, [&](const Operation& each) { return is_in_the_way(part, each); }))
            continue;
        drops.push_back(execute_of({part.drop, ""}, *database.dialect));
        std::erase(database.not_modelled, part.line);
    }
    operations.insert(operations.begin(), drops.begin(), drops.end());
}

} // namespace aludel::tool
