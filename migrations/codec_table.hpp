// The keys of columns, keys, constraints, indexes, tables and enums.
#pragma once

#include "migrations/codec_fields.hpp"

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
    std::tuple{required("name", &Unique::name), required("columns", &Unique::columns)};

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
    optional("initially_deferred", &ForeignKey::initially_deferred)};

template <>
inline constexpr auto fields_of<Index> =
    std::tuple{required("name", &Index::name), required("columns", &Index::parts), optional("unique", &Index::unique),
               optional("where", &Index::where)};

template <>
inline constexpr auto fields_of<Table> = std::tuple{name("table", &Table::name),
                                                    given("columns", &Table::columns),
                                                    optional("primary_key", &Table::primary_key),
                                                    optional("uniques", &Table::uniques),
                                                    optional("checks", &Table::checks),
                                                    optional("foreign_keys", &Table::foreign_keys),
                                                    optional("indexes", &Table::indexes),
                                                    optional("comment", &Table::comment)};

template <>
inline constexpr auto fields_of<Enum> = std::tuple{name("name", &Enum::name), given("values", &Enum::values)};

} // namespace aludel::migrations
