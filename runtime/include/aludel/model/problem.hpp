// Everything that can be wrong with a model, and what a user reads then. How each is found is in check.hpp.
#pragma once

namespace aludel::detail {

enum class Problem {
    none,
    not_a_struct,
    base_class,
    not_an_aggregate,
    reference_or_const,
    array,
    no_members,
    too_many_members,
    no_table,
    not_a_table,
    unsigned_integer,
    character,
    small_integer,
    view_or_pointer,
    nested_optional,
    unscoped_enum,
    no_enumerators,
    enumerator_out_of_range,
    unknown_type,
    other_struct,
    mixed_reference,
    unlike_reference,
    missing_reference,
    bad_name,
    table_described_twice,
    enum_name_used_twice,
    duplicate_column,
    column_described_twice,
    repeated_column,
    second_primary_key,
    bad_max_length,
    empty_sql,
    generated_with_default,
    default_does_not_fit,
    default_has_too_many_digits,
    default_is_no_enumerator,
    option_given_twice,
    identity_with_value,
    identity_and_none,
    bad_counting,
    without_rowid_without_key,
    empty_definition,
    ordered_exclusion,
    nulls_of_plain_index,
    triggers_of_one_name,
    object_named_twice,
    bad_object_name,
};

/// `Struct` and `Context` are there for the compiler to print.
template <Problem Found, class Struct, auto... Context>
requires(Found != Problem::none) constexpr bool report() {
    static_assert(Found != Problem::option_given_twice,
                  "aludel: this table says schema, comment, renamed_from, strict or without_rowid twice");
    static_assert(Found != Problem::identity_with_value,
                  "aludel: a column that numbers itself (identity) cannot have a default or an expression");
    static_assert(Found != Problem::identity_and_none,
                  "aludel: a column numbers itself or does not: write identity() or no_identity()");
    static_assert(Found != Problem::bad_counting,
                  "aludel: this is no way to count: the increment is not 0, the cache is 1 or more, minimum <= start "
                  "<= maximum, and all of them fit the column");
    static_assert(Found != Problem::without_rowid_without_key,
                  "aludel: a table without rowid needs a primary key: aludel::primary_key(&Hero::id)");
    static_assert(Found != Problem::empty_definition, "aludel: a trigger, function or view has no SQL");
    static_assert(Found != Problem::ordered_exclusion,
                  "aludel: an exclusion has no order: descending, nulls_first and nulls_last are for indexes");
    static_assert(Found != Problem::nulls_of_plain_index,
                  "aludel: nulls_not_distinct() is for unique indexes: index(...).unique().nulls_not_distinct()");
    static_assert(Found != Problem::triggers_of_one_name, "aludel: two triggers of this table have the same name");
    static_assert(Found != Problem::object_named_twice,
                  "aludel: two objects of this metadata have the same name (tables, views and sequences share their "
                  "names). The number in report<...> is the line of the second");
    static_assert(
        Found != Problem::bad_object_name,
        "aludel: the name of an extension, sequence, function, view or trigger, or of its schema, is empty or longer "
        "than 63 bytes. The number in report<...> is its line");
    static_assert(Found != Problem::not_a_struct, "aludel: a table is described by a struct");
    static_assert(Found != Problem::base_class,
                  "aludel: a table's struct must not have a base class. Write the members of the base into the struct");
    static_assert(Found != Problem::not_an_aggregate,
                  "aludel: a table's struct must be a plain one: no private or protected members, no constructors, no "
                  "virtual functions");
    static_assert(Found != Problem::reference_or_const,
                  "aludel: a column must be a value that can be assigned. Write a plain member instead of a reference, "
                  "a const member or one that cannot be moved");
    static_assert(Found != Problem::array, "aludel: a C array is no column. Write std::string for text, "
                                           "std::vector<std::byte> for bytes, or a member for each element");
    static_assert(Found != Problem::no_members,
                  "aludel: a table needs at least one column: this struct has no members");
    static_assert(Found != Problem::too_many_members, "aludel: a table can have 256 columns at most");
    static_assert(
        Found != Problem::no_table,
        "aludel: this struct describes no table. Write `static constexpr auto table = aludel::table(\"name\", "
        "...);` into it, or `template <> inline constexpr auto aludel::table_of<T> = aludel::table(\"name\", ...);` "
        "after it");
    static_assert(
        Found != Problem::not_a_table,
        "aludel: a struct's `table`, or its aludel::table_of, must be what aludel::table(\"name\", ...) returns");
    static_assert(Found != Problem::unsigned_integer,
                  "aludel: databases have no unsigned integers. Write std::int16_t, "
                  "std::int32_t or std::int64_t, of enough width");
    static_assert(Found != Problem::character,
                  "aludel: a character is no column. Write std::string, or std::int16_t for a small number");
    static_assert(Found != Problem::small_integer,
                  "aludel: databases have no integers of this size. Write std::int16_t, std::int32_t or std::int64_t");
    static_assert(
        Found != Problem::view_or_pointer,
        "aludel: a column owns its value. Write std::string for text, std::optional<T> for a value that may be "
        "missing, and std::int64_t with aludel::foreign_key for another table's row");
    static_assert(Found != Problem::nested_optional,
                  "aludel: a column is NULL or not: write one std::optional, not two");
    static_assert(Found != Problem::unscoped_enum, "aludel: an enum that is a column must be an `enum class`");
    static_assert(Found != Problem::no_enumerators,
                  "aludel: this enum has no enumerators between -128 and 255. Say where they are: `template <> inline "
                  "constexpr auto aludel::enum_range<E> = aludel::EnumRange{0, 999};`");
    static_assert(Found != Problem::enumerator_out_of_range,
                  "aludel: an enumerator of this enum is out of the range that is looked at, -128 to 255. Widen it: "
                  "`template <> inline constexpr auto aludel::enum_range<E> = aludel::EnumRange{0, 999};`");
    static_assert(
        Found != Problem::unknown_type,
        "aludel: this member's type is no column type. Use one of those that aludel/model/type.hpp names, or "
        "say what it is: `template <> inline constexpr auto aludel::type_of<T> = aludel::type::varchar(80);`");
    static_assert(
        Found != Problem::other_struct,
        "aludel: an option of this table points to a member of another struct. Name the struct's own members");
    static_assert(Found != Problem::mixed_reference,
                  "aludel: a foreign key references members of one struct: references(&Team::id, &Team::code)");
    static_assert(Found != Problem::unlike_reference,
                  "aludel: a foreign key's member and the member that it references must have the same type, "
                  "std::optional apart");
    static_assert(Found != Problem::missing_reference,
                  "aludel: a foreign key references a struct that is not in the metadata. Add it: "
                  "aludel::metadata<Team, Hero>");
    static_assert(
        Found != Problem::bad_name,
        "aludel: a name of this table (its own, or that of a schema, column, key, index, check, trigger or enumerator) "
        "is empty or longer than 63 bytes. Give a shorter one with .name(\"...\")");
    static_assert(Found != Problem::table_described_twice,
                  "aludel: two structs of the metadata describe a table of the same name. Rename one, or take it out");
    static_assert(Found != Problem::enum_name_used_twice,
                  "aludel: two enums of the metadata have the same name in the database. Name one: `template <> inline "
                  "constexpr auto aludel::enum_name<E> = \"app_mood\";`");
    static_assert(Found != Problem::duplicate_column, "aludel: two columns of this table have the same name");
    static_assert(Found != Problem::column_described_twice,
                  "aludel: a member has two aludel::column(...) in this table. Join them into one");
    static_assert(Found != Problem::repeated_column, "aludel: a key or index names the same column twice");
    static_assert(
        Found != Problem::second_primary_key,
        "aludel: this table has two primary keys. Write one aludel::primary_key(&T::a, &T::b) with all of its "
        "columns");
    static_assert(Found != Problem::bad_max_length, "aludel: max_length must be 1 or more");
    static_assert(Found != Problem::empty_sql,
                  "aludel: an SQL expression of this table is empty, or an operator, an operator class or a method");
    static_assert(Found != Problem::generated_with_default,
                  "aludel: a generated column cannot have a default: its expression is its value");
    static_assert(Found != Problem::default_does_not_fit, "aludel: a default is too large for its integer column");
    static_assert(Found != Problem::default_has_too_many_digits,
                  "aludel: a default has more digits than can be written exactly. Write it as text: "
                  "server_default(aludel::literal(\"...\"))");
    static_assert(Found != Problem::default_is_no_enumerator,
                  "aludel: a default names no enumerator of its column's enum");
    return false;
}

template <Problem Found, class Struct>
requires(Found == Problem::none) constexpr bool report() { return true; }

} // namespace aludel::detail
