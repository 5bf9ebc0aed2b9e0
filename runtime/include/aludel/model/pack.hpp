// A tuple that is light to include and of a structural type.
#pragma once

namespace aludel::detail {

template <class... Items> struct Pack {
    template <class Visitor> constexpr void for_each(Visitor&&) const {}
};

template <class First, class... Rest> struct Pack<First, Rest...> {
    First first;
    Pack<Rest...> rest;

    constexpr explicit(false) Pack(First item, Rest... items) : first(item), rest(items...) {}

    template <class Visitor> constexpr void for_each(Visitor&& visit) const {
        visit(first);
        rest.for_each(visit);
    }
};

/// Pointers to members: of one struct, or the model is wrong.
template <class... Pointers> struct Members : Pack<Pointers...> {
    using Pack<Pointers...>::Pack;
    static constexpr int count = sizeof...(Pointers);
};

template <class Pointer> struct Member;
template <class Struct, class Type> struct Member<Type Struct::*> {
    using owner = Struct;
    using type = Type;
};

} // namespace aludel::detail
