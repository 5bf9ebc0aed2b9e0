#include "migrations/history/merge_proof.hpp"

#include "migrations/diff/diff.hpp"
#include "migrations/history/history_replay.hpp"
#include "migrations/operation/object_use.hpp"
#include "migrations/operation/report.hpp"
#include "migrations/operation/row_effect.hpp"
#include "migrations/operation/table_lookup.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace aludel::migrations {
namespace {

using Ids = std::vector<std::string>;
using Names = std::set<std::string>;

/// A step over rows: the operation, and where it stands.
struct DataStep {
    const Operation* operation;
    Place place;
};

/// A change of the schema, and the other tables that its choice of rows, or its values, come from.
struct Change {
    const Operation* operation;
    Place place;
    Names sources;
};

/// What the revisions of one side, that the other has not, do.
struct Side {
    Ids revisions; ///< in topological order
    Names touched;
    std::vector<DataStep> data_steps;
    std::vector<Change> changes;
    std::map<std::string, Names> columns; ///< by table, whose values or names it changes
    Names shortened;                      ///< tables of which it deletes rows
};

Ids without(Ids ids, const Ids& others) {
    const Names left_out(others.begin(), others.end());
    std::erase_if(ids, [&](const std::string& id) { return left_out.contains(id); });
    return ids;
}

void note_touched(const Operation& operation, const Schema& before, Names& touched) {
    if (const auto table = table_of(operation)) {
        touched.insert(to_string(*table));
        if (const auto* rename = std::get_if<RenameTable>(&operation))
            touched.insert(to_string(Name{rename->table.schema, rename->to}));
        return;
    }
    for (const auto& line : report_lines(operation, before)) touched.insert(line.subject);
}

/// It does something to rows that the schema does not show.
bool is_data_step(const Operation& operation) {
    return is_data(operation) || std::holds_alternative<Execute>(operation);
}

void note_rows(const Operation& operation, const Place& place, const Schema& before, Side& side) {
    const auto table = table_of(operation);
    if (!table || is_data(operation)) return;
    Change change{&operation, place, {}};
    for (const auto& [name, other] : before.tables)
        if (name != *table && goes_by(operation, name)) change.sources.insert(to_string(name));
    side.changes.push_back(std::move(change));
    for (auto& column : changed_columns(operation)) side.columns[to_string(*table)].insert(std::move(column));
    if (deletes_rows(operation)) side.shortened.insert(to_string(*table));
}

void note(Side& side, const RevisionFile& file, Schema& schema) {
    TableLookup lookup;
    for (std::size_t index = 0; index < file.revision.upgrade.size(); ++index) {
        const auto& operation = file.revision.upgrade[index];
        if (is_data_step(operation)) side.data_steps.push_back({&operation, upgrade_place(file, index)});
        note_rows(operation, upgrade_place(file, index), schema, side);
        if (const auto* execute = std::get_if<Execute>(&operation))
            for (const auto& change : execute->state) note_touched(change, schema, side.touched);
        else if (!std::holds_alternative<Call>(operation))
            note_touched(operation, schema, side.touched);
        apply(operation, schema, lookup);
    }
}

Side side_of(const RevisionHistory& history, const Ids& common, Ids revisions) {
    Side side;
    side.revisions = std::move(revisions);
    Schema schema = replay(common, index_of(history.files()));
    for (const auto& id : side.revisions) note(side, history.at(id), schema);
    return side;
}

Schema replayed(const RevisionHistory& history, const Ids& common, const Side& first, const Side& second) {
    auto order = common;
    for (const auto* side : {&first, &second})
        order.insert(order.end(), side->revisions.begin(), side->revisions.end());
    try {
        return replay(order, index_of(history.files()));
    } catch (const FileError& error) {
        const std::string text = error.what();
        throw FileError(error.place(),
                        "it does not fit after " + first.revisions.back() +
                            ", which a database may have had first: " + text.substr(text.find(": error: ") + 9));
    }
}

/// The tables whose rows a step may touch: its own, those that its SQL names, all for a function, or where a query says
/// whether it runs, which may ask for anything.
Names tables_of(const DataStep& step, const Schema& schema) {
    if (const auto table = table_of(*step.operation)) return {to_string(*table)};
    Names names;
    const auto* execute = std::get_if<Execute>(step.operation);
    for (const auto& [name, table] : schema.tables)
        if (execute == nullptr || !execute->when.empty() || mentions_name(execute->sql, name.name))
            names.insert(to_string(name));
    return names;
}

Names used_by(const Side& side, const Schema& schema) {
    auto names = side.touched;
    for (const auto& step : side.data_steps) names.merge(tables_of(step, schema));
    return names;
}

std::string joined(const Names& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

Names in_both(const Names& left, const Names& right) {
    Names both;
    std::ranges::set_intersection(left, right, std::inserter(both, both.end()));
    return both;
}

void add_unproven(const Side& side, const Names& others, const Schema& schema, std::vector<std::string>& lines) {
    for (const auto& step : side.data_steps) {
        const auto shared = in_both(tables_of(step, schema), others);
        if (shared.empty()) continue;
        lines.push_back(to_string(step.place) + ": " + std::string(kind_of(*step.operation)) + " may touch " +
                        joined(shared) + ", as the other side does");
    }
}

/// What the change goes by, and the other side changes.
Names disputed(const Change& change, const Side& other, const Names& used_by_other) {
    auto names = in_both(change.sources, used_by_other);
    const auto table = to_string(*table_of(*change.operation));
    if (const auto columns = other.columns.find(table); columns != other.columns.end())
        for (const auto& column : columns->second)
            if (goes_by(*change.operation, column)) names.insert(table + "." + column);
    if (deletes_rows(*change.operation) && other.shortened.contains(table)) names.insert("the rows of " + table);
    return names;
}

void add_disputed(const Side& side, const Side& other, const Schema& schema, std::vector<std::string>& lines) {
    const auto used = used_by(other, schema);
    for (const auto& change : side.changes)
        if (const auto names = disputed(change, other, used); !names.empty())
            lines.push_back(to_string(change.place) + ": " + std::string(kind_of(*change.operation)) + " goes by " +
                            joined(names) + ", which the other side changes");
}

std::vector<std::string> differences(const Schema& left, const Schema& right) {
    std::vector<std::string> lines;
    for (const auto& part : report(diff(left, right, {}).operations, left))
        lines.insert(lines.end(), part.lines.begin(), part.lines.end());
    return lines;
}

} // namespace

MergeProof prove_merge(const RevisionHistory& history, const std::string& left, const std::string& right) {
    const auto& graph = history.graph();
    const auto of_left = graph.ancestors(std::span(&left, 1));
    const auto of_right = graph.ancestors(std::span(&right, 1));
    const auto common = without(of_left, without(of_left, of_right));
    const auto first = side_of(history, common, without(of_left, common));
    const auto second = side_of(history, common, without(of_right, common));

    const auto one_way = replayed(history, common, first, second);
    const auto other_way = replayed(history, common, second, first);
    MergeProof proof{
        .left = left, .right = right, .both_touch = {}, .differences = differences(one_way, other_way), .unproven = {}};
    const auto both = in_both(first.touched, second.touched);
    proof.both_touch.assign(both.begin(), both.end());
    add_unproven(first, used_by(second, one_way), one_way, proof.unproven);
    add_unproven(second, used_by(first, one_way), one_way, proof.unproven);
    add_disputed(first, second, one_way, proof.unproven);
    add_disputed(second, first, one_way, proof.unproven);
    return proof;
}

std::vector<MergeProof> prove_merge(const RevisionHistory& history, const std::vector<std::string>& parents) {
    std::vector<MergeProof> proofs;
    for (auto left = parents.begin(); left != parents.end(); ++left)
        for (auto right = left + 1; right != parents.end(); ++right)
            proofs.push_back(prove_merge(history, *left, *right));
    return proofs;
}

} // namespace aludel::migrations
