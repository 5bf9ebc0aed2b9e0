#include "migrations/diff/diff_comparison.hpp"

#include <map>
#include <set>

namespace aludel::migrations {
namespace {

void add_column_questions(const Table& now, const Table& then, std::vector<PossibleRename>& questions) {
    for (const auto& gone : now.columns) {
        if (then.find_column(gone.name)) continue;
        for (const auto& added : then.columns)
            if (!now.find_column(added.name) && added.type == gone.type)
                questions.push_back({now.name, gone.name, added.name});
    }
}

/// The names and types of the columns.
using Shape = std::set<std::pair<std::string, std::string>>;

Shape shape(const Table& table) {
    Shape columns;
    for (const auto& column : table.columns) columns.emplace(column.name, to_string(column.type));
    return columns;
}

void add_table_questions(const Schema& state, const Schema& to, std::vector<PossibleRename>& questions) {
    std::map<std::pair<std::string, Shape>, std::vector<std::string>> added; // by their schemas and shapes
    for (const auto& [name, table] : to.tables)
        if (!state.tables.contains(name)) added[{name.schema, shape(table)}].push_back(name.name);
    if (added.empty()) return;
    for (const auto& [name, gone] : state.tables) {
        if (to.tables.contains(name)) continue;
        const auto alike = added.find({name.schema, shape(gone)});
        if (alike == added.end()) continue;
        for (const auto& other : alike->second) questions.push_back({{name.schema, ""}, name.name, other});
    }
}

/// A column that every row must have a value in, and that gives none by itself.
bool asks_for_value(const Column& column) {
    return !column.nullable && !column.default_value && !column.generated && !column.identity;
}

/// Walks through a list of operations and notes what is missing.
class FillSearch {
public:
    explicit FillSearch(const Schema& before) : before_(before) {}

    void visit(const CreateTable& operation) { created_.insert(operation.table.name); }
    void visit(const RenameTable& operation) {
        if (created_.erase(operation.table) > 0) created_.insert({operation.table.schema, operation.to});
    }
    void visit(const AddColumn& operation) {
        if (asks_for_value(operation.column) && operation.fill.empty())
            note(operation.table, operation.column.name, operation.column.type);
    }
    void visit(const AlterColumn& operation) {
        const auto table = before_.tables.find(operation.table);
        if (table == before_.tables.end() || operation.nullable.value_or(true) || !operation.fill.empty()) return;
        const auto* column = table->second.find_column(operation.column);
        if (!column || !column->nullable || column->generated) return;
        note(operation.table, operation.column, operation.type.value_or(column->type));
    }
    template <class Other> void visit(const Other&) {}

    std::vector<MissingFill> missing;

private:
    void note(const Name& table, const std::string& column, const Type& type) {
        if (!created_.contains(table)) missing.push_back({table, column, type});
    }

    const Schema& before_; ///< as of the operation that is visited
    std::set<Name> created_;
};

} // namespace

std::vector<PossibleRename> possible_renames(const Schema& state, const Schema& to) {
    std::vector<PossibleRename> questions;
    add_table_questions(state, to, questions);
    for (const auto& [name, now] : state.tables)
        if (const auto then = to.tables.find(name); then != to.tables.end())
            add_column_questions(now, then->second, questions);
    return questions;
}

std::vector<MissingFill> missing_fills(const std::vector<Operation>& operations, const Schema& before) {
    Schema state = before;
    FillSearch search(state);
    TableLookup lookup;
    for (const auto& operation : operations) {
        std::visit([&](const auto& each) { search.visit(each); }, static_cast<const Operation::variant&>(operation));
        apply(operation, state, lookup);
    }
    return std::move(search.missing);
}

} // namespace aludel::migrations
