#include "script/script_plan.hpp"

#include "downgrade_plan.hpp"
#include "history/check_history.hpp"
#include "history/recording.hpp"
#include "script/script_run.hpp"
#include "upgrade_plan.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <utility>

namespace aludel::detail {

namespace {

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "base" : text;
}

} // namespace

ScriptPlan::ScriptPlan(const Chain& chain, std::string_view dialect)
    : dialect_(dialect),
      graph_(chain),
      index_(chain),
      writer_(script_dialect(dialect).writer()),
      history_(*writer_, script_dialect(dialect).history_sql(chain.history), application_of(chain)) {
    writer_->history_is(chain.history);
}

ScriptPlan::ScriptPlan(const Chain& chain, Connection& database) : ScriptPlan(chain, database.dialect()) {
    database_ = &database;
    History history(database.session(), chain);
    has_history_ = history.exists();
    if (!has_history_) return;
    known_ = recognised(chain, history.read());
    missing_columns_ = history.missing_columns();
}

std::string ScriptPlan::begin_at(std::string_view range) {
    const auto colon = range.find(':');
    if (colon == range.npos) return std::string(range);
    database_ = nullptr;
    has_history_ = false;
    missing_columns_.clear();
    known_ = {};
    for (const auto& id : graph_.ancestors(resolve_range(graph_, range).from))
        known_.rows.push_back({id, std::string(index_.find(id)->checksum)});
    known_.applied = known_.rows;
    return std::string(colon + 1 < range.size() ? range.substr(colon + 1) : "heads");
}

std::string ScriptPlan::upgrade(std::string_view revision, const ScriptOptions& options) {
    check();
    const auto applied = applied_ids();
    const auto revisions = upgrade_revisions(graph_, revision, applied);
    if (revisions.empty() && !applied.empty() && !database_) require_same(graph_.resolve(revision, applied));
    return moved(Direction::up, upgrade_plan(index_, known_, revisions, dialect_), options);
}

std::string ScriptPlan::downgrade(std::string_view revision, const ScriptOptions& options) {
    check();
    return moved(Direction::down, downgrade_plan(graph_, index_, known_, revision, dialect_), options);
}

std::string ScriptPlan::stamp(std::span<const std::string> revisions, bool purge) {
    if (!purge) check();
    const auto applied = purge ? std::vector<std::string>() : applied_ids();
    const auto change = stamped_revisions(graph_, revisions, applied);
    begin();
    require_table();
    if (!purge) require_start();
    writer_->comment("Recorded without being run:");
    if (purge) {
        history_.clear();
    } else {
        record_replacing(history_, known_, change.recorded);
        if (const auto& half = known_.half_done) history_.erase(std::span(&half->revision, 1));
        history_.erase(change.forgotten);
    }
    std::vector<Record> records;
    for (const auto& id : change.recorded) records.emplace_back(*index_.find(id));
    history_.insert(records);
    return writer_->finish();
}

std::string ScriptPlan::ensure_version() {
    begin();
    history_.create();
    return writer_->finish();
}

namespace {

/// A script updates all rows at once, those that have had it, too.
[[noreturn]] void fail_within_batches(const HalfDone& half) {
    refuse(Refusal::half_done, half.revision, described(half) + ", within a backfill, and no script can go on there",
           "Finish it by launching the application, or with `aludel upgrade`; then ask for the script.");
}

} // namespace

std::string ScriptPlan::moved(Direction direction, std::span<const PlannedRevision> plan,
                              const ScriptOptions& options) {
    const auto& half = known_.half_done;
    if (half && !half->cursor.empty()) fail_within_batches(*half);
    const bool takes_over = direction == Direction::up && !known_.replacing.empty();
    if (plan.empty() && !takes_over) return "-- no changes\n";
    begin();
    require_table();
    require_start();
    take_over();
    write_plan(*writer_, history_, plan, direction, steps_done(half, plan), options);
    return writer_->finish();
}

void ScriptPlan::check() const {
    check_history(index_, known_.applied);
    check_begun(index_, known_.begun, known_.rows);
}

void ScriptPlan::take_over() {
    for (const auto& [revision, last] : known_.replacing) {
        writer_->comment("Revision " + std::string(revision->id) + ", in the place of what it replaces");
        history_.replace(*revision);
    }
}

void ScriptPlan::require_same(std::vector<std::string> targets) const {
    auto heads = graph_.heads_among(applied_ids(), Edges::parents_and_dependencies);
    std::ranges::sort(heads);
    std::ranges::sort(targets);
    if (targets == heads) return;
    ErrorDetails details;
    details.hint = "To go there, downgrade.";
    throw Error(joined(targets) + " comes before " + joined(heads) + ", where the script begins", std::move(details));
}

void ScriptPlan::begin() {
    if (database_) {
        writer_->is_like(*database_);
    } else {
        const auto ids = applied_ids();
        if (!ids.empty()) history_.is_there();
        for (const auto& revision : planned(index_, ids, Direction::up, dialect_))
            for (const auto& step : revision.steps) writer_->has_had(step);
    }
    writer_->begin();
}

void ScriptPlan::require_table() {
    const bool known = has_history_ || !known_.applied.empty();
    if (!known) history_.create();
    history_.add_columns(missing_columns_);
}

void ScriptPlan::require_start() {
    auto begin = known_;
    if (const auto& half = known_.half_done)
        for (auto* rows : {&begin.rows, &begin.applied}) rows->push_back({half->revision, marked_checksum(*half)});
    history_.expect(begin.rows, "this script begins at " + joined(heads_before(graph_, begin)) +
                                    ", and that is not where the database stands");
}

} // namespace aludel::detail
