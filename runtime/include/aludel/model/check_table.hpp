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

constexpr Problem problem_of_column(const ColumnDescription& column) {
    const auto& options = column.options;
    if (!is_good_name(column.name) || !is_good_optional_name(options.renamed_from)) return Problem::bad_name;
    for (std::size_t at = 0; at < column.enumeration.count; ++at)
        if (!is_good_name(column.enumeration.values[at])) return Problem::bad_name;
    if (column.enumeration.count > 0 && !is_good_name(column.enumeration.name)) return Problem::bad_name;
    if (column.is_described_twice) return Problem::column_described_twice;
    if (column.type.kind == Kind::varchar && column.type.length < 1) return Problem::bad_max_length;
    if (has_empty_text(options.generated)) return Problem::empty_sql;
    if (!options.generated.empty() && options.default_value.kind != DefaultValue::Kind::none)
        return Problem::generated_with_default;
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

/// Looks at the options of one table; keeps the first problem.
template <class T> struct OptionChecker {
    NameView metadata; ///< the structs in it
    Problem& problem;
    bool& has_primary_key;

    constexpr void fail_if(bool is_wrong, Problem what) const {
        if (is_wrong && problem == Problem::none) problem = what;
    }
    template <class... Pointers> constexpr void check_columns(const Members<Pointers...>& members) const {
        std::array<std::size_t, sizeof...(Pointers)> seen{};
        std::size_t count = 0;
        members.for_each([&](auto member) {
            const auto index = fields_of<typename Member<decltype(member)>::owner>::index_of(member);
            for (std::size_t at = 0; at < count; ++at) fail_if(seen[at] == index, Problem::repeated_column);
            seen[count++] = index;
        });
    }

    template <class Columns> constexpr void operator()(const PrimaryKeyOption<Columns>& option) const {
        fail_if(has_primary_key, Problem::second_primary_key);
        has_primary_key = true;
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        check_columns(option.columns);
    }
    template <class Columns> constexpr void operator()(const UniqueOption<Columns>& option) const {
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        check_columns(option.columns);
    }
    template <class Parts> constexpr void operator()(const IndexOption<Parts>& option) const {
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        fail_if(has_empty_text(option.predicate), Problem::empty_sql);
        option.parts.for_each([&](const auto& part) {
            if constexpr (requires { part.expression; }) fail_if(has_empty_text(part.expression), Problem::empty_sql);
        });
    }
    constexpr void operator()(const CheckOption& option) const {
        fail_if(!is_good_optional_name(option.given_name), Problem::bad_name);
        fail_if(option.expression.empty() || has_empty_text(option.expression), Problem::empty_sql);
    }
    template <class Columns, class Reference>
    constexpr void operator()(const ForeignKeyOption<Columns, Reference>& option) const {
        fail_if(!is_good_optional_name(option.options.name), Problem::bad_name);
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
    bool has_primary_key = false;
    table_of<T>.options.for_each(OptionChecker<T>{metadata, problem, has_primary_key});
    for (const auto& column : table.columns)
        if (has_primary_key && column.options.primary_key && problem == Problem::none)
            problem = Problem::second_primary_key;
    return problem;
}

} // namespace aludel::detail
