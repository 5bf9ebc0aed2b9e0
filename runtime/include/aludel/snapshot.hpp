// Renders the tables of a metadata, when it is compiled, into constant arrays that `aludel snapshot` finds in the
// object file. Only the source file that add_migrations() generates includes this.
#pragma once

#include <aludel/model/check_struct.hpp>
#include <aludel/model/check_table.hpp>
#include <aludel/model/render.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
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

} // namespace detail

template <auto Metadata> struct snapshot_of;

/// `template struct aludel::snapshot_of<metadata>;` puts the snapshots of all tables into the object file.
template <class... Tables, detail::Metadata<Tables...> All> struct snapshot_of<All> {
    static constexpr bool is_good = detail::is_good_metadata<Tables...>();

    [[gnu::used]] static constexpr auto tables = [] {
        if constexpr (is_good)
            return std::array<const char*, sizeof...(Tables)>{detail::snapshot<Tables>.bytes...};
        else
            return 0;
    }();
};

} // namespace aludel
