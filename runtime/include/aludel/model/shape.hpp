// What a struct is made of, as far as initializing it tells.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

namespace aludel::detail {

/// Converts to anything, when nobody looks. (Defined, because a type without linkage wants it so.)
struct Anything {
    template <class T> operator T() const noexcept { __builtin_unreachable(); }
};

/// Converts to a base of T only.
template <class T> struct AnyBaseOf {
    template <class Base>
    requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>) operator Base() const noexcept {
        __builtin_unreachable();
    }
};

template <std::size_t> using AnythingAt = Anything;

template <class T, std::size_t... Index> constexpr bool takes(std::index_sequence<Index...>) {
    return requires { T{AnythingAt<Index>{}...}; };
}
/// Whether T can be initialized with so many values.
template <class T, std::size_t Count> inline constexpr bool takes_values = takes<T>(std::make_index_sequence<Count>{});

template <class T, std::size_t... Before, std::size_t... After>
constexpr bool takes_gap(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires { T{AnythingAt<Before>{}..., {}, AnythingAt<After>{}...}; };
}
/// The same with `{}` after the first `Before` of them: which is one member, while a value is one element of an array.
template <class T, std::size_t Before, std::size_t After>
inline constexpr bool takes_values_around_gap = takes_gap<T>(std::make_index_sequence<Before>{},
                                                             std::make_index_sequence<After>{});

/// The largest count that T takes, where it takes `Low` and not `High`, and everything up to the largest.
template <class T, std::size_t Low, std::size_t High> constexpr std::size_t count_between() {
    constexpr auto middle = Low + (High - Low) / 2;
    if constexpr (High - Low == 1)
        return Low;
    else if constexpr (takes_values<T, middle>)
        return count_between<T, middle, High>();
    else
        return count_between<T, Low, middle>();
}
template <class T, std::size_t High> constexpr std::size_t count_by_doubling() {
    if constexpr (takes_values<T, High>)
        return count_by_doubling<T, High * 2>();
    else
        return count_between<T, High / 2, High>();
}
/// For a struct with a member that must be given a value: then too few are as wrong as too many.
template <class T, std::size_t Count> constexpr std::size_t count_downwards() {
    if constexpr (Count == 0 || takes_values<T, Count>)
        return Count;
    else
        return count_downwards<T, Count - 1>();
}

/// The members, but for arrays: each of their elements counts.
template <class T> constexpr std::size_t count_values() {
    if constexpr (takes_values<T, 0>)
        return takes_values<T, 1> ? count_by_doubling<T, 2>() : 0;
    else
        return count_downwards < T, sizeof(T) < 256 ? sizeof(T) : 256 > ();
}

template <class T> inline constexpr std::size_t field_count = count_values<T>();

template <class T> inline constexpr bool has_base = requires { T{AnyBaseOf<T>{}}; };

template <class T, std::size_t Index> constexpr bool has_array_at() {
    constexpr auto rest = field_count<T> - Index - 1;
    return rest > 0 && !takes_values_around_gap<T, Index, rest> && takes_values_around_gap<T, Index, 0>;
}
template <class T> constexpr bool has_array() {
    return []<std::size_t... Index>(std::index_sequence<Index...>) { return (has_array_at<T, Index>() || ...); }
    (std::make_index_sequence<field_count<T>>{});
}

} // namespace aludel::detail
