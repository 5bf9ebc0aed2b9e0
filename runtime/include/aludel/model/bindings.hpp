// The addresses of an aggregate's members, by structured bindings: until C++26 has packs of them, there is a branch for
// each count, and the macros write the branches.
#pragma once

#include <aludel/model/shape.hpp>

#include <cstddef>
#include <utility>

namespace aludel::detail {

/// Where the member of that number is.
template <std::size_t Index, class Type> struct Address {
    using type = Type;
    const Type* value;
};
template <class Indexes, class... Types> struct Addresses;
template <std::size_t... Index, class... Types>
struct Addresses<std::index_sequence<Index...>, Types...> : Address<Index, Types>... {
    static constexpr std::size_t count = sizeof...(Types);
    constexpr explicit Addresses(const Types&... members) : Address<Index, Types>{&members}... {}
};

template <std::size_t Index, class Type> constexpr auto address_at(const Address<Index, Type>& address) {
    return address;
}

template <class... Types> constexpr auto addresses(const Types&... members) {
    return Addresses<std::index_sequence_for<Types...>, Types...>(members...);
}

// clang-format off
#define ALUDEL_1(p) p##0
#define ALUDEL_2(p) ALUDEL_1(p), p##1
#define ALUDEL_3(p) ALUDEL_2(p), p##2
#define ALUDEL_4(p) ALUDEL_3(p), p##3
#define ALUDEL_5(p) ALUDEL_4(p), p##4
#define ALUDEL_6(p) ALUDEL_5(p), p##5
#define ALUDEL_7(p) ALUDEL_6(p), p##6
#define ALUDEL_8(p) ALUDEL_7(p), p##7
#define ALUDEL_9(p) ALUDEL_8(p), p##8
#define ALUDEL_10(p) ALUDEL_9(p), p##9
#define ALUDEL_11(p) ALUDEL_10(p), p##10
#define ALUDEL_12(p) ALUDEL_11(p), p##11
#define ALUDEL_13(p) ALUDEL_12(p), p##12
#define ALUDEL_14(p) ALUDEL_13(p), p##13
#define ALUDEL_15(p) ALUDEL_14(p), p##14
#define ALUDEL_16(p) ALUDEL_15(p), p##15

// The names of whole rows, each with its comma.
#define ALUDEL_ROWS_0
#define ALUDEL_ROWS_1 ALUDEL_16(a),
#define ALUDEL_ROWS_2 ALUDEL_ROWS_1 ALUDEL_16(b),
#define ALUDEL_ROWS_3 ALUDEL_ROWS_2 ALUDEL_16(c),
#define ALUDEL_ROWS_4 ALUDEL_ROWS_3 ALUDEL_16(d),
#define ALUDEL_ROWS_5 ALUDEL_ROWS_4 ALUDEL_16(e),
#define ALUDEL_ROWS_6 ALUDEL_ROWS_5 ALUDEL_16(f),
#define ALUDEL_ROWS_7 ALUDEL_ROWS_6 ALUDEL_16(g),
#define ALUDEL_ROWS_8 ALUDEL_ROWS_7 ALUDEL_16(h),
#define ALUDEL_ROWS_9 ALUDEL_ROWS_8 ALUDEL_16(i),
#define ALUDEL_ROWS_10 ALUDEL_ROWS_9 ALUDEL_16(j),
#define ALUDEL_ROWS_11 ALUDEL_ROWS_10 ALUDEL_16(k),
#define ALUDEL_ROWS_12 ALUDEL_ROWS_11 ALUDEL_16(l),
#define ALUDEL_ROWS_13 ALUDEL_ROWS_12 ALUDEL_16(m),
#define ALUDEL_ROWS_14 ALUDEL_ROWS_13 ALUDEL_16(n),
#define ALUDEL_ROWS_15 ALUDEL_ROWS_14 ALUDEL_16(o),

#define ALUDEL_BIND(count, ...) \
    if constexpr (Count == count) { auto& [__VA_ARGS__] = object; return addresses(__VA_ARGS__); } else
#define ALUDEL_BIND_ROW(row, names) \
    ALUDEL_BIND(row * 16 + 1, names ALUDEL_1(z)) ALUDEL_BIND(row * 16 + 2, names ALUDEL_2(z)) \
    ALUDEL_BIND(row * 16 + 3, names ALUDEL_3(z)) ALUDEL_BIND(row * 16 + 4, names ALUDEL_4(z)) \
    ALUDEL_BIND(row * 16 + 5, names ALUDEL_5(z)) ALUDEL_BIND(row * 16 + 6, names ALUDEL_6(z)) \
    ALUDEL_BIND(row * 16 + 7, names ALUDEL_7(z)) ALUDEL_BIND(row * 16 + 8, names ALUDEL_8(z)) \
    ALUDEL_BIND(row * 16 + 9, names ALUDEL_9(z)) ALUDEL_BIND(row * 16 + 10, names ALUDEL_10(z)) \
    ALUDEL_BIND(row * 16 + 11, names ALUDEL_11(z)) ALUDEL_BIND(row * 16 + 12, names ALUDEL_12(z)) \
    ALUDEL_BIND(row * 16 + 13, names ALUDEL_13(z)) ALUDEL_BIND(row * 16 + 14, names ALUDEL_14(z)) \
    ALUDEL_BIND(row * 16 + 15, names ALUDEL_15(z)) ALUDEL_BIND(row * 16 + 16, names ALUDEL_16(z))

template <std::size_t Count, std::size_t Row, class T> constexpr auto member_addresses_of_row(const T& object) {
    if constexpr (Row == 0) { ALUDEL_BIND_ROW(0, ALUDEL_ROWS_0) {} } else
    if constexpr (Row == 1) { ALUDEL_BIND_ROW(1, ALUDEL_ROWS_1) {} } else
    if constexpr (Row == 2) { ALUDEL_BIND_ROW(2, ALUDEL_ROWS_2) {} } else
    if constexpr (Row == 3) { ALUDEL_BIND_ROW(3, ALUDEL_ROWS_3) {} } else
    if constexpr (Row == 4) { ALUDEL_BIND_ROW(4, ALUDEL_ROWS_4) {} } else
    if constexpr (Row == 5) { ALUDEL_BIND_ROW(5, ALUDEL_ROWS_5) {} } else
    if constexpr (Row == 6) { ALUDEL_BIND_ROW(6, ALUDEL_ROWS_6) {} } else
    if constexpr (Row == 7) { ALUDEL_BIND_ROW(7, ALUDEL_ROWS_7) {} } else
    if constexpr (Row == 8) { ALUDEL_BIND_ROW(8, ALUDEL_ROWS_8) {} } else
    if constexpr (Row == 9) { ALUDEL_BIND_ROW(9, ALUDEL_ROWS_9) {} } else
    if constexpr (Row == 10) { ALUDEL_BIND_ROW(10, ALUDEL_ROWS_10) {} } else
    if constexpr (Row == 11) { ALUDEL_BIND_ROW(11, ALUDEL_ROWS_11) {} } else
    if constexpr (Row == 12) { ALUDEL_BIND_ROW(12, ALUDEL_ROWS_12) {} } else
    if constexpr (Row == 13) { ALUDEL_BIND_ROW(13, ALUDEL_ROWS_13) {} } else
    if constexpr (Row == 14) { ALUDEL_BIND_ROW(14, ALUDEL_ROWS_14) {} } else
    if constexpr (Row == 15) { ALUDEL_BIND_ROW(15, ALUDEL_ROWS_15) {} }
}
// clang-format on

/// The addresses of the `Count` members of `object`, in their order.
template <std::size_t Count, class T> constexpr auto member_addresses(const T& object) {
    static_assert(Count <= largest_field_count, "aludel: a table of more than 256 columns is not supported");
    return member_addresses_of_row<Count, (Count - 1) / 16>(object);
}

#undef ALUDEL_1
#undef ALUDEL_2
#undef ALUDEL_3
#undef ALUDEL_4
#undef ALUDEL_5
#undef ALUDEL_6
#undef ALUDEL_7
#undef ALUDEL_8
#undef ALUDEL_9
#undef ALUDEL_10
#undef ALUDEL_11
#undef ALUDEL_12
#undef ALUDEL_13
#undef ALUDEL_14
#undef ALUDEL_15
#undef ALUDEL_16
#undef ALUDEL_ROWS_0
#undef ALUDEL_ROWS_1
#undef ALUDEL_ROWS_2
#undef ALUDEL_ROWS_3
#undef ALUDEL_ROWS_4
#undef ALUDEL_ROWS_5
#undef ALUDEL_ROWS_6
#undef ALUDEL_ROWS_7
#undef ALUDEL_ROWS_8
#undef ALUDEL_ROWS_9
#undef ALUDEL_ROWS_10
#undef ALUDEL_ROWS_11
#undef ALUDEL_ROWS_12
#undef ALUDEL_ROWS_13
#undef ALUDEL_ROWS_14
#undef ALUDEL_ROWS_15
#undef ALUDEL_BIND
#undef ALUDEL_BIND_ROW

} // namespace aludel::detail
