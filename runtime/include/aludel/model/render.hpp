// A table's description as the records of migrations/formats.md, "Snapshot".
#pragma once

#include <aludel/model/description.hpp>
#include <aludel/model/text.hpp>

#include <string_view>

namespace aludel::detail {

constexpr std::string_view type_word(Kind kind) {
    switch (kind) {
    case Kind::boolean: return "boolean";
    case Kind::smallint: return "smallint";
    case Kind::integer: return "integer";
    case Kind::bigint: return "bigint";
    case Kind::real: return "real";
    case Kind::double_precision: return "double";
    case Kind::text: return "text";
    case Kind::varchar: return "varchar";
    case Kind::bytes: return "bytes";
    case Kind::date: return "date";
    case Kind::time: return "time";
    case Kind::timestamp: return "timestamp";
    case Kind::timestamptz: return "timestamptz";
    case Kind::uuid: return "uuid";
    case Kind::decimal: return "decimal";
    case Kind::json: return "json";
    case Kind::enumeration: return "enum ";
    case Kind::native: return "native ";
    case Kind::unknown: break;
    }
    return {};
}

constexpr void render_type(Records& out, const ColumnDescription& column) {
    out.begin_value("type");
    const auto& type = column.type;
    out.text.put(type_word(type.kind));
    if (type.kind == Kind::enumeration) out.text.put(column.enumeration.name);
    if (type.kind == Kind::native) out.text.put(type.name);
    if (type.kind == Kind::varchar) {
        out.text.put('(');
        out.text.put_number(type.length);
        out.text.put(')');
    }
    if (type.kind == Kind::decimal) {
        out.text.put('(');
        out.text.put_number(type.precision);
        out.text.put(", ");
        out.text.put_number(type.scale);
        out.text.put(')');
    }
}

constexpr void render_default(Records& out, const DefaultValue& value) {
    switch (value.kind) {
    case DefaultValue::Kind::none: break;
    case DefaultValue::Kind::boolean: out.value("default", value.integer ? "true" : "false"); break;
    case DefaultValue::Kind::integer: out.number("default", value.integer); break;
    case DefaultValue::Kind::floating:
        out.begin_value("default");
        put_fraction(out.text, to_fraction(value.floating, value.is_single));
        break;
    case DefaultValue::Kind::text: out.value("default", std::string_view(value.text)); break;
    case DefaultValue::Kind::now: out.flag("now", true); break;
    case DefaultValue::Kind::sql: out.sql("default_sql", value.sql); break;
    }
}

constexpr void render_column(Records& out, const ColumnDescription& column) {
    const auto& options = column.options;
    out.begin("column");
    out.value("name", column.name);
    render_type(out, column);
    out.flag("nullable", column.nullable);
    out.flag("key", options.primary_key);
    render_default(out, options.default_value);
    out.value("collation", options.collation);
    out.value("comment", options.comment);
    out.sql("generated", options.generated);
    out.flag("virtual", !options.generated.empty() && options.storage == virtual_);
    out.value("renamed_from", options.renamed_from);
    out.end();
}

constexpr void render_enum(Records& out, const EnumDescription& enumeration) {
    out.begin("enum");
    out.value("name", enumeration.name);
    for (std::size_t at = 0; at < enumeration.count; ++at) out.value("value", enumeration.values[at]);
    out.end();
}

constexpr std::string_view action_word(Action action) {
    switch (action) {
    case Action::no_action: break;
    case Action::restrict: return "restrict";
    case Action::cascade: return "cascade";
    case Action::set_null: return "set null";
    case Action::set_default: return "set default";
    }
    return {};
}

constexpr void render_action(Records& out, std::string_view key, Action action) {
    if (action != Action::no_action) out.value(key, action_word(action));
}

/// Renders the options that are records of their own.
template <class T> struct OptionRenderer {
    Records& out;

    constexpr void columns(std::string_view key, const auto& members) const {
        members.for_each([&](auto member) { out.value(key, column_name(member)); });
    }

    template <class Columns> constexpr void operator()(const PrimaryKeyOption<Columns>& option) const {
        out.begin("primary_key");
        out.value("name", option.given_name);
        columns("column", option.columns);
        out.end();
    }
    template <class Columns> constexpr void operator()(const UniqueOption<Columns>& option) const {
        out.begin("unique");
        out.value("name", option.given_name);
        columns("column", option.columns);
        out.end();
    }
    template <class Parts> constexpr void operator()(const IndexOption<Parts>& option) const {
        out.begin("index");
        out.value("name", option.given_name);
        out.flag("unique", option.is_unique);
        out.sql("where", option.predicate);
        out.end();
        option.parts.for_each([&](const auto& part) { render_part(part); });
    }
    template <class Pointer> constexpr void render_part(const ColumnPart<Pointer>& part) const {
        out.begin("part");
        out.value("column", column_name(part.member));
        out.flag("descending", part.is_descending);
        out.end();
    }
    constexpr void render_part(const ExpressionPart& part) const {
        out.begin("part");
        out.sql("sql", part.expression);
        out.flag("descending", part.is_descending);
        out.end();
    }
    template <class Columns, class Reference>
    constexpr void operator()(const ForeignKeyOption<Columns, Reference>& option) const {
        const auto& options = option.options;
        out.begin("foreign_key");
        out.value("name", options.name);
        columns("column", option.columns);
        render_reference(option.reference);
        render_action(out, "on_delete", options.on_delete);
        render_action(out, "on_update", options.on_update);
        out.flag("deferrable", options.deferrable);
        out.flag("initially_deferred", options.initially_deferred);
        out.end();
    }
    template <class... Pointers> constexpr void render_reference(const Members<Pointers...>& reference) const {
        using Referred = typename Member<decltype(reference.first)>::owner;
        out.value("table", description<Referred>.name);
        out.value("schema", description<Referred>.schema);
        columns("referred", reference);
    }
    template <class... Columns> constexpr void render_reference(const NamedReference<Columns...>& reference) const {
        out.value("table", reference.table);
        reference.columns.for_each([&](const char* column) { out.value("referred", column); });
    }
    constexpr void operator()(const CheckOption& option) const {
        out.begin("check");
        out.value("name", option.given_name);
        out.sql("sql", option.expression);
        out.end();
    }
    constexpr void operator()(const auto&) const {}
};

template <class T> constexpr void render(Records& out) {
    constexpr const auto& table = description<T>;
    out.begin("table");
    out.value("name", table.name);
    out.value("schema", table.schema);
    out.value("comment", table.comment);
    out.value("renamed_from", table.renamed_from);
    out.value("file", table.file);
    out.number("line", table.line);
    out.end();
    for (const auto& column : table.columns) render_column(out, column);
    for (const auto& column : table.columns)
        if (column.type.kind == Kind::enumeration) render_enum(out, column.enumeration);
    table_of<T>.options.for_each(OptionRenderer<T>{out});
}

} // namespace aludel::detail
