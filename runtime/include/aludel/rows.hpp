// Rows as structs, for the C++ steps of revisions: `heroes::at_5f3a9c01d2e4::hero` is a row of `hero` as it was at that
// revision (written by the build), so that later models cannot break an old step.
//
//     void heroes::migration_steps::fill_power(aludel::Connection& connection) {
//         for (const auto& hero : aludel::select<heroes::at_5f3a9c01d2e4::hero>(connection, "WHERE power IS NULL"))
//             connection.execute("UPDATE hero SET power = $1 WHERE id = $2", std::int64_t{…}, hero.id);
//     }
#pragma once

#include <aludel/connection.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace aludel {

namespace detail {

std::int64_t integer_in(const Value& value, std::string_view column, std::int64_t least, std::int64_t most);
double real_in(const Value& value, std::string_view column, double most);
std::string text_in(const Value& value, std::string_view column);
std::vector<std::byte> bytes_in(const Value& value, std::string_view column);

} // namespace detail

/// A field of a row. std::nullopt is NULL; numbers that have no type in C++ (decimal) are texts. Throws Error, naming
/// the column, where the value does not fit.
template <class Type> Type field(const Value& value, std::string_view column) {
    if constexpr (std::same_as<Type, bool>)
        return detail::integer_in(value, column, 0, 1) != 0;
    else if constexpr (std::integral<Type>)
        return static_cast<Type>(
            detail::integer_in(value, column, std::numeric_limits<Type>::min(), std::numeric_limits<Type>::max()));
    else if constexpr (std::floating_point<Type>)
        return static_cast<Type>(detail::real_in(value, column, std::numeric_limits<Type>::max()));
    else if constexpr (std::same_as<Type, std::string>)
        return detail::text_in(value, column);
    else if constexpr (std::same_as<Type, std::vector<std::byte>>)
        return detail::bytes_in(value, column);
    else {
        if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
        return field<typename Type::value_type>(value, column);
    }
}

/// The table's rows. `rest` is what stands behind FROM: `WHERE power > $1 ORDER BY id LIMIT 100`.
template <class Struct, class... Parameters>
std::vector<Struct> select(Connection& connection, std::string_view rest = {}, Parameters&&... parameters) {
    const auto sql = std::string(Struct::select_from) + " " + std::string(rest);
    const auto result = connection.query(sql, std::forward<Parameters>(parameters)...);
    std::vector<Struct> rows;
    rows.reserve(result.rows.size());
    for (const auto& row : result.rows) rows.push_back(Struct::from(row));
    return rows;
}

} // namespace aludel
