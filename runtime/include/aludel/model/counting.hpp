// How a column that numbers itself, or a sequence, goes on.
#pragma once

#include <type_traits>

namespace aludel {

namespace detail {

/// A number, or none: as std::optional, but light to include, and structural.
struct Number {
    bool is_given = false;
    long long value = 0;

    constexpr Number() = default;
    template <class Integer>
    requires std::is_integral_v<Integer>
    constexpr explicit(false) Number(Integer number) : is_given(true), value(static_cast<long long>(number)) {}
};

struct Counting {
    Number start{};
    Number increment{};
    Number minimum{};
    Number maximum{};
    Number cache{};
    bool cycle = false;
};

} // namespace detail

/// What is not given is as the database has it.
struct Identity {
    bool always = false;        ///< a number that an INSERT gives is refused
    bool autoincrement = false; ///< a number is never given twice, even where its row has gone
    detail::Number start{};
    detail::Number increment{};
    detail::Number minimum{};
    detail::Number maximum{};
    detail::Number cache{};
    bool cycle = false;

    constexpr detail::Counting counting() const { return {start, increment, minimum, maximum, cache, cycle}; }
};

} // namespace aludel
