// Finds what is wrong between the tables of a metadata. Lists here are as long as the metadata: no fold expressions
// over them (Clang takes 256 of anything nested), and no comparing of each with each.
#pragma once

#include <aludel/model/description.hpp>
#include <aludel/model/problem.hpp>
#include <aludel/model/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace aludel::detail {

template <std::size_t Index, class T> struct Slot {};
/// A set of structs, in which the compiler finds one without walking a list. A struct that is there twice is no error
/// here, but is not found.
template <class Indexes, class... Tables> struct Slots;
template <std::size_t... Index, class... Tables>
struct Slots<std::index_sequence<Index...>, Tables...> : Slot<Index, Tables>... {};

template <class T, std::size_t Index> void find_slot(const Slot<Index, T>&);

template <class T, class All> inline constexpr bool is_in_metadata = requires(const All& all) { find_slot<T>(all); };

constexpr bool is_same_name(std::string_view one, std::string_view other) {
    auto at = one.size();
    if (at != other.size()) return false;
    const char* left = one.data();
    const char* right = other.data();
    while (at > 0 && left[at - 1] == right[at - 1]) --at; // backwards: column names begin alike
    return at == 0;
}
/// A name in the database, with what it belongs to there and in C++.
struct OwnedName {
    std::string_view schema;
    std::string_view name;
    std::string_view type;
    std::size_t table = 0; ///< its index in the metadata
};

/// FNV-1a.
constexpr std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2'166'136'261u;
    const char* data = text.data();
    for (auto at = text.size(); at > 0;) hash = (hash ^ static_cast<unsigned char>(data[--at])) * 16'777'619u;
    return hash;
}

/// An open hash table of names. `Capacity` must be more than there are.
template <std::size_t Capacity> struct NameSet {
    std::array<const OwnedName*, Capacity> names{};

    /// The one of that name that is there already, or null after adding it.
    constexpr const OwnedName* find_or_add(const OwnedName& added) {
        auto at = hash_of(added.name) % Capacity;
        for (; names[at]; at = (at + 1) % Capacity)
            if (is_same_name(names[at]->name, added.name) && names[at]->schema == added.schema) return names[at];
        names[at] = &added;
        return nullptr;
    }
};

constexpr std::size_t count_enums(const auto& table) {
    std::size_t count = 0;
    for (const auto& column : table.columns) count += column.type.kind == Kind::enumeration ? 1 : 0;
    return count;
}

/// Each enum of a struct.
template <class T>
inline constexpr auto enum_names = [] {
    std::array<OwnedName, count_enums(description<T>)> names{};
    std::size_t count = 0;
    for (const auto& column : description<T>.columns)
        if (column.type.kind == Kind::enumeration)
            names[count++] = {{}, column.enumeration.name, column.enumeration.type};
    return names;
}();

struct MetadataProblem {
    Problem problem = Problem::none;
    std::size_t table = 0; ///< the second one's index in the metadata
};

template <std::size_t Count> constexpr MetadataProblem repeated_table(const std::array<OwnedName, Count>& tables) {
    NameSet<2 * Count + 1> seen{};
    for (const auto& table : tables)
        if (seen.find_or_add(table)) return {Problem::table_described_twice, table.table};
    return {};
}

struct EnumList {
    const OwnedName* first;
    std::size_t count;
};

/// An enum of one name that is another type than the one before. `Distinct` bounds how many enums a metadata can have.
template <std::size_t Count, std::size_t Distinct>
constexpr MetadataProblem repeated_enum(const std::array<EnumList, Count>& lists) {
    NameSet<Distinct + 1> seen{};
    for (std::size_t table = 0; table < Count; ++table)
        for (std::size_t at = 0; at < lists[table].count; ++at) {
            const auto* other = seen.find_or_add(lists[table].first[at]);
            if (other && !is_same_name(other->type, lists[table].first[at].type))
                return {Problem::enum_name_used_twice, table};
        }
    return {};
}

template <std::size_t Count> constexpr std::size_t total_of(const std::array<EnumList, Count>& lists) {
    std::size_t total = 0;
    for (const auto& list : lists) total += list.count;
    return total;
}

template <class Indexes, class... Tables> struct MetadataCheck;
template <std::size_t... Index, class... Tables> struct MetadataCheck<std::index_sequence<Index...>, Tables...> {
    static constexpr std::array<OwnedName, sizeof...(Tables)> tables = {
        OwnedName{view_of(description<Tables>.schema ? description<Tables>.schema : ""),
                  view_of(description<Tables>.name),
                  {},
                  Index}...};
    static constexpr std::array<EnumList, sizeof...(Tables)> enums = {
        EnumList{enum_names<Tables>.data(), enum_names<Tables>.size()}...};
    static constexpr MetadataProblem problem = [] {
        constexpr auto of_tables = repeated_table(tables);
        constexpr auto of_enums = repeated_enum<sizeof...(Tables), total_of(enums)>(enums);
        return of_tables.problem != Problem::none ? of_tables : of_enums;
    }();
};

} // namespace aludel::detail
