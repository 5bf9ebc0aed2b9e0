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

inline constexpr std::size_t largest_field_count = 256;

template <class T> inline constexpr bool has_base = requires { T{AnyBaseOf<T>{}}; };

// clang-format off
#define ALUDEL_8 {}, {}, {}, {}, {}, {}, {}, {},
#define ALUDEL_16 ALUDEL_8 ALUDEL_8
#define ALUDEL_32 ALUDEL_16 ALUDEL_16
#define ALUDEL_64 ALUDEL_32 ALUDEL_32
#define ALUDEL_128 ALUDEL_64 ALUDEL_64
#define ALUDEL_TAKES(eights, braces) \
    if constexpr (Eights == eights) \
        return requires { T{braces AnythingAt<Before>{}..., {}, AnythingAt<After>{}...}; }; else

/// The same after so many eights of `{}`, which cost compilers little where values cost them much.
template <class T, std::size_t Eights, std::size_t... Before, std::size_t... After>
constexpr bool takes_gap_after_eights(std::index_sequence<Before...>, std::index_sequence<After...>) {
    ALUDEL_TAKES(0, )
    ALUDEL_TAKES(1, ALUDEL_8)
    ALUDEL_TAKES(2, ALUDEL_16)
    ALUDEL_TAKES(3, ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(4, ALUDEL_32)
    ALUDEL_TAKES(5, ALUDEL_32 ALUDEL_8)
    ALUDEL_TAKES(6, ALUDEL_32 ALUDEL_16)
    ALUDEL_TAKES(7, ALUDEL_32 ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(8, ALUDEL_64)
    ALUDEL_TAKES(9, ALUDEL_64 ALUDEL_8)
    ALUDEL_TAKES(10, ALUDEL_64 ALUDEL_16)
    ALUDEL_TAKES(11, ALUDEL_64 ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(12, ALUDEL_64 ALUDEL_32)
    ALUDEL_TAKES(13, ALUDEL_64 ALUDEL_32 ALUDEL_8)
    ALUDEL_TAKES(14, ALUDEL_64 ALUDEL_32 ALUDEL_16)
    ALUDEL_TAKES(15, ALUDEL_64 ALUDEL_32 ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(16, ALUDEL_128)
    ALUDEL_TAKES(17, ALUDEL_128 ALUDEL_8)
    ALUDEL_TAKES(18, ALUDEL_128 ALUDEL_16)
    ALUDEL_TAKES(19, ALUDEL_128 ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(20, ALUDEL_128 ALUDEL_32)
    ALUDEL_TAKES(21, ALUDEL_128 ALUDEL_32 ALUDEL_8)
    ALUDEL_TAKES(22, ALUDEL_128 ALUDEL_32 ALUDEL_16)
    ALUDEL_TAKES(23, ALUDEL_128 ALUDEL_32 ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(24, ALUDEL_128 ALUDEL_64)
    ALUDEL_TAKES(25, ALUDEL_128 ALUDEL_64 ALUDEL_8)
    ALUDEL_TAKES(26, ALUDEL_128 ALUDEL_64 ALUDEL_16)
    ALUDEL_TAKES(27, ALUDEL_128 ALUDEL_64 ALUDEL_16 ALUDEL_8)
    ALUDEL_TAKES(28, ALUDEL_128 ALUDEL_64 ALUDEL_32)
    ALUDEL_TAKES(29, ALUDEL_128 ALUDEL_64 ALUDEL_32 ALUDEL_8)
    ALUDEL_TAKES(30, ALUDEL_128 ALUDEL_64 ALUDEL_32 ALUDEL_16)
    ALUDEL_TAKES(31, ALUDEL_128 ALUDEL_64 ALUDEL_32 ALUDEL_16 ALUDEL_8) return false;
}
#undef ALUDEL_8
#undef ALUDEL_16
#undef ALUDEL_32
#undef ALUDEL_64
#undef ALUDEL_128
#undef ALUDEL_TAKES
// clang-format on

/// Whether as many `{}` are taken as values, so that there is no array; a member that must be given a value says no,
/// too.
template <class T> constexpr bool takes_gaps_everywhere() {
    constexpr auto eights = (field_count<T> - 1) / 8;
    constexpr auto rest = field_count<T> - eights * 8;
    return []<std::size_t... Index>(std::index_sequence<Index...>) {
        return (takes_gap_after_eights<T, eights>(std::make_index_sequence<Index>{},
                                                  std::make_index_sequence<rest - 1 - Index>{}) &&
                ...);
    }
    (std::make_index_sequence<rest>{});
}

template <class T, std::size_t Index> constexpr bool has_array_at() {
    constexpr auto rest = field_count<T> - Index - 1;
    return rest > 0 && !takes_values_around_gap<T, Index, rest> && takes_values_around_gap<T, Index, 0>;
}
template <class T> constexpr bool has_array() {
    if constexpr (field_count<T> <= largest_field_count && takes_gaps_everywhere<T>())
        return false;
    else
        return []<std::size_t... Index>(std::index_sequence<Index...>) { return (has_array_at<T, Index>() || ...); }
    (std::make_index_sequence<field_count<T>>{});
}

} // namespace aludel::detail
