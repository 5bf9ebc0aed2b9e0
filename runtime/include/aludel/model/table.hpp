// aludel::table("name", options…), and aludel::metadata<T…>: all tables of an application.
#pragma once

#include <aludel/model/column.hpp>
#include <aludel/model/foreign_key.hpp>
#include <aludel/model/index.hpp>
#include <aludel/model/key.hpp>
#include <aludel/model/object.hpp>
#include <aludel/model/place.hpp>

#include <type_traits>

namespace aludel {

namespace detail {

struct SchemaOption {
    const char* text;
};
struct CommentOption {
    const char* text;
};
struct RenamedFromOption {
    const char* text;
};
struct StrictOption {};
struct WithoutRowidOption {};
struct TriggerOption {
    PlacedName name;
    Sql definition;

    /// Of a view, for metadata<...>.with(...): a table's triggers stand in the table.
    constexpr TriggerObject on(const char* view) const {
        return {{Object::Kind::trigger, name, nullptr, definition, {}, view}};
    }
};

template <class Option> inline constexpr bool is_table_option = false;
template <> inline constexpr bool is_table_option<SchemaOption> = true;
template <> inline constexpr bool is_table_option<CommentOption> = true;
template <> inline constexpr bool is_table_option<RenamedFromOption> = true;
template <> inline constexpr bool is_table_option<StrictOption> = true;
template <> inline constexpr bool is_table_option<WithoutRowidOption> = true;
template <> inline constexpr bool is_table_option<TriggerOption> = true;
template <> inline constexpr bool is_table_option<CheckOption> = true;
template <class Struct, class Type, class Numbering>
inline constexpr bool is_table_option<ColumnOption<Struct, Type, Numbering>> = true;
template <class Columns> inline constexpr bool is_table_option<PrimaryKeyOption<Columns>> = true;
template <class Columns> inline constexpr bool is_table_option<UniqueOption<Columns>> = true;
template <class Parts> inline constexpr bool is_table_option<ExclusionOption<Parts>> = true;
template <class Parts, class Included> inline constexpr bool is_table_option<IndexOption<Parts, Included>> = true;
template <class Columns, class Reference>
inline constexpr bool is_table_option<ForeignKeyOption<Columns, Reference>> = true;

template <class Option> inline constexpr bool is_unreferenced_key = false;
template <class Columns> inline constexpr bool is_unreferenced_key<ForeignKeyOption<Columns, NoReference>> = true;

template <class... Options> struct Table {
    PlacedName name;
    Pack<Options...> options;
};

template <class T> inline constexpr bool is_table = false;
template <class... Options> inline constexpr bool is_table<Table<Options...>> = true;

template <class T> constexpr auto own_table() {
    if constexpr (requires { T::table; })
        return T::table;
    else
        return Unspecified{};
}

} // namespace detail

constexpr auto schema(const char* name) { return detail::SchemaOption{name}; }
constexpr auto comment(const char* text) { return detail::CommentOption{text}; }
constexpr auto renamed_from(const char* name) { return detail::RenamedFromOption{name}; }
/// A value of another type than its column's is refused, where that is not the rule anyway.
inline constexpr detail::StrictOption strict{};
/// Kept in the order of its primary key.
inline constexpr detail::WithoutRowidOption without_rowid{};
/// `definition` is what stands after the name in CREATE TRIGGER: "AFTER UPDATE ON hero BEGIN … END".
constexpr auto trigger(detail::PlacedName name, detail::SqlArgument definition) {
    return detail::TriggerOption{name, definition};
}

template <class... Options> constexpr auto table(detail::PlacedName name, Options... options) {
    static_assert((detail::is_table_option<Options> && ...),
                  "aludel: a table takes its name and then aludel::column, primary_key, unique, index, foreign_key, "
                  "check, exclusion, trigger, schema, comment, renamed_from, strict and without_rowid");
    static_assert(!(detail::is_unreferenced_key<Options> || ...),
                  "aludel: this foreign key does not say what it references: "
                  "foreign_key(&Hero::team_id).references(&Team::id)");
    return detail::Table<Options...>{name, detail::Pack<Options...>(options...)};
}

/// The table of a struct: its own `static constexpr auto table`, or, for a struct that is not yours or two that refer
/// to each other, `template <> inline constexpr auto aludel::table_of<T> = aludel::table(…);`
template <class T> inline constexpr auto table_of = detail::own_table<T>();

/// All tables of an application; what stands beside them comes after: `aludel::metadata<Team, Hero>.with(…)`.
template <class... Tables> inline constexpr detail::Metadata<Tables...> metadata{};

} // namespace aludel
