// The enumerators of an `enum class`, found by asking the compiler how it spells each value of a range.
#pragma once

#include <aludel/model/enumeration.hpp>
#include <aludel/model/signature.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aludel::detail {

/// Cuts the last of "a::b::Mood::happy, (a::b::Mood)1" off; empty where the value has no enumerator.
constexpr std::string_view take_last_enumerator(std::string_view& list) {
    const auto name = identifier_at_end(list);
    const bool is_named = list.substr(0, list.size() - name.size()).ends_with("::");
    const char* data = list.data();
    auto end = list.size();
    for (int depth = 0; end > 0;) { // a comma inside brackets belongs to the type's own name
        const char c = data[--end];
        if (c == ')' || c == '>' || c == '}' || c == ']') ++depth;
        if (c == '(' || c == '<' || c == '{' || c == '[') --depth;
        if (c == ',' && depth == 0) break;
    }
    list = {data, end};
    return is_named ? name : std::string_view{};
}

template <auto... Values> constexpr auto names_of_values() {
    auto list = signature_of_values<Values...>();
    list.remove_suffix(rest_of_values_signature);
    std::array<std::string_view, sizeof...(Values)> names{};
    for (auto at = names.size(); at-- > 0;) names[at] = take_last_enumerator(list);
    return names;
}

/// The range, as far as the underlying type goes.
template <class Enum> constexpr EnumRange range_of() {
    using Limits = std::numeric_limits<std::underlying_type_t<Enum>>;
    constexpr long long lowest = Limits::min();
    constexpr long long highest = Limits::digits >= 63 ? std::numeric_limits<long long>::max() : Limits::max();
    constexpr EnumRange range = enum_range<Enum>;
    return {range.first > lowest ? range.first : lowest, range.last < highest ? range.last : highest};
}

template <class Enum> constexpr Enum to_enum(long long value) {
    return static_cast<Enum>(static_cast<std::underlying_type_t<Enum>>(value));
}

/// How many values are looked at in one constant expression, whose length compilers limit.
inline constexpr std::size_t values_at_once = 128;

template <class Enum, long long First, std::size_t Count>
inline constexpr auto names_from = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return names_of_values<to_enum<Enum>(First + static_cast<long long>(Index))...>();
}
(std::make_index_sequence<Count>{});

/// `first` is the value of the first of them.
template <class Visitor> constexpr void visit_names(const auto& names, long long first, Visitor&& visit) {
    for (std::size_t at = 0; at < names.size(); ++at)
        if (!names[at].empty()) visit(names[at], first + static_cast<long long>(at));
}

template <class Enum, class Visitor> constexpr void for_each_enumerator(Visitor visit) {
    constexpr auto range = range_of<Enum>();
    constexpr auto count = static_cast<std::size_t>(range.last - range.first + 1);
    [&]<std::size_t... Chunk>(std::index_sequence<Chunk...>) {
        (visit_names(names_from<Enum, range.first + static_cast<long long>(Chunk * values_at_once), values_at_once>,
                     range.first + static_cast<long long>(Chunk * values_at_once), visit),
         ...);
    }
    (std::make_index_sequence<count / values_at_once>{});
    constexpr auto rest = range.last + 1 - static_cast<long long>(count % values_at_once);
    visit_names(names_from<Enum, rest, count % values_at_once>, rest, visit);
}

template <class Enum>
inline constexpr std::size_t enumerator_count = [] {
    std::size_t count = 0;
    for_each_enumerator<Enum>([&](std::string_view, long long) { ++count; });
    return count;
}();

struct Enumerator {
    std::string_view name; ///< in C++
    long long value = 0;
};

template <class Enum>
inline constexpr auto found_enumerators = [] {
    std::array<Enumerator, enumerator_count<Enum>> found{};
    std::size_t count = 0;
    for_each_enumerator<Enum>([&](std::string_view name, long long value) { found[count++] = {name, value}; });
    return found;
}();

template <auto Value> constexpr std::string_view spelling_of(std::string_view name) {
    constexpr const char* given = enumerator_name<Value>;
    if constexpr (given != nullptr)
        return given;
    else
        return name;
}

/// As the database spells them, in the order of their values.
template <class Enum> inline constexpr auto enumerators = []<std::size_t... Index>(std::index_sequence<Index...>) {
    constexpr const auto& found = found_enumerators<Enum>;
    return std::array<std::string_view, sizeof...(Index)>{
        spelling_of<to_enum<Enum>(found[Index].value)>(found[Index].name)...};
}
(std::make_index_sequence<enumerator_count<Enum>>{});

/// Where people put enumerators that are out of the usual range: nothing tells for certain.
inline constexpr auto likely_values = [] {
    std::array<long long, 128> values{};
    std::size_t count = 0;
    for (int bit = 8; bit < 63; ++bit) values[count++] = 1LL << bit;
    for (int hundred = 3; hundred <= 10; ++hundred) values[count++] = hundred * 100;
    for (long long value = 257; count < values.size(); ++value) values[count++] = value;
    return values;
}();

template <class Enum> constexpr bool has_enumerator_out_of_range() {
    constexpr auto range = range_of<Enum>();
    constexpr auto names = []<std::size_t... Index>(std::index_sequence<Index...>) {
        return names_of_values<to_enum<Enum>(likely_values[Index])...>();
    }
    (std::make_index_sequence<likely_values.size()>{});
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto value = likely_values[at];
        const bool is_its_own = static_cast<long long>(to_enum<Enum>(value)) == value;
        if (is_its_own && (value < range.first || value > range.last) && !names[at].empty()) return true;
    }
    return false;
}

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// HttpStatus, HTTPStatus: http_status.
constexpr bool begins_word(std::string_view name, std::size_t at) {
    if (at == 0 || !is_upper(name[at]) || name[at - 1] == '_') return false;
    return !is_upper(name[at - 1]) || (at + 1 < name.size() && name[at + 1] >= 'a' && name[at + 1] <= 'z');
}

template <class Enum> struct SnakeCase {
    static constexpr std::string_view original = type_name<Enum>();
    static constexpr std::size_t size = [] {
        std::size_t words = 0;
        for (std::size_t at = 0; at < original.size(); ++at) words += begins_word(original, at) ? 1 : 0;
        return original.size() + words;
    }();
    static constexpr std::array<char, size> text = [] {
        std::array<char, size> result{};
        std::size_t end = 0;
        for (std::size_t at = 0; at < original.size(); ++at) {
            if (begins_word(original, at)) result[end++] = '_';
            result[end++] = is_upper(original[at]) ? static_cast<char>(original[at] - 'A' + 'a') : original[at];
        }
        return result;
    }();
};

/// The type's name in the database.
template <class Enum> constexpr std::string_view database_name() {
    constexpr const char* given = enum_name<Enum>;
    if constexpr (given != nullptr)
        return given;
    else
        return {SnakeCase<Enum>::text.data(), SnakeCase<Enum>::size};
}

} // namespace aludel::detail
