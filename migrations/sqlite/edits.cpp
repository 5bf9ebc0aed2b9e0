#include "migrations/sqlite/definition.hpp"
#include "migrations/sqlite/quote.hpp"

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

using Kind = TableEdit::Kind;

/// The constraints of one definition that the other lacks. Two that are made alike count as two.
std::vector<ConstraintDefinition> missing(const Definition& definition, const Definition& other) {
    auto left = definition.constraints;
    auto right = other.constraints;
    const auto pair_off = [&](auto alike) {
        std::erase_if(left, [&](const ConstraintDefinition& each) {
            const auto twin =
                std::ranges::find_if(right, [&](const auto& candidate) { return alike(each, candidate); });
            if (twin == right.end()) return false;
            right.erase(twin);
            return true;
        });
    };
    pair_off([](const auto& one, const auto& two) { return one.body == two.body && one.name == two.name; });
    pair_off([](const auto& one, const auto& two) { return one.body == two.body; });
    return left;
}

StepEdit drop_enum_check(const ColumnDefinition& column) {
    return {Kind::drop_check, column.enum_name, column.enum_check, {}};
}

bool same_enum(const ColumnDefinition& left, const ColumnDefinition& right) {
    return left.enum_name == right.enum_name && left.enum_check == right.enum_check;
}

/// By which an unnamed one is found.
const std::string& text_of(const ConstraintDefinition& constraint) {
    return constraint.drop == Kind::drop_foreign_key ? constraint.body : constraint.expression;
}

void drop_constraints(const Definition& before, const Definition& after, std::vector<StepEdit>& edits) {
    for (const auto& constraint : missing(before, after))
        edits.push_back({constraint.drop, constraint.name, text_of(constraint), constraint.columns});
    for (const auto& column : before.columns) {
        if (column.enum_check.empty()) continue;
        const auto* now = after.find_column(column.name);
        if (!now || !same_enum(column, *now)) edits.push_back(drop_enum_check(column));
    }
}

void alter_column(const ColumnDefinition& before, const ColumnDefinition& after, std::vector<StepEdit>& edits) {
    const auto& name = after.name;
    // `before.type` is how aludel spells it: the database may say INT, which is no rowid.
    const bool becomes_rowid = after.is_rowid && !before.is_rowid;
    if (before.type != after.type || becomes_rowid) edits.push_back({Kind::set_type, name, after.type, {}});
    if (before.not_null != after.not_null)
        edits.push_back({after.not_null ? Kind::set_not_null : Kind::drop_not_null, name, "", {}});
    if (before.default_value != after.default_value)
        edits.push_back(
            {after.default_value.empty() ? Kind::drop_default : Kind::change_default, name, after.default_value, {}});
    if (before.collation != after.collation) edits.push_back({Kind::set_collation, name, after.collation, {}});
    if (before.generated != after.generated) edits.push_back({Kind::set_generated, name, after.generated, {}});
}

void alter_columns(const Definition& before, const Definition& after, std::vector<StepEdit>& edits) {
    for (const auto& column : before.columns)
        if (!after.find_column(column.name)) edits.push_back({Kind::drop_column, column.name, "", {}});
    for (const auto& column : after.columns) {
        if (const auto* old = before.find_column(column.name))
            alter_column(*old, column, edits);
        else
            edits.push_back({Kind::add_column, column.name, column_sql(column), {}});
    }
}

bool has_constraint(const Definition& definition, const ConstraintDefinition& wanted) {
    return std::ranges::any_of(definition.constraints, [&](const auto& each) { return each.body == wanted.body; });
}

void add_constraint(const std::string& name, const std::string& body, std::vector<StepEdit>& edits) {
    edits.push_back({Kind::add_constraint, name, "CONSTRAINT " + identifier(name) + " " + body, {}});
}

void add_constraints(const Definition& before, const Definition& after, std::vector<StepEdit>& edits) {
    for (const auto& column : after.columns) {
        const auto* old = before.find_column(column.name); // a new column brings its own
        if (old && !column.enum_check.empty() && !same_enum(*old, column))
            add_constraint(column.enum_name, "CHECK (" + column.enum_check + ")", edits);
    }
    for (const auto& constraint : missing(after, before)) add_constraint(constraint.name, constraint.body, edits);
}

void set_options(const Definition& before, const Definition& after, std::vector<StepEdit>& edits) {
    const auto set = [&](bool then, bool now, std::string option) {
        if (then != now) edits.push_back({Kind::set_option, std::move(option), now ? "on" : "", {}});
    };
    set(before.strict, after.strict, "STRICT");
    set(before.without_rowid, after.without_rowid, "WITHOUT ROWID");
}

} // namespace

std::vector<std::string> not_null_by_key(const Definition& before, const Definition& after) {
    std::vector<std::string> columns;
    for (const auto& constraint : before.constraints) {
        if (constraint.drop != Kind::drop_primary_key) continue;
        const bool is_kept = before.without_rowid == after.without_rowid && has_constraint(after, constraint);
        for (const auto& name : constraint.columns) {
            const auto* then = before.find_column(name);
            const auto* now = after.find_column(name);
            if (!then || !now || !then->not_null || !now->not_null) continue;
            if (!is_kept || then->type != now->type) columns.push_back(name);
        }
    }
    return columns;
}

std::vector<StepEdit> edits_between(const Definition& before, const Definition& after) {
    std::vector<StepEdit> edits;
    drop_constraints(before, after, edits);
    alter_columns(before, after, edits);
    for (const auto& column : not_null_by_key(before, after)) edits.push_back({Kind::set_not_null, column, "", {}});
    add_constraints(before, after, edits);
    set_options(before, after, edits);
    return edits;
}

} // namespace aludel::migrations::sqlite
