// Keys, indexes and checks of a table.
#pragma once

#include <aludel/model/pack.hpp>
#include <aludel/model/sql.hpp>

#include <type_traits>

namespace aludel {

namespace detail {

template <class Columns> struct PrimaryKeyOption {
    Columns columns;
    const char* given_name = nullptr;

    constexpr PrimaryKeyOption name(const char* text) const { return {columns, text}; }
};

template <class Columns> struct UniqueOption {
    Columns columns;
    const char* given_name = nullptr;

    constexpr UniqueOption name(const char* text) const { return {columns, text}; }
};

/// A part of an index: the column of a member, or an expression.
template <class Pointer> struct ColumnPart {
    Pointer member;
    bool is_descending = false;
};
struct ExpressionPart {
    Sql expression;
    bool is_descending = false;
};

template <class Parts> struct IndexOption {
    Parts parts;
    const char* given_name = nullptr;
    bool is_unique = false;
    Sql predicate{};

    constexpr IndexOption name(const char* text) const { return {parts, text, is_unique, predicate}; }
    constexpr IndexOption unique() const { return {parts, given_name, true, predicate}; }
    constexpr IndexOption where(SqlArgument condition) const { return {parts, given_name, is_unique, condition}; }
};

struct CheckOption {
    const char* given_name;
    Sql expression;
};

template <class Pointer> constexpr auto index_part(Pointer member) {
    static_assert(std::is_member_object_pointer_v<Pointer>,
                  "aludel: an index takes members (&Hero::name), aludel::descending(&Hero::name) and "
                  "aludel::expression(\"lower(name)\")");
    return ColumnPart<Pointer>{member};
}
template <class Pointer> constexpr auto index_part(ColumnPart<Pointer> part) { return part; }
constexpr auto index_part(ExpressionPart part) { return part; }

template <class... Pointers> constexpr auto members(Pointers... pointers) {
    static_assert(sizeof...(Pointers) > 0, "aludel: a key needs at least one member, such as &Hero::id");
    static_assert((std::is_member_object_pointer_v<Pointers> && ...),
                  "aludel: a key takes pointers to members, such as &Hero::id");
    return Members<Pointers...>(pointers...);
}

} // namespace detail

template <class... Pointers> constexpr auto primary_key(Pointers... columns) {
    return detail::PrimaryKeyOption<detail::Members<Pointers...>>{detail::members(columns...)};
}

template <class... Pointers> constexpr auto unique(Pointers... columns) {
    return detail::UniqueOption<detail::Members<Pointers...>>{detail::members(columns...)};
}

template <class... Parts> constexpr auto index(Parts... parts) {
    static_assert(sizeof...(Parts) > 0, "aludel: an index needs at least one member, such as &Hero::name");
    using All = detail::Pack<decltype(detail::index_part(parts))...>;
    return detail::IndexOption<All>{All(detail::index_part(parts)...)};
}

template <class Struct, class Type> constexpr auto descending(Type Struct::*member) {
    return detail::ColumnPart<Type Struct::*>{member, true};
}
constexpr auto descending(detail::ExpressionPart part) { return detail::ExpressionPart{part.expression, true}; }

constexpr auto expression(detail::SqlArgument sql) { return detail::ExpressionPart{sql}; }

constexpr auto check(const char* name, detail::SqlArgument expression) { return detail::CheckOption{name, expression}; }
constexpr auto check(detail::SqlArgument expression) { return detail::CheckOption{nullptr, expression}; }

} // namespace aludel
