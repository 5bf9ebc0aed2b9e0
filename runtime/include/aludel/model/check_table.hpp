// Finds what is wrong with a table's description: names, keys, defaults, and what it says of other tables.
#pragma once

#include <aludel/model/check_metadata.hpp>
#include <aludel/model/check_struct.hpp>
#include <aludel/model/description.hpp>
#include <aludel/model/problem.hpp>
#include <aludel/model/text.hpp>

#include <array>
#include <cstddef>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aludel::detail {

/// PostgreSQL's NAMEDATALEN less one; it cuts what is longer without a word.
inline constexpr std::size_t longest_name = 63;

constexpr bool is_good_name(std::string_view name) { return !name.empty() && name.size() <= longest_name; }
constexpr bool is_good_name(const char* name) { return is_good_name(view_of(name)); }
constexpr bool is_good_optional_name(const char* name) { return !name || is_good_name(name); }

constexpr bool is_empty_text(const char* text) { return text && !*text; }
constexpr bool has_empty_text(const Sql& sql) {
    return is_empty_text(sql.common) || is_empty_text(sql.sqlite) || is_empty_text(sql.postgresql);
}

constexpr bool fits_integer(long long value, Kind kind) {
    if (kind == Kind::smallint)
        return value >= std::numeric_limits<short>::min() && value <= std::numeric_limits<short>::max();
    if (kind == Kind::integer)
        return value >= std::numeric_limits<int>::min() && value <= std::numeric_limits<int>::max();
    return true;
}

constexpr bool is_in_order(Number low, Number high) {
    return !low.is_given || !high.is_given || low.value <= high.value;
}
/// Of numbers that fit the column; a sequence's are bigint.
constexpr bool is_good_counting(const Counting& counting, Kind kind = Kind::bigint) {
    for (const auto& number : {counting.start, counting.increment, counting.minimum, counting.maximum})
        if (number.is_given && !fits_integer(number.value, kind)) return false;
    if (counting.increment.is_given && counting.increment.value == 0) return false;
    if (counting.cache.is_given && counting.cache.value < 1) return false;
    return is_in_order(counting.minimum, counting.start) && is_in_order(counting.start, counting.maximum) &&
           is_in_order(counting.minimum, counting.maximum);
}

constexpr Problem problem_of_default(const ColumnDescription& column) {
    const auto& value = column.options.default_value;
    if (value.kind == DefaultValue::Kind::integer &&
        (value.is_too_large || !fits_integer(value.integer, column.type.kind)))
        return Problem::default_does_not_fit;
    if (value.kind == DefaultValue::Kind::floating && !to_fraction(value.floating, value.is_single).is_exact)
        return Problem::default_has_too_many_digits;
    if (value.kind == DefaultValue::Kind::sql && (value.sql.empty() || has_empty_text(value.sql)))
        return Problem::empty_sql;
    if (value.kind != DefaultValue::Kind::text || column.type.kind != Kind::enumeration) return Problem::none;
    for (std::size_t at = 0; at < column.enumeration.count; ++at)
        if (column.enumeration.values[at] == value.text) return Problem::none;
    return Problem::default_is_no_enumerator;
}

constexpr Problem problem_of_names(const EnumDescription& enumeration) {
    for (std::size_t at = 0; at < enumeration.count; ++at)
        if (!is_good_name(enumeration.values[at])) return Problem::bad_name;
    const bool is_good = is_good_name(enumeration.name) && is_good_optional_name(enumeration.schema);
    return enumeration.count == 0 || is_good ? Problem::none : Problem::bad_name;
}

constexpr Problem problem_of_column(const ColumnDescription& column) {
    const auto& options = column.options;
    if (!is_good_name(column.name) || !is_good_optional_name(options.renamed_from)) return Problem::bad_name;
    if (const auto problem = problem_of_names(column.enumeration); problem != Problem::none) return problem;
    if (column.is_described_twice) return Problem::column_described_twice;
    if (column.type.kind == Kind::varchar && column.type.length < 1) return Problem::bad_max_length;
    if (has_empty_text(options.generated)) return Problem::empty_sql;
    if (!options.generated.empty() && options.default_value.kind != DefaultValue::Kind::none)
        return Problem::generated_with_default;
    if (options.is_identity) {
        if (options.has_no_identity) return Problem::identity_and_none;
        if (!options.generated.empty() || options.default_value.kind != DefaultValue::Kind::none)
            return Problem::identity_with_value;
        if (!is_good_counting(column.identity->counting(), column.type.kind)) return Problem::bad_counting;
    }
    return problem_of_default(column);
}

template <std::size_t Count> constexpr Problem problem_of_columns(const std::array<ColumnDescription, Count>& columns) {
    for (std::size_t at = 0; at < Count; ++at) {
        if (const auto problem = problem_of_column(columns[at]); problem != Problem::none) return problem;
        for (std::size_t before = 0; before < at; ++before)
            if (is_same_name(columns[at].name, columns[before].name)) return Problem::duplicate_column;
    }
    return Problem::none;
}

/// What a table may say once.
struct OptionsSeen {
    bool primary_key = false;
    bool schema = false;
    bool comment = false;
    bool renamed_from = false;
    bool strict = false;
    bool without_rowid = false;
};

