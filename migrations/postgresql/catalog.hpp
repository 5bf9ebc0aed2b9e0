// The questions that inspect() asks, each once for the whole database.
#pragma once

#include <string_view>

namespace aludel::migrations::postgresql::catalog {

// In all of them: schemas of PostgreSQL's own, temporary ones, and what belongs to an extension are left out; `schema`
// is empty for the schema in which CREATE TABLE without one makes tables.

/// oid, schema, name, comment
extern const std::string_view tables;
/// table oid, name, type, NOT NULL, identity, generated, default or expression, collation, comment, enum's name
extern const std::string_view columns;
/// oid, table oid, name, kind, expression, referred schema, referred table, on delete, on update, deferrable, deferred
extern const std::string_view constraints;
/// constraint oid, column, referred column; in their order
extern const std::string_view constraint_columns;
/// oid, table oid, name, unique, where
extern const std::string_view indexes;
/// index oid, column or NULL, expression, descending; in their order
extern const std::string_view index_parts;
/// schema, name, value; in their order
extern const std::string_view enums;
/// a line for each thing that is not modelled
extern const std::string_view others;

} // namespace aludel::migrations::postgresql::catalog
