#include "script/script_run.hpp"

#include "history/half_done.hpp"
#include "history/recording.hpp"

#include <aludel/error.hpp>

#include <string>
#include <utility>
#include <vector>

namespace aludel::detail {

namespace {

/// Between two steps of the plan: everything before it is done.
struct Place {
    std::size_t revision = 0;
    std::size_t step = 0;

    bool operator==(const Place&) const = default;
};

class Run {
public:
    Run(ScriptWriter& writer, HistoryScript& history, std::span<const PlannedRevision> plan, Direction direction,
        std::size_t steps_done, const ScriptOptions& options)
        : writer_(writer),
          history_(history),
          plan_(plan),
          direction_(direction),
          options_(options),
          here_{0, steps_done},
          recorded_(here_) {
        for (const auto& revision : plan) steps_.insert(steps_.end(), revision.steps.begin(), revision.steps.end());
    }

    void to_the_end() {
        std::size_t first = 0; // of the revision's steps, among all
        while (here_.revision < plan_.size()) {
            const auto count = plan_[here_.revision].steps.size();
            run_revision(first);
            first += count;
        }
    }

private:
    void run_revision(std::size_t first) {
        const auto& revision = *plan_[here_.revision].revision;
        const auto steps = plan_[here_.revision].steps;
        const bool up = direction_ == Direction::up;
        writer_.comment(std::string(up ? "Revision " : "Revision taken back: ") + std::string(revision.id) + ", " +
                        std::string(revision.message) +
                        (plan_[here_.revision].replaces ? ", in the place of what it replaces" : ""));
        const auto begin = std::exchange(here_.step, 0);
        const auto index = here_.revision;
        StepsOptions options;
        options.before_commit = [&](std::size_t done) {
            here_ = begin + done < steps.size() ? Place{index, begin + done} : Place{index + 1, 0};
            record();
        };
        options.commit_each = revision.without_transaction;
        options.left_out = [&](const ChainStep& step) { leave_out(revision, step); };
        write_steps(writer_, std::span<const ChainStep>(steps_).subspan(first + begin), steps.size() - begin, options);
        here_ = {index + 1, 0};
        record();
    }

    /// In the transaction of the work, how far it went.
    void record() {
        if (here_ == recorded_) return;
        if (direction_ == Direction::up)
            record_up();
        else
            history_.erase(ids(recorded_.revision, here_.revision + (here_.step > 0 ? 1 : 0)));
        if (here_.step > 0) record_half_done();
        recorded_ = here_;
    }

    void record_up() {
        if (recorded_.step > 0) history_.erase(ids(recorded_.revision, recorded_.revision + 1));
        record_applied(history_, plan_.subspan(recorded_.revision, here_.revision - recorded_.revision));
    }

    void record_half_done() {
        const auto& [revision, steps, replaces] = plan_[here_.revision];
        const auto checksum = marked_checksum(
            {std::string(revision->id), std::string(revision->checksum), direction_, here_.step, steps.size()});
        Record record(*revision);
        record.checksum = checksum;
        history_.insert(std::span(&record, 1));
    }

    std::vector<std::string> ids(std::size_t begin, std::size_t end) const {
        std::vector<std::string> result;
        for (auto i = begin; i < end; ++i) result.emplace_back(plan_[i].revision->id);
        return result;
    }

    void leave_out(const ChainRevision& revision, const ChainStep& step) {
        const bool is_call = step.kind == ChainStep::Kind::call;
        if (options_.calls == ScriptOptions::Calls::commented)
            return writer_.comment(is_call ? call_left_out(revision, step) : sql_left_out(revision, step));
        const auto id = std::string(revision.id);
        if (is_call)
            refuse(Refusal::needs_application, id,
                   "revision " + id + " calls " + std::string(step.subject) +
                       "() of the application, which no script can",
                   "Launch the application instead: it upgrades its database. Or take a comment in its place (--calls "
                   "comment), and do there in SQL what it does.");
        refuse(Refusal::needs_application, id,
               "revision " + id +
                   " has SQL that runs only where a query selects a row (`when`), which no script for "
                   "this kind of database can ask",
               "Launch the application instead, or let the command upgrade the database (aludel upgrade --url URL). Or "
               "take a comment in its place (--calls comment), and run there what is right for that database.");
    }

    static std::string call_left_out(const ChainRevision& revision, const ChainStep& step) {
        return "LEFT OUT: " + std::string(step.subject) + "() of the application, a C++ step of revision " +
               std::string(revision.id) + ". What it does to the rows is still to be done here.";
    }
    static std::string sql_left_out(const ChainRevision& revision, const ChainStep& step) {
        return "LEFT OUT: SQL of revision " + std::string(revision.id) +
               ", for a database where this selects a row:\n" + std::string(step.subject) + "\nThe SQL:\n" +
               std::string(step.sql);
    }

    ScriptWriter& writer_;
    HistoryScript& history_;
    std::span<const PlannedRevision> plan_;
    Direction direction_;
    const ScriptOptions& options_;
    std::vector<ChainStep> steps_; ///< of all revisions
    Place here_;
    Place recorded_;
};

} // namespace

void write_plan(ScriptWriter& writer, HistoryScript& history, std::span<const PlannedRevision> plan,
                Direction direction, std::size_t steps_done, const ScriptOptions& options) {
    Run(writer, history, plan, direction, steps_done, options).to_the_end();
}

} // namespace aludel::detail
