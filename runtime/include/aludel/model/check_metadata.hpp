// Finds what is wrong between the tables of a metadata. Lists here are as long as the metadata: no fold expressions
// over them (Clang takes 256 of anything nested), no comparing of each with each, and nothing that is there for each
// table may have them in its template arguments (its mangled name would be as long).
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

/// An open hash table of names, as a view. There is always a free place, whose name is empty. (No pointers: GCC does
/// not compare them to null in constant expressions under UBSan.)
struct NameView {
    const OwnedName* names;
    std::size_t capacity;

    /// Where it is, or would be.
    constexpr std::size_t place_of(std::string_view schema, std::string_view name) const {
        auto at = hash_of(name) % capacity;
        while (!names[at].name.empty() &&
               !(is_same_name(names[at].name, name) && is_same_name(names[at].schema, schema)))
            at = (at + 1) % capacity;
        return at;
    }
    constexpr bool contains(std::string_view name) const { return !names[place_of({}, name)].name.empty(); }
};

template <std::size_t Count> struct NameSet {
    std::array<OwnedName, 2 * Count + 1> names{};

    constexpr NameView view() const { return {names.data(), names.size()}; }
    /// The one of that name that was there already, or itself.
    constexpr const OwnedName& find_or_add(const OwnedName& added) {
        auto& there = names[view().place_of(added.schema, added.name)];
        if (there.name.empty()) there = added;
        return there;
    }
};

constexpr std::size_t count_enums(const auto& table) {
    std::size_t count = 0;
    for (const auto& column : table.columns) count += column.type.kind == Kind::enumeration ? 1 : 0;
    return count;
}

constexpr std::string_view schema_of(const EnumDescription& enumeration) {
    return enumeration.schema ? view_of(enumeration.schema) : std::string_view{};
}

/// Each enum of a struct.
template <class T>
inline constexpr auto enum_names = [] {
    std::array<OwnedName, count_enums(description<T>)> names{};
    std::size_t count = 0;
    for (const auto& column : description<T>.columns)
        if (column.type.kind == Kind::enumeration)
            names[count++] = {schema_of(column.enumeration), column.enumeration.name, column.enumeration.type};
    return names;
}();

struct MetadataProblem {
    Problem problem = Problem::none;
    std::size_t table = 0; ///< the second one's index in the metadata
};

template <std::size_t Count> constexpr MetadataProblem repeated_table(const std::array<OwnedName, Count>& tables) {
    NameSet<Count> seen{};
    for (const auto& table : tables)
        if (!table.name.empty() && seen.find_or_add(table).table != table.table)
            return {Problem::table_described_twice, table.table};
    return {};
}

struct EnumList {
    const OwnedName* first;
    std::size_t count;
};

/// An enum of one name that is another type than the one before. `Distinct` bounds how many enums a metadata can have.
template <std::size_t Count, std::size_t Distinct>
constexpr MetadataProblem repeated_enum(const std::array<EnumList, Count>& lists) {
    NameSet<Distinct> seen{};
    for (std::size_t table = 0; table < Count; ++table)
        for (std::size_t at = 0; at < lists[table].count; ++at) {
            const auto& mine = lists[table].first[at];
            if (!is_same_name(seen.find_or_add(mine).type, mine.type)) return {Problem::enum_name_used_twice, table};
        }
    return {};
}

template <std::size_t Count> constexpr std::size_t total_of(const std::array<EnumList, Count>& lists) {
    std::size_t total = 0;
    for (const auto& list : lists) total += list.count;
    return total;
}

template <class... Tables> struct MetadataCheck {
    static constexpr auto tables = []<std::size_t... Index>(std::index_sequence<Index...>) {
        return std::array<OwnedName, sizeof...(Tables)>{
            OwnedName{view_of(description<Tables>.schema ? description<Tables>.schema : ""),
                      view_of(description<Tables>.name),
                      {},
                      Index}...};
    }
    (std::index_sequence_for<Tables...>{});
    static constexpr std::array<EnumList, sizeof...(Tables)> enums = {
        EnumList{enum_names<Tables>.data(), enum_names<Tables>.size()}...};
    static constexpr MetadataProblem problem = [] {
        constexpr auto of_tables = repeated_table(tables);
        constexpr auto of_enums = repeated_enum<sizeof...(Tables), total_of(enums)>(enums);
        return of_tables.problem != Problem::none ? of_tables : of_enums;
    }();

    static constexpr std::array<OwnedName, sizeof...(Tables)> types = {
        OwnedName{{}, signature_of_type<Tables>(), {}, 0}...};
    static constexpr auto type_set = [] {
        NameSet<sizeof...(Tables)> set{};
        for (const auto& type : types) set.find_or_add(type);
        return set;
    }();
};

} // namespace aludel::detail
