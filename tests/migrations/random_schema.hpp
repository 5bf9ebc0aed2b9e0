// Schemas and edits of them by chance, for properties that must hold of all. They make sense to real databases too:
// types of keys agree, defaults are of their types, expressions fit their columns, names differ in more than case.
#pragma once

#include "migrations/diff/diff.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace aludel::migrations::testing {

struct RandomOptions {
    int tables = 6;
    int columns = 6;              ///< of a table, at most, beside its keys
    bool enums = true;            ///< create_enum and columns of such types
    bool generated = true;        ///< generated columns
    bool cycles = true;           ///< tables that refer to each other
    bool strange_names = true;    ///< quotes, spaces, Unicode, SQL words
    bool objects = true;          ///< views, triggers, functions, sequences
    bool exclusions = true;       ///< and what else only some databases have: INCLUDE, STRICT, NULLS NOT DISTINCT, …
    bool unfilled_columns = true; ///< edits that add required columns without default, which tables with rows refuse
};

class RandomSchema {
public:
    explicit RandomSchema(std::uint64_t seed, RandomOptions options = {}) : engine_(seed), options_(options) {}

    Schema schema();
    /// The schema after `count` changes, each of them one that somebody might make.
    Schema edited(Schema schema, int count);
    /// Renames, some of which fit.
    std::vector<Rename> renames(const Schema& from, const Schema& to);

    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(engine_); }
    bool chance(int percent) { return below(100) < percent; }

private:
    template <class List> auto& any_of(List& list) {
        return *std::next(list.begin(), below(static_cast<int>(list.size())));
    }

    std::string new_name();
    Type type(const Schema& schema);
    Default default_of(const Schema& schema, const Type& type);
    Column column(const Schema& schema);
    Table table(const Schema& schema);
    void add_foreign_key(Schema& schema, Table& from, const Table& to);
    Check check(const Table& table);
    Index index(const Table& table);
    Identity identity();
    Exclusion exclusion(const Table& table);
    View view(const Table& table);
    Trigger trigger(const Table& table);
    void add_objects(Schema& schema);
    /// Views and triggers as they are after the tables have changed: some written anew, some gone, some new.
    void follow(Schema& schema, const Schema& before);
    std::vector<Operation> edit(const Schema& schema);
    std::vector<Operation> object_edit(const Schema& schema);
    std::vector<Operation> option_edit(const Table& table);
    std::vector<Operation> table_edit(const Schema& schema, const Table& table);
    std::vector<Operation> column_edit(const Schema& schema, const Table& table, const Column& column);
    std::vector<Operation> constraint_edit(const Schema& schema, const Table& table);

    std::mt19937_64 engine_;
    RandomOptions options_;
    int names_ = 0;
    std::map<Name, Name> viewed_; ///< the table that each view reads
};

} // namespace aludel::migrations::testing
