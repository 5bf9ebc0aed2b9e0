#include "migrations/revision/compatibility.hpp"

#include <algorithm>
#include <set>
#include <span>

namespace aludel::migrations {
namespace {

using enum Compatibility;

/// The tables and columns that the revision itself made: older applications do not know them.
struct Made {
    std::set<Name> tables;
    std::set<std::pair<Name, std::string>> columns;

    bool has(const Name& table) const { return tables.contains(table); }
    /// Whether rows of these keys may hold on to rows that older applications delete.
    bool may_hold(const ForeignKey& key) const {
        const bool lets_go =
            key.on_delete == ForeignKey::Action::cascade || key.on_delete == ForeignKey::Action::set_null;
        return !has(key.referred_table) && !lets_go;
    }
    bool has(const Name& table, const std::string& column) const {
        return has(table) || columns.contains({table, column});
    }
};

Compatibility left_by(const AddColumn& operation) {
    const auto& column = operation.column;
    return column.nullable || column.default_value || column.generated || column.identity ? write : read;
}
Compatibility left_by(const AlterTable& operation) {
    return operation.strict || operation.without_rowid ? read : write;
}
Compatibility left_by(const AlterColumn& operation) {
    if (operation.type || operation.generated || operation.collation) return none;
    if (operation.nullable) return *operation.nullable ? none : read;      // NULL where none was expected; NULL refused
    if (operation.default_value && !*operation.default_value) return read; // a value is wanted now
    return operation.identity ? read : write;
}
Compatibility left_by(const CreateIndex& operation) { return operation.index.unique ? read : write; }
Compatibility left_by(const RenameIndex&) { return write; }
Compatibility left_by(const CreatePrimaryKey&) { return read; }
Compatibility left_by(const CreateUnique&) { return read; }
Compatibility left_by(const CreateCheck&) { return read; }
Compatibility left_by(const CreateForeignKey&) { return read; }
Compatibility left_by(const CreateExclusion&) { return read; }
Compatibility left_by(const CreateEnum&) { return write; }
Compatibility left_by(const InsertRows&) { return write; }
template <class Object> Compatibility left_by(const CreateObject<Object>&) { return write; }
Compatibility left_by(const CreateObject<Trigger>&) { return none; } // it does more on a write than was asked for
Compatibility left_by(const AlterObject<Sequence>&) { return write; }
/// Dropped, renamed, altered, or not to be known.
template <class Other> Compatibility left_by(const Other&) { return none; }

/// Of an index that is not unique, nobody but the database knows.
Compatibility left_by(const DropIndex& operation, const Schema& before) {
    const auto table = before.tables.find(operation.table);
    if (table == before.tables.end()) return none;
    for (const auto& index : table->second.indexes)
        if (index.name == operation.name) return index.unique ? none : write;
    return none;
}

Compatibility left_by_one(const Operation& operation, const Made& made, const Schema& before) {
    const auto holding = [&](const auto& keys) {
        return std::ranges::any_of(keys, [&](const ForeignKey& key) { return made.may_hold(key); }) ? read : write;
    };
    if (const auto* create = std::get_if<CreateTable>(&operation)) return holding(create->table.foreign_keys);
    if (const auto* drop = std::get_if<DropIndex>(&operation); drop && !made.has(drop->table))
        return left_by(*drop, before);
    if (const auto table = table_of(operation)) {
        if (const auto* key = std::get_if<CreateForeignKey>(&operation); key && made.has(*table))
            return holding(std::span(&key->foreign_key, 1));
        if (made.has(*table)) return write;
        if (const auto* alter = std::get_if<AlterColumn>(&operation); alter && made.has(*table, alter->column)) {
            const bool wants_value =
                (alter->nullable && !*alter->nullable) || (alter->default_value && !*alter->default_value);
            return wants_value ? read : write;
        }
        if (const auto* backfill = std::get_if<Backfill>(&operation))
            return std::ranges::all_of(backfill->set, [&](const auto& each) { return made.has(*table, each.first); })
                       ? write
                       : none;
    }
    return std::visit([](const auto& each) { return left_by(each); },
                      static_cast<const Operation::variant&>(operation));
}

void note(const Operation& operation, Made& made) {
    if (const auto* create = std::get_if<CreateTable>(&operation)) made.tables.insert(create->table.name);
    if (const auto* add = std::get_if<AddColumn>(&operation)) made.columns.insert({add->table, add->column.name});
}

bool loses(const DropTable&) { return true; }
bool loses(const DropColumn&) { return true; }
bool loses(const DeleteRows&) { return true; }
bool loses(const Execute&) { return true; }
bool loses(const Call&) { return true; }
bool loses(const Backfill&) { return true; }
bool loses(const AlterEnum& operation) { return !operation.mapping.empty(); }
bool loses(const AlterColumn& operation) {
    return operation.type || !operation.fill.empty() || operation.generated || operation.collation;
}
template <class Other> bool loses(const Other& operation) {
    if constexpr (requires { operation.on_conflict; }) return operation.on_conflict != OnConflict::stop;
    return false;
}

} // namespace

Compatibility compatibility_of(const Revision& revision, const Schema& before) {
    if (revision.older_applications) return *revision.older_applications;
    Made made;
    auto least = write;
    for (const auto& operation : revision.upgrade) {
        least = std::min(least, left_by_one(operation, made, before));
        note(operation, made);
    }
    return least;
}

bool loses_rows(const Revision& revision) {
    Made made;
    for (const auto& operation : revision.upgrade) {
        const auto table = table_of(operation);
        const bool is_new = table && made.has(*table);
        const auto* backfill = std::get_if<Backfill>(&operation);
        const bool fills_new = backfill && left_by_one(operation, made, {}) == write;
        const bool loses_some =
            std::visit([](const auto& each) { return loses(each); }, static_cast<const Operation::variant&>(operation));
        if (loses_some && !is_new && !fills_new) return true;
        note(operation, made);
    }
    return false;
}

} // namespace aludel::migrations
