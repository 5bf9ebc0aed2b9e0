// The questions that inspect() asks, each once for the whole database.
#pragma once

#include <string_view>

namespace aludel::migrations::postgresql::catalog {

// In all of them: schemas of PostgreSQL's own, temporary ones, and what belongs to an extension are left out; so is
// every schema whose name does not begin with the parameter $1, and the table that $2 (its name as SQL says it, or
// NULL) names. `schema` is empty for the schema in which CREATE TABLE without one makes tables.

/// oid, schema, name, comment
extern const std::string_view tables;
/// table oid, name, type, NOT NULL, identity (`a`lways, by `d`efault, `s`erial, empty), generated, default or
/// expression, collation, comment, enum's name
extern const std::string_view columns;
/// table oid, column, type, start, increment, minimum, maximum, cache, cycle: of columns that number themselves
extern const std::string_view countings;
/// oid, table oid, name, kind, expression, referred schema, referred table, on delete, on update, deferrable, deferred,
/// full, nulls not distinct
extern const std::string_view constraints;
/// constraint oid, column, referred column; in their order
extern const std::string_view constraint_columns;
/// oid, table oid, name, unique, where, method, nulls not distinct, of an exclusion constraint
extern const std::string_view indexes;
/// index oid, column or NULL, expression, order (1: descending, 2: NULLs first), operator class, operator, only
/// included; in their order
extern const std::string_view index_parts;
/// schema, name, value; in their order
extern const std::string_view enums;
/// schema, name, start, increment, minimum, maximum, cache, cycle
extern const std::string_view sequences;
/// kind, schema, name, table, definition: extensions, functions, views and triggers
extern const std::string_view objects;
/// schema, table, name, index and no constraint, line: constraints and indexes that are not modelled
extern const std::string_view other_parts;
/// a line for each other thing that is not modelled
extern const std::string_view others;

} // namespace aludel::migrations::postgresql::catalog
