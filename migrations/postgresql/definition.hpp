// Parts of a table as they stand in CREATE TABLE, ALTER TABLE and CREATE INDEX.
#pragma once

#include "migrations/schema.hpp"

#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

/// `"age" integer DEFAULT 0 NOT NULL`
std::string column_definition(const Schema& schema, const Table& table, const Column& column);

// `CONSTRAINT "pk_hero" PRIMARY KEY ("id")`
std::string definition(const PrimaryKey& key);
std::string definition(const Unique& unique);
std::string definition(const Check& check);
std::string definition(const ForeignKey& key);

/// PostgreSQL makes one of two keys over the same columns in a CREATE TABLE, without a word: this one is added after
/// it.
bool is_taken_for_another(const Table& table, const Unique& unique);
/// CREATE TABLE with columns, primary key, uniques (but see above) and checks.
std::string create_table(const Schema& schema, const Table& table);
std::string create_index(const Name& table, const Index& index);
/// The whole ALTER TABLE.
std::string add_foreign_key(const Name& table, const ForeignKey& key);
/// An empty comment takes it away.
std::string comment_on(const std::string& what, const std::string& comment);

/// A column that numbers itself, or of the primary key, cannot hold NULL, whatever it says.
bool is_required(const Table& table, const Column& column);

} // namespace aludel::migrations::postgresql
