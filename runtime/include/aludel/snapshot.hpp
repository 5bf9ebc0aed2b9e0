// Renders the tables of a metadata, when it is compiled, into constant arrays that `aludel snapshot` finds in the
// object file. Only the source file that add_migrations() generates includes this.
#pragma once

#include <aludel/model/check_objects.hpp>
#include <aludel/model/check_struct.hpp>
#include <aludel/model/check_table.hpp>
#include <aludel/model/render.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace aludel {

namespace detail {

/// Says what is wrong with a struct, or nothing. The description of a struct must not be touched before this is true.
template <class T> constexpr bool is_good_struct() {
    if constexpr (!report<problem_of_shape<T>(), T>())
        return false;
    else if constexpr (!report<problem_of_table<T>(), T>())
        return false;
    else if constexpr (!has_good_members<T>())
        return false;
    else
        return report<problem_of_options<T>(table_of<T>), T>();
}

constexpr bool are_all(const auto& answers) {
    for (const bool answer : answers)
        if (!answer) return false;
    return true;
}

/// Says what is wrong in a metadata, struct by struct. (Arrays of answers, because Clang's fold expressions end at
/// 256.)
template <class... Tables> constexpr bool is_good_metadata() {
    constexpr bool are_structs_good[] = {true, is_good_struct<Tables>()...};
    if constexpr (!are_all(are_structs_good))
        return false;
    else {
        using Check = MetadataCheck<Tables...>;
        constexpr auto between = Check::problem;
        if constexpr (between.problem != Problem::none)
            return report<between.problem, std::tuple_element_t<between.table, std::tuple<Tables...>>>();
        else {
            constexpr bool are_tables_good[] = {
                true, report<problem_of_description<Tables>(Check::type_set.view()), Tables>()...};
            return are_all(are_tables_good);
        }
    }
}

inline constexpr int length_digits = 8;

constexpr void put_head(Text& text, std::size_t length) {
    text.put("\x7f"
             "ALUDEL-SNAPSHOT-1\x7f"sv);
    text.put_number(static_cast<long long>(length), length_digits);
    text.put('\n');
}
constexpr void put_end(Text& text) {
    text.put("\x7f"
             "END\x7f"sv);
}

inline constexpr std::size_t frame_size = [] {
    Text text{};
    put_head(text, 0);
    put_end(text);
    return text.size;
}();

template <std::size_t Size> struct Bytes {
    char bytes[Size];

    constexpr std::string_view view() const { return {bytes, Size}; }
};

template <class T>
inline constexpr std::size_t rendered_size = [] {
    Records records{};
    render<T>(records);
    return records.text.size;
}();

/// One for each table, so that what a compiler counts of constant evaluation grows with the table, not the metadata.
template <class T>
[[gnu::used]] inline constexpr auto snapshot = [] {
    Bytes<frame_size + rendered_size<T>> result{};
    Records records{Text{result.bytes}};
    put_head(records.text, rendered_size<T>);
    render<T>(records);
    put_end(records.text);
    return result;
}();

/// And one for each enum that no column is of.
template <class Enum>
[[gnu::used]] inline constexpr auto enum_snapshot = [] {
    constexpr auto size = [] {
        Records records{};
        render_enum(records, "enumeration"sv, describe_enum<Enum>());
        return records.text.size;
    }();
    Bytes<frame_size + size> result{};
    Records records{Text{result.bytes}};
    put_head(records.text, size);
    render_enum(records, "enumeration"sv, describe_enum<Enum>());
    put_end(records.text);
    return result;
}();

/// Of a metadata of nothing: that there is one.
template <class Metadata>
[[gnu::used]] inline constexpr auto empty_snapshot = [] {
    Bytes<frame_size> result{};
    Text text{result.bytes};
    put_head(text, 0);
    put_end(text);
    return result;
}();

template <const auto& Metadata, std::size_t Index>
inline constexpr std::size_t rendered_object_size = [] {
    Records records{};
    render(records, Metadata.objects[Index]);
    return records.text.size;
}();

/// And one for each object beside the tables.
template <const auto& Metadata, std::size_t Index>
[[gnu::used]] inline constexpr auto object_snapshot = [] {
    constexpr auto size = rendered_object_size<Metadata, Index>;
    Bytes<frame_size + size> result{};
    Records records{Text{result.bytes}};
    put_head(records.text, size);
    render(records, Metadata.objects[Index]);
    put_end(records.text);
    return result;
}();

template <class Metadata> struct Parts;
template <class... Tables> struct Parts<Metadata<Tables...>> {
    static constexpr std::size_t table_count = sizeof...(Tables);
    static constexpr std::size_t object_count = 0;
    using OtherEnums = Enums<>;
    static constexpr bool are_tables_good() { return is_good_metadata<Tables...>(); }
    static constexpr auto tables() { return std::array<const char*, sizeof...(Tables)>{snapshot<Tables>.bytes...}; }
    using Check = MetadataCheck<Tables...>;
};
template <int Count, class Enums, class... Tables>
struct Parts<MetadataWith<Count, Enums, Tables...>> : Parts<Metadata<Tables...>> {
    static constexpr std::size_t object_count = Count;
    using OtherEnums = Enums;
};
template <const auto& Metadata> using parts_of = Parts<std::remove_cvref_t<decltype(Metadata)>>;

/// The same for what stands beside the tables, which are good.
template <const auto& Metadata> constexpr bool are_objects_good() {
    if constexpr (parts_of<Metadata>::object_count == 0)
        return true;
    else {
        constexpr auto found = problem_of_objects(parts_of<Metadata>::Check::tables, Metadata.objects);
        if constexpr (found.problem == Problem::none)
            return true;
        else
            return report<found.problem, Objects, found.line>();
    }
}

template <class Enum> constexpr bool is_good_enum() {
    if constexpr (!is_scoped_enum<Enum>)
        return report<Problem::unscoped_enum, Enum>();
    else if constexpr (!report<problem_of_enum<Enum>(), Enum>())
        return false;
    else
        return report<problem_of_names(describe_enum<Enum>()), Enum>();
}
template <class... Others> constexpr bool are_enums_good(Enums<Others...>) {
    constexpr bool answers[] = {true, is_good_enum<Others>()...};
    return are_all(answers);
}

template <const auto& Metadata> constexpr bool is_good() {
    if constexpr (!parts_of<Metadata>::are_tables_good())
        return false;
    else if constexpr (!are_enums_good(typename parts_of<Metadata>::OtherEnums{}))
        return false;
    else
        return are_objects_good<Metadata>();
}

template <class... Others> constexpr auto enum_snapshots(Enums<Others...>) {
    return std::array<const char*, sizeof...(Others)>{enum_snapshot<Others>.bytes...};
}

} // namespace detail

