// Finds what is wrong with a struct as a table, from the outside in: a later question is asked only when the earlier
// ones are answered well, so that the compiler says the one thing that matters.
#pragma once

#include <aludel/model/bindings.hpp>
#include <aludel/model/enumerators.hpp>
#include <aludel/model/field.hpp>
#include <aludel/model/problem.hpp>
#include <aludel/model/table.hpp>

#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace aludel::detail {

template <class T> constexpr Problem problem_of_shape() {
    if constexpr (!std::is_class_v<T>)
        return Problem::not_a_struct;
    else if constexpr (!std::is_aggregate_v<T>)
        return Problem::not_an_aggregate;
    else if constexpr (!std::is_move_assignable_v<T>)
        return Problem::reference_or_const;
    else if constexpr (std::is_empty_v<T>)
        return Problem::no_members;
    else if constexpr (has_base<T>)
        return Problem::base_class;
    else if constexpr (has_array<T>())
        return Problem::array;
    else if constexpr (field_count<T> > largest_field_count)
        return Problem::too_many_members;
    else
        return Problem::none;
}

template <class T> constexpr Problem problem_of_table() {
    using Described = std::remove_const_t<decltype(table_of<T>)>;
    if constexpr (std::is_same_v<Described, Unspecified>)
        return Problem::no_table;
    else if constexpr (!is_table<Described>)
        return Problem::not_a_table;
    else
        return Problem::none;
}

template <class Enum> constexpr Problem problem_of_enum() {
    if constexpr (enumerator_count<Enum> == 0)
        return Problem::no_enumerators;
    else if constexpr (has_enumerator_out_of_range<Enum>())
        return Problem::enumerator_out_of_range;
    else
        return Problem::none;
}

template <class T> inline constexpr bool is_view_or_pointer = std::is_pointer_v<T> || requires(T value) {
    typename T::traits_type;
    value.remove_prefix(1);
}
|| requires(T value) {
    typename T::element_type;
    *value;
};

/// Why a member without its optional is no column.
template <class T> constexpr Problem problem_of_value() {
    if constexpr (required_type<T>().kind == Kind::enumeration)
        return problem_of_enum<T>();
    else if constexpr (required_type<T>().kind != Kind::unknown)
        return Problem::none;
    else if constexpr (OptionalLike<T>)
        return Problem::nested_optional;
    else if constexpr (std::is_array_v<T>)
        return Problem::array;
    else if constexpr (is_character<T> || (std::is_integral_v<T> && sizeof(T) == 1))
        return Problem::character;
    else if constexpr (std::is_integral_v<T> && sizeof(T) > 8)
        return Problem::small_integer;
    else if constexpr (std::is_integral_v<T>)
        return Problem::unsigned_integer;
    else if constexpr (std::is_enum_v<T> && !is_scoped_enum<T>)
        return Problem::unscoped_enum;
    else if constexpr (is_view_or_pointer<T>)
        return Problem::view_or_pointer;
    else
        return Problem::unknown_type;
}

template <class T, std::size_t Index> constexpr bool is_good_member() {
    using Type = typename fields_of<T>::template type<Index>;
    constexpr auto problem = problem_of_value<unwrapped<Type>>();
    if constexpr (problem == Problem::none)
        return true;
    else
        return report<problem, T, Constant{imagined_member<T, Index>}>();
}

template <class T> constexpr bool has_good_members() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) { return (is_good_member<T, Index>() && ...); }
    (std::make_index_sequence<fields_of<T>::count>{});
}

template <class T, class Pointer>
inline constexpr bool points_into = std::is_same_v<typename Member<Pointer>::owner, T>;

/// Whether every pointer of an option points into T.
template <class T, class Option> inline constexpr bool is_about = true;
template <class T, class Struct, class Type, class Numbering>
inline constexpr bool is_about<T, ColumnOption<Struct, Type, Numbering>> = std::is_same_v<T, Struct>;
template <class T, class... Pointers>
inline constexpr bool is_about<T, Members<Pointers...>> = (points_into<T, Pointers> && ...);
template <class T, class Pointer> inline constexpr bool is_about<T, ColumnPart<Pointer>> = points_into<T, Pointer>;
template <class T, class... Parts> inline constexpr bool is_about<T, Pack<Parts...>> = (is_about<T, Parts> && ...);
template <class T, class Columns> inline constexpr bool is_about<T, PrimaryKeyOption<Columns>> = is_about<T, Columns>;
template <class T, class Columns> inline constexpr bool is_about<T, UniqueOption<Columns>> = is_about<T, Columns>;
template <class T, class Part> inline constexpr bool is_about<T, ExclusionPart<Part>> = is_about<T, Part>;
template <class T, class Parts> inline constexpr bool is_about<T, ExclusionOption<Parts>> = is_about<T, Parts>;
template <class T, class Parts, class Included>
inline constexpr bool is_about<T, IndexOption<Parts, Included>> = is_about<T, Parts>&& is_about<T, Included>;
template <class T, class Columns, class Reference>
inline constexpr bool is_about<T, ForeignKeyOption<Columns, Reference>> = is_about<T, Columns>;

constexpr bool is_like(Kind one, Kind other) {
    return one == other || (is_integer(one) && is_integer(other)) || (is_text(one) && is_text(other));
}
template <class One, class Other>
inline constexpr bool is_like_column = is_like(column_type<One>().kind, column_type<Other>().kind) &&
                                       (column_type<One>().kind != Kind::enumeration ||
                                        std::is_same_v<unwrapped<One>, unwrapped<Other>>);

template <class First, class...> struct FirstOwner : Member<First> {};
template <class... Pointers> using first_owner = typename FirstOwner<Pointers...>::owner;

template <class Option> inline constexpr Problem problem_of_reference = Problem::none;
template <class... Pointers, class... Referred>
inline constexpr Problem problem_of_reference<ForeignKeyOption<Members<Pointers...>, Members<Referred...>>> = [] {
    if constexpr (!is_about<first_owner<Referred...>, Members<Referred...>>)
        return Problem::mixed_reference;
    else if constexpr (!(is_like_column<typename Member<Pointers>::type, typename Member<Referred>::type> && ...))
        return Problem::unlike_reference;
    else
        return Problem::none;
}();

template <class T, class... Options> constexpr Problem problem_of_options(const Table<Options...>&) {
    if constexpr (!(is_about<T, Options> && ...)) return Problem::other_struct;
    for (const auto problem : {Problem::none, problem_of_reference<Options>...})
        if (problem != Problem::none) return problem;
    return Problem::none;
}

} // namespace aludel::detail
