// What a database's SQL is like. Each dialect is one folder here; nothing outside of it names it.
#pragma once

#include "migrations/operation/operation.hpp"
#include "migrations/operation/step.hpp"

#include <aludel/chain.hpp>
#include <aludel/connection.hpp>

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel::migrations {

/// A constraint or an index that is there in a way that no schema says: not yet validated, say. None of its name can be
/// added to the table.
struct OtherPart {
    Name table;
    std::string name;
    bool is_index = false; ///< and no constraint
    std::string line;      ///< as in Inspection::not_modelled
    std::string drop;      ///< SQL
};

/// What inspect() found besides the schema: what aludel does not model, named and left alone.
struct Inspection {
    Schema schema;
    std::vector<std::string> not_modelled; ///< a line each: `trigger hero_audit on hero`
    std::vector<OtherPart> other_parts;    ///< of these
};

/// What puts one database right, and no other.
struct Repair {
    std::string sql;  ///< for the transaction of an upgrade
    std::string when; ///< a query that selects a row only where the tables concerned are as they were found
};

class Dialect {
public:
    virtual ~Dialect() = default;

    virtual std::string_view name() const = 0;
    virtual std::string quote_identifier(std::string_view identifier) const = 0;
    virtual bool has_schemas() const { return true; }

    /// Those of the database, the system's own left out, in alphabetical order.
    virtual std::vector<std::string> schemas(Connection&) const { return {}; }
    /// The database's URL with that schema for its default one. Where has_schemas() only.
    virtual std::string url_in_schema(const std::string& url, const std::string&) const { return url; }

    /// The steps that make `operations`, from `schema`, which is brought forward on the way. Throws OperationError for
    /// what this database cannot have.
    virtual std::vector<Step> render(std::span<const Operation> operations, Schema& schema) const = 0;

    /// The steps as one text that does to a database at `before`, rows and all, what an upgrade does with them, and
    /// stops where it would: for the database's own shell, told to stop at errors, or a library that takes scripts.
    /// `at` is the database that it is for, where that is at hand; it is only read. Throws Error for a step of kind
    /// call.
    virtual std::string script(std::span<const Step> steps, const Schema& before, Connection* at) const = 0;

    /// The schema as this database can hold it: what it has no place for (SQLite: comments) or cannot tell apart
    /// is gone or made equal. SQL stays as it is written, with what it is compared by. inspect(database at s) ==
    /// canonical(s).
    virtual Schema canonical(Schema schema) const = 0;

    /// The same, with expressions and views compared as the database at hand spells them. It may be asked, in a
    /// transaction that is rolled back; no default is computed, and no row read.
    virtual Schema canonical(Schema schema, Connection& connection) const {
        static_cast<void>(connection);
        return canonical(std::move(schema));
    }

    /// What of the operation this database has no place for, a line each: `the comment of hero.name`.
    virtual std::vector<std::string> left_out(const Operation& operation) const = 0;

    /// Reads a live database, all of it but that history table. The result is canonical.
    virtual Inspection inspect(Connection& connection, const HistoryTable& history = {}) const = 0;

    /// What the steps do, for the database at hand and those alone whose `tables` are as they are there, or are missing
    /// as they are there.
    virtual Repair repair(std::span<const Step> steps, std::span<const Name> tables, Connection& at) const = 0;
};

/// All that there are.
std::span<const Dialect* const> dialects();
/// The names of every dialect there is, built in or not: what SQL in a revision file may be keyed by.
std::span<const std::string_view> dialect_names();
/// The one of that name, or null.
const Dialect* find_dialect(std::string_view name);

} // namespace aludel::migrations