/// `template struct aludel::snapshot_of<metadata>;` puts the snapshots of all tables, and of what stands beside them,
/// into the object file. (By reference: texts cannot be in template arguments.)
template <const auto& Metadata> struct snapshot_of {
    static constexpr bool is_good = detail::is_good<Metadata>();

    [[gnu::used]] static constexpr auto tables = [] {
        using Parts = detail::parts_of<Metadata>;
        if constexpr (is_good && Parts::table_count + Parts::object_count == 0)
            return detail::empty_snapshot<Parts>.bytes;
        else if constexpr (is_good)
            return Parts::tables();
        else
            return 0;
    }();
    [[gnu::used]] static constexpr auto enums = [] {
        if constexpr (is_good)
            return detail::enum_snapshots(typename detail::parts_of<Metadata>::OtherEnums{});
        else
            return 0;
    }();
    [[gnu::used]] static constexpr auto objects = [] {
        constexpr auto count = detail::parts_of<Metadata>::object_count;
        if constexpr (is_good && count > 0) return []<std::size_t... Index>(std::index_sequence<Index...>) {
                return std::array<const char*, count>{detail::object_snapshot<Metadata, Index>.bytes...};
            }
        (std::make_index_sequence<count>{});
        else return 0;
    }();
};

} // namespace aludel
