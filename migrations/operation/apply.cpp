#include "migrations/operation/apply.hpp"

namespace aludel::migrations {

void apply_to(Schema& schema, const Execute& operation, TableLookup& lookup) {
    if (operation.state.size() == 1) return apply(operation.state.front(), schema, lookup);
    if (operation.state.empty()) return;
    Schema changed = schema; // all of the state or nothing
    for (const auto& change : operation.state) apply(change, changed, lookup);
    schema = std::move(changed);
}

void apply_to(Schema&, const Call&) {}

void apply(const Operation& operation, Schema& schema, TableLookup& lookup) {
    require_undisturbed(operation, schema);
    const auto apply_one = [&](const auto& each) {
        if constexpr (requires { apply_to(schema, each, lookup); })
            apply_to(schema, each, lookup);
        else
            apply_to(schema, each);
    };
    std::visit(apply_one, static_cast<const Operation::variant&>(operation));
    lookup.follow(operation, schema);
}

void apply(const Operation& operation, Schema& schema) {
    TableLookup lookup;
    apply(operation, schema, lookup);
}

void apply_all(std::span<const Operation> operations, Schema& schema) {
    TableLookup lookup;
    for (const auto& operation : operations) apply(operation, schema, lookup);
}

} // namespace aludel::migrations
