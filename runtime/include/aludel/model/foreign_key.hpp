// aludel::foreign_key(&T::m).references(&U::m): rows that another table must have.
#pragma once

#include <aludel/model/key.hpp>

#include <type_traits>

namespace aludel {

/// What becomes of a row when the row that it refers to is deleted or changed.
enum class Action : unsigned char { no_action, restrict, cascade, set_null, set_default };
inline constexpr Action no_action = Action::no_action;
inline constexpr Action restrict = Action::restrict;
inline constexpr Action cascade = Action::cascade;
inline constexpr Action set_null = Action::set_null;
inline constexpr Action set_default = Action::set_default;

namespace detail {

struct NoReference {};

/// By name: for a table that no struct describes.
template <class... Columns> struct NamedReference {
    const char* table;
    Pack<Columns...> columns;
};

template <class Reference> inline constexpr bool is_named_reference = false;
template <class... Columns> inline constexpr bool is_named_reference<NamedReference<Columns...>> = true;

struct ForeignKeyOptions {
    const char* name = nullptr;
    const char* referred_schema = nullptr;
    Action on_delete = Action::no_action;
    Action on_update = Action::no_action;
    bool deferrable = false;
    bool initially_deferred = false;
    bool match_full = false;
};

template <class Columns, class Reference> struct ForeignKeyOption {
    Columns columns;
    Reference reference;
    ForeignKeyOptions options{};

    /// `.references(&Team::id)`, or `.references("team", "id")` for a table that no struct describes.
    template <class First, class... Rest> constexpr auto references(First first, Rest... rest) const {
        if constexpr (std::is_member_object_pointer_v<First>) {
            check_count<1 + sizeof...(Rest)>();
            return to(members(first, rest...));
        } else {
            static_assert((std::is_same_v<First, const char*> && ... && std::is_same_v<Rest, const char*>),
                          "aludel: references takes members (&Team::id) or names (\"team\", \"id\")");
            check_count<sizeof...(Rest)>();
            return to(NamedReference<Rest...>{first, Pack<Rest...>(rest...)});
        }
    }
    /// Of a table that is named, where it is in no schema that is looked into: the default one, and the own table's.
    constexpr auto in_schema(const char* text) const {
        static_assert(
            is_named_reference<Reference>,
            "aludel: in_schema is for a table that is named: references(\"team\", \"id\").in_schema(\"app\")");
        return with(&ForeignKeyOptions::referred_schema, text);
    }
    constexpr auto on_delete(Action action) const { return with(&ForeignKeyOptions::on_delete, action); }
    constexpr auto on_update(Action action) const { return with(&ForeignKeyOptions::on_update, action); }
    constexpr auto deferrable() const { return with(&ForeignKeyOptions::deferrable, true); }
    /// Deferrable, and deferred unless a transaction says otherwise.
    constexpr auto initially_deferred() const {
        return deferrable().with(&ForeignKeyOptions::initially_deferred, true);
    }
    /// Of several columns, all are NULL or none.
    constexpr auto match_full() const { return with(&ForeignKeyOptions::match_full, true); }
    constexpr auto name(const char* text) const { return with(&ForeignKeyOptions::name, text); }

    template <int Count> static constexpr void check_count() {
        static_assert(Count == Columns::count, "aludel: a foreign key must reference as many columns as it has: "
                                               "foreign_key(&T::a, &T::b).references(&U::a, &U::b)");
    }
    template <class Target> constexpr auto to(Target target) const {
        return ForeignKeyOption<Columns, Target>{columns, target, options};
    }
    template <class Value> constexpr auto with(Value ForeignKeyOptions::*option, Value value) const {
        auto changed = *this;
        changed.options.*option = value;
        return changed;
    }
};

} // namespace detail

template <class... Pointers> constexpr auto foreign_key(Pointers... columns) {
    using Columns = detail::Members<Pointers...>;
    return detail::ForeignKeyOption<Columns, detail::NoReference>{detail::members(columns...), {}};
}

} // namespace aludel
