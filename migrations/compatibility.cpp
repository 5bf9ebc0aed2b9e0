#include "migrations/compatibility.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

using enum Compatibility;

/// The tables and columns that the revision itself made: older applications do not know them.
struct Made {
    std::set<Name> tables;
    std::set<std::pair<Name, std::string>> columns;

    bool has(const Name& table) const { return tables.contains(table); }
    bool has(const Name& table, const std::string& column) const {
        return has(table) || columns.contains({table, column});
    }
};

Compatibility left_by(const CreateTable&) { return write; }
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
Compatibility left_by(const DropIndex&) { return write; }
Compatibility left_by(const RenameIndex&) { return write; }
Compatibility left_by(const RenameConstraint&) { return write; }
Compatibility left_by(const DropConstraint&) { return write; }
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

Compatibility left_by_one(const Operation& operation, const Made& made) {
    if (const auto table = table_of(operation)) {
        if (made.has(*table)) return write;
        if (const auto* alter = std::get_if<AlterColumn>(&operation); alter && made.has(*table, alter->column))
            return alter->nullable && !*alter->nullable ? read : write;
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

Compatibility compatibility_of(const Revision& revision) {
    if (revision.older_applications) return *revision.older_applications;
    Made made;
    auto least = write;
    for (const auto& operation : revision.upgrade) {
        least = std::min(least, left_by_one(operation, made));
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
        const bool fills_new = backfill && left_by_one(operation, made) == write;
        const bool loses_some =
            std::visit([](const auto& each) { return loses(each); }, static_cast<const Operation::variant&>(operation));
        if (loses_some && !is_new && !fills_new) return true;
        note(operation, made);
    }
    return false;
}

} // namespace aludel::migrations