/// Looks at the options of one table; keeps the first problem.
template <class T> struct OptionChecker {
    NameView metadata; ///< the structs in it
    Problem& problem;
    OptionsSeen& seen;

    constexpr void fail_if(bool is_wrong, Problem what) const {
        if (is_wrong && problem == Problem::none) problem = what;
    }
    constexpr void once(bool OptionsSeen::*option, Problem otherwise = Problem::option_given_twice) const {
        fail_if(seen.*option, otherwise);
        seen.*option = true;
    }
    template <class... Pointers> constexpr void check_columns(const Members<Pointers...>& members) const {
        std::array<std::size_t, sizeof...(Pointers)> before{};
        std::size_t count = 0;
        members.for_each([&](auto member) {
            const auto index = fields_of<typename Member<decltype(member)>::owner>::index_of(member);
            for (std::size_t at = 0; at < count; ++at) fail_if(before[at] == index, Problem::repeated_column);
            before[count++] = index;
        });
    }

    template <class Columns> constexpr void operator()(const PrimaryKeyOption<Columns>& option) const {
        once(&OptionsSeen::primary_key, Problem::second_primary_key);
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        check_columns(option.columns);
    }
    template <class Columns> constexpr void operator()(const UniqueOption<Columns>& option) const {
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        check_columns(option.columns);
    }
    template <class Parts, class Included> constexpr void operator()(const IndexOption<Parts, Included>& option) const {
        const auto& options = option.options;
        fail_if(!is_good_optional_name(options.name), Problem::bad_name);
        fail_if(has_empty_text(options.where) || is_empty_text(options.method), Problem::empty_sql);
        fail_if(options.nulls_not_distinct && !options.unique, Problem::nulls_of_plain_index);
        check_columns(option.included);
        option.parts.for_each([&](const auto& part) { check_part(part); });
    }
    template <class Part> constexpr void check_part(const Part& part) const {
        if constexpr (requires { part.expression; })
            fail_if(part.expression.empty() || has_empty_text(part.expression), Problem::empty_sql);
        fail_if(is_empty_text(part.options.operator_class), Problem::empty_sql);
    }
    template <class Parts> constexpr void operator()(const ExclusionOption<Parts>& option) const {
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        fail_if(has_empty_text(option.predicate) || is_empty_text(option.index_method), Problem::empty_sql);
        option.parts.for_each([&](const auto& each) {
            check_part(each.part);
            fail_if(is_empty_text(each.operator_name), Problem::empty_sql);
            fail_if(each.part.options.is_ordered(), Problem::ordered_exclusion);
        });
    }
    constexpr void operator()(const TriggerOption& option) const {
        fail_if(!is_good_name(option.name.text), Problem::bad_name);
        fail_if(option.definition.empty() || has_empty_text(option.definition), Problem::empty_definition);
        int count = 0;
        table_of<T>.options.for_each([&](const auto& other) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(other)>, TriggerOption>)
                count += is_same_name(view_of(other.name.text), view_of(option.name.text)) ? 1 : 0;
        });
        fail_if(count > 1, Problem::triggers_of_one_name);
    }
    constexpr void operator()(const SchemaOption&) const { once(&OptionsSeen::schema); }
    constexpr void operator()(const CommentOption&) const { once(&OptionsSeen::comment); }
    constexpr void operator()(const RenamedFromOption&) const { once(&OptionsSeen::renamed_from); }
    constexpr void operator()(const StrictOption&) const { once(&OptionsSeen::strict); }
    constexpr void operator()(const WithoutRowidOption&) const { once(&OptionsSeen::without_rowid); }
    constexpr void operator()(const CheckOption& option) const {
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        fail_if(option.expression.empty() || has_empty_text(option.expression), Problem::empty_sql);
    }
    template <class Columns, class Reference>
    constexpr void operator()(const ForeignKeyOption<Columns, Reference>& option) const {
        fail_if(!is_good_optional_name(option.options.name) || !is_good_optional_name(option.options.referred_schema),
                Problem::bad_name);
        check_columns(option.columns);
        check_reference(option.reference);
    }
    template <class... Pointers> constexpr void check_reference(const Members<Pointers...>&) const {
        fail_if(!metadata.contains(signature_of_type<first_owner<Pointers...>>()), Problem::missing_reference);
    }
    template <class... Columns> constexpr void check_reference(const NamedReference<Columns...>& reference) const {
        fail_if(!is_good_name(reference.table), Problem::bad_name);
        reference.columns.for_each([&](const char* column) { fail_if(!is_good_name(column), Problem::bad_name); });
    }
    constexpr void operator()(const auto&) const {}
};

template <class T> constexpr Problem problem_of_description(NameView metadata) {
    constexpr const auto& table = description<T>;
    if (!is_good_name(table.name) || !is_good_optional_name(table.schema) || !is_good_optional_name(table.renamed_from))
        return Problem::bad_name;
    auto problem = problem_of_columns(table.columns);
    OptionsSeen seen{};
    table_of<T>.options.for_each(OptionChecker<T>{metadata, problem, seen});
    const auto fail_if = [&](bool is_wrong, Problem what) {
        if (is_wrong && problem == Problem::none) problem = what;
    };
    bool has_key_column = false;
    for (const auto& column : table.columns) has_key_column = has_key_column || column.options.primary_key;
    fail_if(seen.primary_key && has_key_column, Problem::second_primary_key);
    fail_if(seen.without_rowid && !seen.primary_key && !has_key_column, Problem::without_rowid_without_key);
    return problem;
}

} // namespace aludel::detail
