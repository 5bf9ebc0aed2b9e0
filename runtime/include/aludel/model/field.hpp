// The one seam to reflection: fields_of<T> says how many members a struct has, what they are called, of what types, and
// which of them a pointer to member means. C++26 reflection can replace this file.
#pragma once

#include <aludel/model/bindings.hpp>
#include <aludel/model/shape.hpp>
#include <aludel/model/signature.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
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

template <class T> constexpr auto imagined_members() {
    return member_addresses<field_count<T>>(Imagined<T>::object.value);
}

} // namespace aludel::detail

namespace aludel {

template <class T> struct fields_of {
    static constexpr std::size_t count = detail::field_count<T>;
    using Addresses = decltype(detail::imagined_members<T>());

    template <std::size_t Index>
    using type = std::remove_const_t<std::remove_pointer_t<std::tuple_element_t<Index, Addresses>>>;

    /// In the order of the members.
    static constexpr std::array<std::string_view, count> names() {
        return []<std::size_t... Index>(std::index_sequence<Index...>) {
            return std::array<std::string_view, count>{detail::last_identifier(
                detail::signature<detail::Constant{std::get<Index>(detail::imagined_members<T>())}>())...};
        }
        (std::make_index_sequence<count>{});
    }

    /// Which member it points to.
    template <class Type> static constexpr std::size_t index_of(Type T::*member) {
        const Type* sought = &(detail::Imagined<T>::object.value.*member);
        return [sought]<std::size_t... Index>(std::index_sequence<Index...>) {
            constexpr auto addresses = detail::imagined_members<T>();
            std::size_t found = count;
            ((is_same_address(std::get<Index>(addresses), sought) ? void(found = Index) : void()), ...);
            return found;
        }
        (std::make_index_sequence<count>{});
    }

private:
    template <class One, class Other> static constexpr bool is_same_address(const One* one, const Other* other) {
        if constexpr (std::is_same_v<One, Other>)
            return one == other;
        else
            return false;
    }
};

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

} // namespace aludel
