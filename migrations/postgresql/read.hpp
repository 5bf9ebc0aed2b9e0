// Fields of the catalog's rows.
#pragma once

#include "migrations/schema/schema.hpp"

#include <aludel/connection.hpp>

#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

inline std::int64_t number(const Row& row, std::size_t index) { return std::get<std::int64_t>(row.at(index)); }
inline bool flag(const Row& row, std::size_t index) { return number(row, index) != 0; }
/// Empty for NULL.
inline std::string text(const Row& row, std::size_t index) {
    const auto* value = std::get_if<std::string>(&row.at(index));
    return value ? *value : "";
}
inline SqlText sql(std::string text) { return {std::move(text), {}}; }

/// Six fields from `index` on.
Counting read_counting(const Row& row, std::size_t index);

/// What of a database is read: the parameters of the catalog's questions.
struct Scope {
    std::string schemas; ///< how the names of their schemas begin
    Value history;       ///< the history table's name as SQL says it, which is left out; or NULL
};

/// Enums, and what stands beside the tables.
void read_objects(Connection& connection, const Scope& scope, Schema& schema);

} // namespace aludel::migrations::postgresql
