// A table's description as the records of migrations/formats.md, "Snapshot".
#pragma once

#include <aludel/model/description.hpp>
#include <aludel/model/text.hpp>

#include <string_view>

namespace aludel::detail {

constexpr std::string_view type_word(Kind kind) {
    switch (kind) {
    case Kind::boolean: return "boolean"sv;
    case Kind::smallint: return "smallint"sv;
    case Kind::integer: return "integer"sv;
    case Kind::bigint: return "bigint"sv;
    case Kind::real: return "real"sv;
    case Kind::double_precision: return "double"sv;
    case Kind::text: return "text"sv;
    case Kind::varchar: return "varchar"sv;
    case Kind::bytes: return "bytes"sv;
    case Kind::date: return "date"sv;
    case Kind::time: return "time"sv;
    case Kind::timestamp: return "timestamp"sv;
    case Kind::timestamptz: return "timestamptz"sv;
    case Kind::uuid: return "uuid"sv;
    case Kind::decimal: return "decimal"sv;
    case Kind::json: return "json"sv;
    case Kind::enumeration: return "enum "sv;
    case Kind::native: return "native "sv;
    case Kind::unknown: break;
    }
    return {};
}

constexpr void render_type(Records& out, const ColumnDescription& column) {
    out.begin_value("type"sv);
    const auto& type = column.type;
    out.text.put(type_word(type.kind));
    if (type.kind == Kind::enumeration) out.put_escaped(column.enumeration.name);
    if (type.kind == Kind::native) out.put_escaped(view_of(type.name));
    if (type.kind == Kind::varchar) {
        out.text.put('(');
        out.text.put_number(type.length);
        out.text.put(')');
    }
    if (type.kind == Kind::decimal && type.precision > 0) {
        out.text.put('(');
        out.text.put_number(type.precision);
        out.text.put(", "sv);
        out.text.put_number(type.scale);
        out.text.put(')');
    }
}

constexpr void render_default(Records& out, const DefaultValue& value) {
    switch (value.kind) {
    case DefaultValue::Kind::none: break;
    case DefaultValue::Kind::boolean: out.value("default"sv, value.integer ? "true"sv : "false"sv); break;
    case DefaultValue::Kind::integer: out.number("default"sv, value.integer); break;
    case DefaultValue::Kind::floating:
        out.begin_value("default"sv);
        put_fraction(out.text, to_fraction(value.floating, value.is_single));
        break;
    case DefaultValue::Kind::literal: out.value("default"sv, {value.text, value.size}); break;
    case DefaultValue::Kind::text: out.value("default"sv, view_of(value.text)); break;
    case DefaultValue::Kind::now: out.flag("now"sv, true); break;
    case DefaultValue::Kind::sql: out.sql("default_sql"sv, value.sql); break;
    }
}

constexpr void render_number(Records& out, std::string_view key, Number number) {
    if (number.is_given) out.number(key, number.value);
}

constexpr void render_counting(Records& out, const Counting& counting) {
    render_number(out, "start"sv, counting.start);
    render_number(out, "increment"sv, counting.increment);
    render_number(out, "minimum"sv, counting.minimum);
    render_number(out, "maximum"sv, counting.maximum);
    render_number(out, "cache"sv, counting.cache);
    out.flag("cycle"sv, counting.cycle);
}

constexpr void render_identity(Records& out, const Identity& identity) {
    out.flag("identity"sv, true);
    out.flag("always"sv, identity.always);
    out.flag("autoincrement"sv, identity.autoincrement);
    render_counting(out, identity.counting());
}

constexpr void render_column(Records& out, const ColumnDescription& column) {
    const auto& options = column.options;
    out.begin("column"sv);
    out.value("name"sv, column.name);
    render_type(out, column);
    out.flag("nullable"sv, column.nullable);
    out.flag("key"sv, options.primary_key);
    if (options.is_identity) render_identity(out, *column.identity);
    out.flag("no_identity"sv, options.has_no_identity);
    render_default(out, options.default_value);
    out.value("collation"sv, options.collation);
    out.value("comment"sv, options.comment);
    out.sql("generated"sv, options.generated);
    out.flag("virtual"sv, !options.generated.empty() && options.storage == virtual_);
    out.value("renamed_from"sv, options.renamed_from);
    out.end();
}

constexpr void render_enum(Records& out, std::string_view kind, const EnumDescription& enumeration) {
    out.begin(kind);
    out.value("name"sv, enumeration.name);
    out.value("schema"sv, enumeration.schema);
    for (std::size_t at = 0; at < enumeration.count; ++at) out.value("value"sv, enumeration.values[at]);
    out.end();
}

constexpr std::string_view action_word(Action action) {
    switch (action) {
    case Action::no_action: break;
    case Action::restrict: return "restrict"sv;
    case Action::cascade: return "cascade"sv;
    case Action::set_null: return "set null"sv;
    case Action::set_default: return "set default"sv;
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
        out.begin("primary_key"sv);
        out.value("name"sv, option.given_name);
        columns("column"sv, option.columns);
        out.end();
    }
    template <class Columns> constexpr void operator()(const UniqueOption<Columns>& option) const {
        out.begin("unique"sv);
        out.value("name"sv, option.given_name);
        columns("column"sv, option.columns);
        out.flag("nulls_not_distinct"sv, option.are_nulls_alike);
        out.end();
    }
    template <class Parts, class Included> constexpr void operator()(const IndexOption<Parts, Included>& option) const {
        const auto& options = option.options;
        out.begin("index"sv);
        out.value("name"sv, options.name);
        out.flag("unique"sv, options.unique);
        out.sql("where"sv, options.where);
        out.value("method"sv, options.method);
        columns("include"sv, option.included);
        out.flag("nulls_not_distinct"sv, options.nulls_not_distinct);
        out.flag("concurrently"sv, options.concurrently);
        out.end();
        option.parts.for_each([&](const auto& part) {
            render_part(part);
            out.end();
        });
    }
    template <class Part> constexpr void render_part(const Part& part) const {
        out.begin("part"sv);
        if constexpr (requires { part.expression; })
            out.sql("sql"sv, part.expression);
        else
            out.value("column"sv, column_name(part.member));
        out.flag("descending"sv, part.options.is_descending);
        if (part.options.nulls == Nulls::first) out.value("nulls"sv, "first"sv);
        if (part.options.nulls == Nulls::last) out.value("nulls"sv, "last"sv);
        out.value("operator_class"sv, part.options.operator_class);
    }
    template <class Parts> constexpr void operator()(const ExclusionOption<Parts>& option) const {
        out.begin("exclusion"sv);
        out.value("name"sv, option.given_name);
        out.value("method"sv, option.index_method);
        out.sql("where"sv, option.predicate);
        out.end();
        option.parts.for_each([&](const auto& each) {
            render_part(each.part);
            out.value("with"sv, each.operator_name);
            out.end();
        });
    }
    constexpr void operator()(const TriggerOption& option) const {
        out.begin("trigger"sv);
        out.value("name"sv, option.name.text);
        out.sql("sql"sv, option.definition);
        out.end();
    }
    template <class Columns, class Reference>
    constexpr void operator()(const ForeignKeyOption<Columns, Reference>& option) const {
        const auto& options = option.options;
        out.begin("foreign_key"sv);
        out.value("name"sv, options.name);
        columns("column"sv, option.columns);
        render_reference(option.reference);
        out.value("schema"sv, options.referred_schema);
        render_action(out, "on_delete"sv, options.on_delete);
        render_action(out, "on_update"sv, options.on_update);
        out.flag("deferrable"sv, options.deferrable);
        out.flag("initially_deferred"sv, options.initially_deferred);
        out.flag("match_full"sv, options.match_full);
        out.end();
    }
    template <class... Pointers> constexpr void render_reference(const Members<Pointers...>& reference) const {
        using Referred = typename Member<decltype(reference.first)>::owner;
        out.value("table"sv, description<Referred>.name);
        out.value("schema"sv, description<Referred>.schema);
        columns("referred"sv, reference);
    }
    template <class... Columns> constexpr void render_reference(const NamedReference<Columns...>& reference) const {
        out.value("table"sv, reference.table);
        reference.columns.for_each([&](const char* column) { out.value("referred"sv, column); });
    }
    constexpr void operator()(const CheckOption& option) const {
        out.begin("check"sv);
        out.value("name"sv, option.given_name);
        out.sql("sql"sv, option.expression);
        out.end();
    }
    constexpr void operator()(const auto&) const {}
};

constexpr std::string_view object_word(Object::Kind kind) {
    switch (kind) {
    case Object::Kind::extension: return "extension"sv;
    case Object::Kind::sequence: return "sequence"sv;
    case Object::Kind::function: return "function"sv;
    case Object::Kind::view: return "view"sv;
    case Object::Kind::trigger: return "trigger_of"sv;
    }
    return {};
}

constexpr void render(Records& out, const Object& object) {
    out.begin(object_word(object.kind));
    out.value("name"sv, object.name.text);
    out.value("schema"sv, object.schema);
    out.value("table"sv, object.table);
    out.sql("sql"sv, object.definition);
    render_counting(out, object.counting);
    out.value("file"sv, object.name.file);
    out.number("line"sv, object.name.line);
    out.end();
}

template <class T> constexpr void render(Records& out) {
    constexpr const auto& table = description<T>;
    out.begin("table"sv);
    out.value("name"sv, table.name);
    out.value("schema"sv, table.schema);
    out.value("comment"sv, table.comment);
    out.value("renamed_from"sv, table.renamed_from);
    out.flag("strict"sv, table.strict);
    out.flag("without_rowid"sv, table.without_rowid);
    out.value("file"sv, table.file);
    out.number("line"sv, table.line);
    out.end();
    for (const auto& column : table.columns) render_column(out, column);
    for (const auto& column : table.columns)
        if (column.type.kind == Kind::enumeration) render_enum(out, "enum"sv, column.enumeration);
    table_of<T>.options.for_each(OptionRenderer<T>{out});
}

} // namespace aludel::detail
