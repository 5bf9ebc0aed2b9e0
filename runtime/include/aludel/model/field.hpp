// The one seam to reflection: fields_of<T> says how many members a struct has, what they are called, of what types, and
// which of them a pointer to member means. C++26 reflection can replace this file.
#pragma once

#include <aludel/model/bindings.hpp>
#include <aludel/model/shape.hpp>
#include <aludel/model/signature.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace aludel::detail {

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

// An object of any struct, that exists in constant expressions only: to name its members and compare their addresses.
// (Inside a wrapper, because an undefined variable of a local type is an error.)
template <class T> struct Wrapper { const T value; };
template <class T> struct Imagined { static const Wrapper<T> object; };

template <class T> inline constexpr auto imagined_members = member_addresses<field_count<T>>(Imagined<T>::object.value);

template <class T, std::size_t Index>
inline constexpr const auto* imagined_member = address_at<Index>(imagined_members<T>).value;

template <class T> inline constexpr auto field_places = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return std::array<const void*, field_count<T>>{imagined_member<T, Index>...};
}
(std::make_index_sequence<field_count<T>>{});

template <class T> inline constexpr auto field_names = []<std::size_t... Index>(std::index_sequence<Index...>) {
    return std::array<std::string_view, field_count<T>>{
        last_identifier(signature<Constant{imagined_member<T, Index>}>())...};
}
(std::make_index_sequence<field_count<T>>{});

} // namespace aludel::detail

namespace aludel {

template <class T> struct fields_of {
    static constexpr std::size_t count = detail::field_count<T>;
    /// Of the member of that number, from 0.
    template <std::size_t Index>
    using type = typename decltype(detail::address_at<Index>(detail::imagined_members<T>))::type;

    /// In the order of the members.
    static constexpr const std::array<std::string_view, count>& names() { return detail::field_names<T>; }

    /// Which member it points to.
    template <class Type> static constexpr std::size_t index_of(Type T::*member) {
        const void* place = &(detail::Imagined<T>::object.value.*member);
        std::size_t index = 0;
        while (detail::field_places<T>[index] != place) ++index;
        return index;
    }
};

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace aludel
