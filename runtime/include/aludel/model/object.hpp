// What stands beside the tables: metadata<…>.with(aludel::view("active_hero", "SELECT …")).
#pragma once

#include <aludel/model/counting.hpp>
#include <aludel/model/pack.hpp>
#include <aludel/model/place.hpp>
#include <aludel/model/sql.hpp>

namespace aludel {

namespace detail {

template <class... Types> struct Enums {};

/// Of any kind: what a kind does not have stays empty.
struct Object {
    enum class Kind : unsigned char { extension, sequence, function, view, trigger };
    Kind kind{};
    PlacedName name{};
    const char* schema = nullptr;
    Sql definition{};
    Counting counting{};
    const char* table = nullptr; ///< of a trigger: what it is on
};

struct ExtensionObject {
    Object object;
};

/// A function or a view.
struct DefinedObject {
    Object object;

    constexpr DefinedObject schema(const char* name) const {
        auto changed = *this;
        changed.object.schema = name;
        return changed;
    }
};

struct TriggerObject {
    Object object;

    /// Of the trigger and its view.
    constexpr TriggerObject schema(const char* name) const {
        auto changed = *this;
        changed.object.schema = name;
        return changed;
    }
};

/// An enum that is no column's.
template <class Enum> struct EnumObject {};

struct SequenceObject {
    Object object;

    // First, and `auto`: Clang must have it at hand when the others are evaluated.
    template <class Value> constexpr auto with(Value Counting::*option, Value value) const {
        auto changed = *this;
        changed.object.counting.*option = value;
        return changed;
    }

    constexpr SequenceObject start(Number number) const { return with(&Counting::start, number); }
    constexpr SequenceObject increment(Number number) const { return with(&Counting::increment, number); }
    constexpr SequenceObject minimum(Number number) const { return with(&Counting::minimum, number); }
    constexpr SequenceObject maximum(Number number) const { return with(&Counting::maximum, number); }
    /// So many numbers are taken at once.
    constexpr SequenceObject cache(Number number) const { return with(&Counting::cache, number); }
    /// After the last number comes the first one again.
    constexpr SequenceObject cycle() const { return with(&Counting::cycle, true); }
    constexpr SequenceObject schema(const char* name) const {
        auto changed = *this;
        changed.object.schema = name;
        return changed;
    }
};

template <class T> inline constexpr bool is_object = false;
template <> inline constexpr bool is_object<ExtensionObject> = true;
template <> inline constexpr bool is_object<DefinedObject> = true;
template <> inline constexpr bool is_object<SequenceObject> = true;
template <> inline constexpr bool is_object<TriggerObject> = true;
template <class T> inline constexpr bool is_enum_object = false;
template <class Enum> inline constexpr bool is_enum_object<EnumObject<Enum>> = true;

template <int Count, class Enums, class... Tables> struct MetadataWith;

/// The enums among what stands beside the tables.
template <class Found, class... Objects> struct EnumsIn { using type = Found; };
template <class... Found, class First, class... Rest>
struct EnumsIn<Enums<Found...>, First, Rest...> : EnumsIn<Enums<Found...>, Rest...> {};
template <class... Found, class Enum, class... Rest>
struct EnumsIn<Enums<Found...>, EnumObject<Enum>, Rest...> : EnumsIn<Enums<Found..., Enum>, Rest...> {};

template <class Given> constexpr void put_object(auto& objects, int& at, const Given& given) {
    if constexpr (is_object<Given>) objects[at++] = given.object;
}

template <class... Tables> struct Metadata {
    /// Extensions, sequences, functions, views, triggers of views, and enums that no column is of, all in one call.
    template <class... Objects> constexpr auto with(Objects... objects) const {
        static_assert(sizeof...(Objects) > 0 && ((is_object<Objects> || is_enum_object<Objects>)&&...),
                      "aludel: metadata<...>.with takes aludel::extension, sequence, function, view and enumeration; a "
                      "table is a struct in metadata<...>, a trigger stands in its table");
        constexpr int count = (0 + ... + (is_object<Objects> ? 1 : 0));
        MetadataWith<count, typename EnumsIn<Enums<>, Objects...>::type, Tables...> result{};
        int at = 0;
        (put_object(result.objects, at, objects), ...);
        return result;
    }
};

template <int Count, class Enums, class... Tables> struct MetadataWith : Metadata<Tables...> {
    static constexpr int count = Count;
    Object objects[Count > 0 ? Count : 1];
};

} // namespace detail

/// What the database must have installed.
constexpr auto extension(detail::PlacedName name) {
    return detail::ExtensionObject{{detail::Object::Kind::extension, name}};
}

/// An `enum class` that no column is of: for an array, a function, or a view.
template <class Enum> constexpr auto enumeration() { return detail::EnumObject<Enum>{}; }

constexpr auto sequence(detail::PlacedName name) {
    return detail::SequenceObject{{detail::Object::Kind::sequence, name}};
}

/// `definition` is what stands after the name in CREATE FUNCTION: "(integer) RETURNS integer …"
constexpr auto function(detail::PlacedName name, detail::SqlArgument definition) {
    return detail::DefinedObject{{detail::Object::Kind::function, name, nullptr, definition}};
}

/// `definition` is its SELECT.
constexpr auto view(detail::PlacedName name, detail::SqlArgument definition) {
    return detail::DefinedObject{{detail::Object::Kind::view, name, nullptr, definition}};
}

} // namespace aludel
