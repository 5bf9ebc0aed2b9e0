// The parts of diff(). Each finds one kind of difference between `state` and `to`, and emits the operations that take
// it away; `state` is brought forward with every one, so that the next part sees what is there by then.
#pragma once

#include "migrations/diff/diff.hpp"
#include "migrations/operation/table_lookup.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace aludel::migrations {

struct Comparison {
    const Schema& to;
    Schema state; ///< `from`, as the operations so far leave it
    std::vector<Operation> operations;
    TableLookup lookup; ///< of `state`
    /// Those that tables compute with, while a table that they name is not there.
    std::vector<Name> waiting_functions;

    void emit(Operation operation);
};

// In the order in which diff() runs them.
/// They use nothing, and functions take and return them.
void create_and_alter_enums(Comparison& comparison);
/// Extensions, sequences, and the functions that tables compute with.
void create_what_tables_use(Comparison& comparison);
/// Those whose tables have come.
void create_waiting_functions(Comparison& comparison);
void rename_tables(Comparison& comparison, const std::vector<Rename>& renames);
void rename_columns(Comparison& comparison, const std::vector<Rename>& renames);
/// What goes or changes, and every foreign key that needs a key which does.
void drop_constraints(Comparison& comparison);
void rename_constraints(Comparison& comparison);
/// Parents first, and what functions need before those that compute with them. Foreign keys that cannot be there yet
/// are left to create_foreign_keys(), the use of functions that cannot to create_constraints().
void create_tables(Comparison& comparison);
void add_columns(Comparison& comparison);
void alter_columns(Comparison& comparison);
/// When what they compute with is there, and of its type.
void add_generated_columns(Comparison& comparison);
void create_constraints(Comparison& comparison);
// A table without rowids wants a primary key: before keys are dropped, and after they are there.
void give_rowids_back(Comparison& comparison);
void take_rowids_away(Comparison& comparison);
void create_foreign_keys(Comparison& comparison);
void drop_columns(Comparison& comparison);
void create_other_functions(Comparison& comparison);
/// Children first, each after the functions that go and need it.
void drop_tables(Comparison& comparison);
void drop_what_tables_used(Comparison& comparison);
void drop_enums(Comparison& comparison);
/// Functions that go, each before those that it calls.
std::vector<Name> gone_functions(const Comparison& comparison);
/// The operations, between those that drop the views and triggers in their way and those that make them again.
std::vector<Operation> around_views_and_triggers(std::vector<Operation> operations, const Schema& from,
                                                 const Schema& to);

/// What a person should be asked about, as the tables and columns stand after the renames.
std::vector<PossibleRename> possible_renames(const Schema& state, const Schema& to);

/// The renames among `wanted` that fit, in an order in which no name is ever taken twice: a ring of names goes through
/// a temporary one. `is_done(name)`: what has the name now is what shall have it, so that its ring was turned before.
using NamePair = std::pair<std::string, std::string>;
std::vector<NamePair> order_renames(const std::vector<NamePair>& wanted, const std::vector<std::string>& names_now,
                                    const std::vector<std::string>& names_then,
                                    const std::function<bool(const std::string&)>& is_done);

/// The tables that functions name outside of strings, in their arguments, their results, bodies of standard SQL: they
/// are there as long as the function is. With those of the functions that it calls.
class TablesOfFunctions {
public:
    explicit TablesOfFunctions(const Schema& schema);

    const std::set<Name>& of(const Name& function) const;
    /// Of all functions that the table computes with.
    std::set<Name> used_by(const Table& table) const;

private:
    std::map<Name, std::set<Name>> tables_; ///< of functions that name any
};

/// Tables in both schemas that are not equal.
struct TablePair {
    Table& now;
    const Table& then;
};
std::vector<TablePair> changed_tables(Comparison& comparison);

} // namespace aludel::migrations
