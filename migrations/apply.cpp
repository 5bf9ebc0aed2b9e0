#include "migrations/apply.hpp"

namespace aludel::migrations {

void apply_to(Schema& schema, const Execute& operation) {
    if (operation.state.size() == 1) return apply(operation.state.front(), schema);
    if (operation.state.empty()) return;
    Schema changed = schema; // all of the state or nothing
    for (const auto& change : operation.state) apply(change, changed);
    schema = std::move(changed);
}

void apply_to(Schema&, const Call&) {}

void apply(const Operation& operation, Schema& schema) {
    require_undisturbed(operation, schema);
    std::visit([&](const auto& each) { apply_to(schema, each); }, static_cast<const Operation::variant&>(operation));
}

} // namespace aludel::migrations
