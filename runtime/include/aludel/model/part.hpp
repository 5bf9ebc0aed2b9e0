// The parts of indexes and exclusions: the column of a member, or an expression.
#pragma once

#include <aludel/model/pack.hpp>
#include <aludel/model/sql.hpp>

#include <type_traits>

namespace aludel {

namespace detail {

enum class Nulls : unsigned char { as_the_database_has_them, first, last };

struct PartOptions {
    bool is_descending = false;
    Nulls nulls = Nulls::as_the_database_has_them;
    const char* operator_class = nullptr;

    constexpr bool is_ordered() const { return is_descending || nulls != Nulls::as_the_database_has_them; }
};

template <class Pointer> struct ColumnPart {
    Pointer member;
    PartOptions options{};
};
struct ExpressionPart {
    Sql expression;
    PartOptions options{};
};
/// Of an exclusion: a part, and the operator that no two rows may agree by.
template <class Part> struct ExclusionPart {
    Part part;
    const char* operator_name;
};

template <class Part> inline constexpr bool is_exclusion_part = false;
template <class Part> inline constexpr bool is_exclusion_part<ExclusionPart<Part>> = true;

template <class Pointer> constexpr auto part_of(Pointer member) {
    static_assert(std::is_member_object_pointer_v<Pointer>,
                  "aludel: an index takes members (&Hero::name), aludel::expression(\"lower(name)\"), and "
                  "aludel::descending, nulls_first, nulls_last and operator_class of them");
    return ColumnPart<Pointer>{member};
}
template <class Pointer> constexpr auto part_of(ColumnPart<Pointer> part) { return part; }
constexpr auto part_of(ExpressionPart part) { return part; }

template <class Part, class Value> constexpr auto part_with(Part given, Value PartOptions::*option, Value value) {
    auto part = part_of(given);
    part.options.*option = value;
    return part;
}

} // namespace detail

constexpr auto expression(detail::SqlArgument sql) { return detail::ExpressionPart{sql}; }

// Of a member or an expression, one around the other in any order.

template <class Part> constexpr auto descending(Part part) {
    return detail::part_with(part, &detail::PartOptions::is_descending, true);
}
template <class Part> constexpr auto nulls_first(Part part) {
    return detail::part_with(part, &detail::PartOptions::nulls, detail::Nulls::first);
}
template <class Part> constexpr auto nulls_last(Part part) {
    return detail::part_with(part, &detail::PartOptions::nulls, detail::Nulls::last);
}
template <class Part> constexpr auto operator_class(Part part, const char* name) {
    return detail::part_with(part, &detail::PartOptions::operator_class, name);
}

/// A part of an exclusion, with its operator.
template <class Part> constexpr auto with(Part part, const char* operator_name) {
    return detail::ExclusionPart<decltype(detail::part_of(part))>{detail::part_of(part), operator_name};
}

} // namespace aludel
