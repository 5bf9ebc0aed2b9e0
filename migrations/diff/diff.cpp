#include "migrations/diff/diff.hpp"

#include "migrations/diff/diff_comparison.hpp"

namespace aludel::migrations {

void Comparison::emit(Operation operation) {
    migrations::apply(operation, state, lookup); // a variant: unqualified, std::apply would be a candidate
    operations.push_back(std::move(operation));
}

std::vector<TablePair> changed_tables(Comparison& comparison) {
    std::vector<TablePair> pairs;
    for (auto& [name, now] : comparison.state.tables)
        if (const auto then = comparison.to.tables.find(name); then != comparison.to.tables.end())
            if (now != then->second) pairs.push_back({now, then->second});
    return pairs;
}

namespace {

Schema without_views_and_triggers(Schema schema) {
    schema.views.clear();
    schema.triggers.clear();
    return schema;
}

} // namespace

Difference diff(const Schema& from, const Schema& to, const std::vector<Rename>& renames) {
    Comparison comparison{to, without_views_and_triggers(from), {}, {}, {}};
    create_and_alter_enums(comparison);
    create_what_tables_use(comparison);
    rename_tables(comparison, renames);
    rename_columns(comparison, renames);
    auto questions = possible_renames(comparison.state, to);
    give_rowids_back(comparison);
    drop_constraints(comparison);
    rename_constraints(comparison);
    create_tables(comparison);
    add_columns(comparison);
    alter_columns(comparison);
    add_generated_columns(comparison);
    create_constraints(comparison);
    take_rowids_away(comparison);
    create_foreign_keys(comparison);
    drop_columns(comparison);
    create_constraints(comparison); // those whose text seemed to mention a column that has gone
    create_other_functions(comparison);
    drop_tables(comparison);
    drop_what_tables_used(comparison);
    drop_enums(comparison);
    return {around_views_and_triggers(std::move(comparison.operations), from, to), std::move(questions)};
}

} // namespace aludel::migrations
