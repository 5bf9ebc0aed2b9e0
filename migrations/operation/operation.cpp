#include "migrations/operation/operation.hpp"

#include <array>

namespace aludel::migrations {
namespace {

// In the order of Operation's alternatives.
constexpr std::array<std::string_view, std::variant_size_v<Operation::variant>> kinds{
    "create_table",
    "drop_table",
    "rename_table",
    "alter_table",
    "add_column",
    "drop_column",
    "rename_column",
    "alter_column",
    "create_primary_key",
    "create_unique_constraint",
    "create_check_constraint",
    "create_foreign_key",
    "create_exclusion_constraint",
    "drop_constraint",
    "rename_constraint",
    "create_index",
    "drop_index",
    "rename_index",
    "create_enum",
    "drop_enum",
    "alter_enum",
    "create_extension",
    "drop_extension",
    "create_sequence",
    "alter_sequence",
    "drop_sequence",
    "create_function",
    "alter_function",
    "drop_function",
    "create_view",
    "drop_view",
    "create_trigger",
    "drop_trigger",
    "insert",
    "delete",
    "backfill",
    "execute",
    "call",
};
static_assert(!kinds.back().empty());

std::optional<Name> table_in(const CreateTable& operation) { return operation.table.name; }
template <class Other> std::optional<Name> table_in(const Other& operation) {
    if constexpr (requires { Name(operation.table); })
        return operation.table;
    else
        return std::nullopt;
}

} // namespace

Operation::Operation(const Operation&) = default;
Operation::Operation(Operation&&) noexcept = default;
Operation& Operation::operator=(const Operation&) = default;
Operation& Operation::operator=(Operation&&) noexcept = default;
Operation::~Operation() = default;
bool Operation::operator==(const Operation&) const = default;

std::string_view kind_of(const Operation& operation) { return kinds[operation.index()]; }

bool is_data(const Operation& operation) {
    if (const auto* execute = std::get_if<Execute>(&operation)) return execute->state.empty();
    return std::holds_alternative<InsertRows>(operation) || std::holds_alternative<DeleteRows>(operation) ||
           std::holds_alternative<Backfill>(operation) || std::holds_alternative<Call>(operation);
}

std::optional<Name> table_of(const Operation& operation) {
    return std::visit([](const auto& each) { return table_in(each); },
                      static_cast<const Operation::variant&>(operation));
}

} // namespace aludel::migrations
