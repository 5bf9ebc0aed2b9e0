// Renders the tables of a metadata, when it is compiled, into constant arrays that `aludel snapshot` finds in the
// object file. Only the source file that add_migrations() generates includes this.
#pragma once

#include <aludel/model/check_struct.hpp>
#include <aludel/model/check_table.hpp>
#include <aludel/model/render.hpp>

#include <array>
#include <cstddef>
#include <string_view>

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

/// Of arguments, so that each is asked: a wrong model is reported struct by struct.
constexpr bool every(auto... are_good) { return (are_good && ... && true); }

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
    static constexpr bool is_good = [] {
        if constexpr (detail::every(detail::is_good_struct<Tables>()...))
            return detail::every(detail::report<detail::problem_of_description<Tables, Tables...>(), Tables>()...);
        else
            return false;
    }();

    [[gnu::used]] static constexpr auto tables = [] {
        if constexpr (is_good)
            return std::array<const char*, sizeof...(Tables)>{detail::snapshot<Tables>.bytes...};
        else
            return 0;
    }();
};

} // namespace aludel
