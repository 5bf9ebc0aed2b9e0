#include "migrations/sqlite/inspect.hpp"

#include "migrations/operation/object_use.hpp"
#include "migrations/sqlite/canonical.hpp"
#include "sqlite/create_table.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace aludel::migrations::sqlite {
namespace {

/// A row of sqlite_schema.
struct Entry {
    std::string type;
    std::string name;
    std::string table;
    std::string sql;
};

std::string text(const Value& value) {
    const auto* string = std::get_if<std::string>(&value);
    return string ? *string : std::string();
}

// Without what SQLite keeps for itself: its own tables, and indexes that a constraint made (those have no SQL). The
// history table is aludel's.
std::vector<Entry> read_entries(Connection& connection, const HistoryTable& history) {
    std::vector<Entry> entries;
    const auto result = connection.query("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
                                         "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                                         "AND tbl_name <> $1 COLLATE NOCASE ORDER BY rowid",
                                         std::string(history.name));
    for (const auto& row : result.rows) entries.push_back({text(row[0]), text(row[1]), text(row[2]), text(row[3])});
    return entries;
}

/// Where a virtual table keeps its data. SQLite before 3.37 does not tell: no rows.
std::set<std::string> shadow_tables(Connection& connection) {
    std::set<std::string> names;
    for (const auto& row : connection.query("SELECT name FROM pragma_table_list WHERE type = 'shadow'").rows)
        names.insert(text(row[0]));
    return names;
}

bool is_virtual(const Entry& entry) {
    constexpr std::string_view beginning = "CREATE VIRTUAL";
    return aludel::sqlite::same_identifier(std::string_view(entry.sql).substr(0, beginning.size()), beginning);
}

/// Tables and views that were read, by their names in lower case: SQLite finds them in any.
using Relations = std::map<std::string, Name>;

Table* find_table(Schema& schema, const Relations& relations, const std::string& name) {
    const auto relation = relations.find(in_lower_case(name));
    if (relation == relations.end()) return nullptr;
    const auto table = schema.tables.find(relation->second);
    return table == schema.tables.end() ? nullptr : &table->second;
}

void read_view_entry(const Entry& entry, Relations& relations, Inspection& found) {
    auto definition = read_view(entry.sql);
    if (!definition) return found.not_modelled.push_back("view " + entry.name);
    const Name name{"", entry.name};
    relations.emplace(in_lower_case(entry.name), name);
    found.schema.views.emplace(name, View{name, SqlText{std::move(*definition), {}}});
}

/// Of a table or view that is modelled too.
void read_trigger_entry(const Entry& entry, const Relations& relations, Inspection& found) {
    const auto of = relations.find(in_lower_case(entry.table));
    if (of == relations.end()) return found.not_modelled.push_back("trigger " + entry.name + " on " + entry.table);
    const Name name{"", entry.name};
    found.schema.triggers.emplace(name, Trigger{name, of->second.name, SqlText{read_trigger(entry.sql), {}}});
}

void read_entry(const Entry& entry, Relations& relations, Inspection& found) {
    if (entry.type == "table") {
        if (is_virtual(entry)) return found.not_modelled.push_back("virtual table " + entry.name);
        auto table = read_table(entry.sql, found.not_modelled);
        relations.emplace(in_lower_case(table.name.name), table.name);
        found.schema.tables.emplace(table.name, std::move(table));
    } else if (entry.type == "index") {
        if (auto* table = find_table(found.schema, relations, entry.table))
            table->indexes.push_back(read_index(entry.sql));
    } else if (entry.type == "view") {
        read_view_entry(entry, relations, found);
    } else {
        read_trigger_entry(entry, relations, found);
    }
}

/// A foreign key that names no columns refers to the primary key.
void resolve_references(Schema& schema, const Relations& relations) {
    for (auto& [name, table] : schema.tables)
        for (auto& key : table.foreign_keys) {
            const auto* referred = find_table(schema, relations, key.referred_table.name);
            if (!referred) continue;
            key.referred_table = referred->name;
            if (key.referred_columns.empty() && referred->primary_key)
                key.referred_columns = referred->primary_key->columns;
            for (auto& column : key.referred_columns)
                for (const auto& declared : referred->columns)
                    if (aludel::sqlite::same_identifier(declared.name, column)) column = declared.name;
        }
}

} // namespace

Inspection inspect(Connection& connection, const HistoryTable& history) {
    Inspection found;
    auto entries = read_entries(connection, history);
    const auto hidden = shadow_tables(connection);
    std::erase_if(entries, [&](const Entry& entry) { return hidden.contains(entry.table); });
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { // each after what it is on
        return entry.type == "table" ? 0 : entry.type == "trigger" ? 2 : 1;
    });
    Relations relations;
    for (const auto& entry : entries) read_entry(entry, relations, found);
    resolve_references(found.schema, relations);
    found.schema = canonical(std::move(found.schema));
    std::ranges::sort(found.not_modelled);
    auto& lines = found.not_modelled;
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return found;
}

} // namespace aludel::migrations::sqlite
