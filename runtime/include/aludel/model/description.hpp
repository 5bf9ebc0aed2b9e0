// A table's description as plain values: what the struct says, with the options of its columns applied.
#pragma once

#include <aludel/model/enumerators.hpp>
#include <aludel/model/field.hpp>
#include <aludel/model/table.hpp>
#include <aludel/model/text.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace aludel::detail {

struct EnumDescription {
    std::string_view name;
    const std::string_view* values = nullptr;
    std::size_t count = 0;
    std::string_view type{}; ///< its C++ type, as the compiler spells it: tells enums of one name apart
    const char* schema = nullptr;
};

struct ColumnDescription {
    std::string_view name;
    ColumnType type{};
    bool nullable = false;
    EnumDescription enumeration{};
    ColumnOptions options{};
    bool is_described_twice = false;
    const Identity* identity = nullptr; ///< where its options say that it is one
};

template <std::size_t Count> struct TableDescription {
    const char* name;
    const char* file;
    int line;
    const char* schema = nullptr;
    const char* comment = nullptr;
    const char* renamed_from = nullptr;
    bool strict = false;
    bool without_rowid = false;
    std::array<ColumnDescription, Count> columns{};
};

template <class T> constexpr EnumDescription describe_enum() {
    if constexpr (required_type<T>().kind != Kind::enumeration)
        return {};
    else
        return {database_name<T>(), enumerators<T>.data(), enumerators<T>.size(), signature_of_type<T>(),
                enum_schema<T>};
}

template <class T> constexpr ColumnDescription describe_column(std::string_view name) {
    return {name, column_type<T>(), is_nullable<T>, describe_enum<unwrapped<T>>(), {}, false};
}

/// Applies a table's options to its description.
template <class T> struct Describer {
    TableDescription<fields_of<T>::count>& table;

    template <class Type, class Numbering>
    constexpr void operator()(const ColumnOption<T, Type, Numbering>& option) const {
        auto& column = table.columns[fields_of<T>::index_of(option.member)];
        const auto& options = option.options;
        column.is_described_twice = column.options.is_given;
        column.options = options;
        column.options.is_given = true;
        if constexpr (std::is_same_v<Numbering, Identity>) column.identity = &option.numbering;
        if (options.name) column.name = view_of(options.name);
        if (options.has_max_length) column.type = type::varchar(options.max_length);
    }
    constexpr void operator()(const SchemaOption& option) const { table.schema = option.text; }
    constexpr void operator()(const CommentOption& option) const { table.comment = option.text; }
    constexpr void operator()(const RenamedFromOption& option) const { table.renamed_from = option.text; }
    constexpr void operator()(const StrictOption&) const { table.strict = true; }
    constexpr void operator()(const WithoutRowidOption&) const { table.without_rowid = true; }
    constexpr void operator()(const auto&) const {}
};

template <class T>
inline constexpr auto description = [] {
    constexpr auto count = fields_of<T>::count;
    TableDescription<count> table{table_of<T>.name.text, table_of<T>.name.file, table_of<T>.name.line};
    const auto names = fields_of<T>::names();
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        table.columns = {describe_column<typename fields_of<T>::template type<Index>>(names[Index])...};
    }
    (std::make_index_sequence<count>{});
    table_of<T>.options.for_each(Describer<T>{table});
    return table;
}();

/// The column's name in the database.
template <class T, class Type> constexpr std::string_view column_name(Type T::*member) {
    return description<T>.columns[fields_of<T>::index_of(member)].name;
}

} // namespace aludel::detail
