// The keys of columns, keys, constraints, indexes, tables, enums and what stands beside them.
#pragma once

#include "migrations/revision/codec_fields.hpp"

namespace aludel::migrations {

template <>
inline constexpr auto fields_of<Generated> =
    std::tuple{required("sql", &Generated::expression), optional("stored", &Generated::stored)};

template <>
inline constexpr auto fields_of<Column> = std::tuple{required("name", &Column::name),
                                                     required("type", &Column::type),
                                                     optional("nullable", &Column::nullable),
                                                     optional("identity", &Column::identity),
                                                     optional("default", &Column::default_value),
                                                     optional("generated", &Column::generated),
                                                     optional("collation", &Column::collation),
                                                     optional("comment", &Column::comment)};

template <>
inline constexpr auto fields_of<PrimaryKey> =
    std::tuple{required("name", &PrimaryKey::name), required("columns", &PrimaryKey::columns)};

template <>
inline constexpr auto fields_of<Unique> =
    std::tuple{required("name", &Unique::name), required("columns", &Unique::columns),
               optional("nulls_not_distinct", &Unique::nulls_not_distinct)};

template <>
inline constexpr auto fields_of<Check> =
    std::tuple{required("name", &Check::name), required("sql", &Check::expression)};

template <>
inline constexpr auto fields_of<ForeignKey> = std::tuple{
    required("name", &ForeignKey::name),
    required("columns", &ForeignKey::columns),
    group("references", name("table", &ForeignKey::referred_table), required("columns", &ForeignKey::referred_columns)),
    optional("on_delete", &ForeignKey::on_delete),
    optional("on_update", &ForeignKey::on_update),
    optional("deferrable", &ForeignKey::deferrable),
    optional("initially_deferred", &ForeignKey::initially_deferred),
    optional("match_full", &ForeignKey::match_full)};

template <>
inline constexpr auto fields_of<ExclusionPart> =
    std::tuple{optional("column", &ExclusionPart::column), optional("sql", &ExclusionPart::expression),
               required("with", &ExclusionPart::with), optional("operator_class", &ExclusionPart::operator_class)};

template <>
inline constexpr auto fields_of<Exclusion> =
    std::tuple{required("name", &Exclusion::name), required("columns", &Exclusion::parts),
               optional("method", &Exclusion::method), optional("where", &Exclusion::where)};

template <>
inline constexpr auto fields_of<Index> = std::tuple{required("name", &Index::name),
                                                    required("columns", &Index::parts),
                                                    optional("unique", &Index::unique),
                                                    optional("where", &Index::where),
                                                    optional("method", &Index::method),
                                                    optional("include", &Index::include),
                                                    optional("nulls_not_distinct", &Index::nulls_not_distinct)};

template <>
inline constexpr auto fields_of<Table> = std::tuple{name("table", &Table::name),
                                                    given("columns", &Table::columns),
                                                    optional("primary_key", &Table::primary_key),
                                                    optional("uniques", &Table::uniques),
                                                    optional("checks", &Table::checks),
                                                    optional("foreign_keys", &Table::foreign_keys),
                                                    optional("exclusions", &Table::exclusions),
                                                    optional("indexes", &Table::indexes),
                                                    optional("comment", &Table::comment),
                                                    optional("strict", &Table::strict),
                                                    optional("without_rowid", &Table::without_rowid)};

template <>
inline constexpr auto fields_of<Counting> =
    std::tuple{optional("start", &Counting::start),     optional("increment", &Counting::increment),
               optional("minimum", &Counting::minimum), optional("maximum", &Counting::maximum),
               optional("cache", &Counting::cache),     optional("cycle", &Counting::cycle)};

template <>
inline constexpr auto fields_of<Identity> =
    std::tuple{optional("always", &Identity::always), optional("autoincrement", &Identity::autoincrement),
               inlined(&Identity::counting)};

template <> inline constexpr auto fields_of<Extension> = std::tuple{name("name", &Extension::name)};
template <>
inline constexpr auto fields_of<Sequence> = std::tuple{name("name", &Sequence::name), inlined(&Sequence::counting)};
template <>
inline constexpr auto fields_of<Function> =
    std::tuple{name("name", &Function::name), required("sql", &Function::definition)};
template <>
inline constexpr auto fields_of<View> = std::tuple{name("name", &View::name), required("sql", &View::definition)};
template <>
inline constexpr auto fields_of<Trigger> =
    std::tuple{name("name", &Trigger::name), required("table", &Trigger::table), required("sql", &Trigger::definition)};

template <>
inline constexpr auto fields_of<Enum> = std::tuple{name("name", &Enum::name), given("values", &Enum::values)};

} // namespace aludel::migrations
