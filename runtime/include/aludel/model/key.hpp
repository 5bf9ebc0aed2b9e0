// Keys, checks and exclusions of a table.
#pragma once

#include <aludel/model/part.hpp>

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
    bool are_nulls_alike = false;

    constexpr UniqueOption name(const char* text) const { return {columns, text, are_nulls_alike}; }
    /// One row may hold NULL, not many.
    constexpr UniqueOption nulls_not_distinct() const { return {columns, given_name, true}; }
};

struct CheckOption {
    const char* given_name;
    Sql expression;
};

template <class Parts> struct ExclusionOption {
    Parts parts;
    const char* given_name = nullptr;
    const char* index_method = nullptr;
    Sql predicate{};

    constexpr ExclusionOption name(const char* text) const { return {parts, text, index_method, predicate}; }
    /// Of the index that sees to it: "gist", where nothing is said.
    constexpr ExclusionOption method(const char* text) const { return {parts, given_name, text, predicate}; }
    constexpr ExclusionOption where(SqlArgument condition) const {
        return {parts, given_name, index_method, condition};
    }
};

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

constexpr auto check(const char* name, detail::SqlArgument expression) { return detail::CheckOption{name, expression}; }
constexpr auto check(detail::SqlArgument expression) { return detail::CheckOption{nullptr, expression}; }

/// No two rows agree in all parts, each by its operator: `exclusion(with(&Stay::room, "="), with(&Stay::during,
/// "&&"))`.
template <class... Parts> constexpr auto exclusion(Parts... parts) {
    static_assert(sizeof...(Parts) > 0 && (detail::is_exclusion_part<Parts> && ...),
                  "aludel: an exclusion takes parts with their operators: aludel::with(&Stay::room, \"=\")");
    return detail::ExclusionOption<detail::Pack<Parts...>>{detail::Pack<Parts...>(parts...)};
}

} // namespace aludel
