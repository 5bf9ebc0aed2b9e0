#include "execute.hpp"

#include "run_step.hpp"

#include <aludel/error.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace aludel::detail {

namespace {

using Clock = std::chrono::steady_clock;

/// Between two steps of the plan: everything before it is done.
struct Place {
    std::size_t revision = 0;
    std::size_t step = 0;
};

class Run {
public:
    Run(Locked& locked, std::span<const PlannedRevision> plan, Direction direction)
        : locked_(locked),
          session_(locked.connection.session()),
          transaction_(*locked.transaction),
          plan_(plan),
          direction_(direction),
          here_{0, steps_done(locked.half_done, plan)},
          committed_(here_),
          durations_(plan.size()) {}

    void to_the_end() {
        if (in_parts_) transaction_.begin_again();
        if (!locked_.has_history) locked_.history.create();
        for (const auto& each : locked_.replacing) locked_.history.replace(*each.revision);
        while (here_.revision < plan_.size()) run_revision();
        commit();
    }

    /// Whether the run may be begun again, with commits where they were missing. Its second time is its last.
    bool retry_in_parts(const Error& error) {
        if (in_parts_ || !awaits_commit_ || !transaction_.failed_for_want_of_a_commit(error)) return false;
        in_parts_ = true;
        awaits_commit_ = false;
        here_ = committed_;
        return true;
    }

    Error explained(const Error& error) const {
        auto details = error.details();
        if (committed_.revision > 0 || committed_.step > 0) {
            if (!details.hint.empty()) details.hint += details.hint.ends_with('.') ? " " : ". ";
            details.hint += what_is_committed();
        } else if (details.hint.empty()) {
            details.hint = "Nothing was changed: the database is as it was.";
        }
        return Error(error.message(), std::move(details));
    }

private:
    void run_revision() {
        const auto begin = Clock::now();
        for (const auto& steps = plan_[here_.revision].steps; here_.step < steps.size(); ++here_.step) {
            try {
                run(steps[here_.step]);
            } catch (const Error& error) {
                throw_with_place(error);
            }
        }
        durations_[here_.revision] = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin);
        here_ = {here_.revision + 1, 0};
    }

    void run(const ChainStep& step) {
        report_progress();
        if (in_parts_ && awaits_commit_) {
            commit();
            transaction_.begin_again();
        }
        if (step.kind == ChainStep::Kind::sql_alone && transaction_.can_be_split())
            run_outside(step);
        else
            run_step(locked_.connection, transaction_, step);
        if (step.kind == ChainStep::Kind::sql_then_commit) awaits_commit_ = true;
    }

    void run_outside(const ChainStep& step) {
        if (is_done(session_, step)) return;
        commit();
        run_alone(session_, step);
        transaction_.begin_again();
    }

    void report_progress() const {
        const auto& [revision, steps, replaces] = plan_[here_.revision];
        if (locked_.options.on_progress)
            locked_.options.on_progress(
                {revision->id, revision->message, here_.revision, plan_.size(), here_.step, steps.size()});
    }

    /// Together with the work, how far it went: nobody sees the one without the other.
    void commit() {
        if (direction_ == Direction::up)
            record_applied();
        else
            record_taken_back();
        if (here_.step > 0) record_half_done();
        transaction_.commit();
        locked_.has_history = true;
        committed_ = here_;
        awaits_commit_ = false;
    }

    void record_applied() {
        if (committed_.step > 0) locked_.history.erase(ids(committed_.revision, committed_.revision + 1));
        std::vector<Record> records;
        for (auto i = committed_.revision; i < here_.revision; ++i) {
            const auto& revision = *plan_[i].revision;
            if (plan_[i].replaces) {
                locked_.history.insert(std::exchange(records, {}));
                locked_.history.replace(revision);
                continue;
            }
            records.push_back({revision.id, revision.checksum, revision.message, durations_[i].count()});
        }
        locked_.history.insert(records);
    }

    void record_taken_back() {
        locked_.history.erase(ids(committed_.revision, here_.revision + (here_.step > 0 ? 1 : 0)));
    }

    void record_half_done() {
        const auto& [revision, steps, replaces] = plan_[here_.revision];
        const auto checksum = marked_checksum(
            {std::string(revision->id), std::string(revision->checksum), direction_, here_.step, steps.size()});
        const Record record{revision->id, checksum, revision->message, 0};
        locked_.history.insert(std::span(&record, 1));
    }

    std::vector<std::string> ids(std::size_t begin, std::size_t end) const {
        std::vector<std::string> result;
        for (auto i = begin; i < end; ++i) result.emplace_back(plan_[i].revision->id);
        return result;
    }

    [[noreturn]] void throw_with_place(const Error& error) const {
        auto details = error.details();
        details.revision = plan_[here_.revision].revision->id;
        details.step = static_cast<int>(here_.step) + 1;
        throw Error(error.message(), std::move(details));
    }

    std::string what_is_committed() const {
        const bool up = direction_ == Direction::up;
        std::string text = up ? "Applied and committed: " : "Taken back and committed: ";
        if (committed_.revision == 1) text += "revision " + std::string(plan_[0].revision->id);
        if (committed_.revision > 1)
            text += std::to_string(committed_.revision) + " revisions, the last " +
                    std::string(plan_[committed_.revision - 1].revision->id);
        if (committed_.revision > 0 && committed_.step > 0) text += ", and ";
        if (committed_.step > 0) {
            const auto& [revision, steps, replaces] = plan_[committed_.revision];
            text += std::to_string(committed_.step) + " of the " + std::to_string(steps.size()) +
                    " steps of revision " + std::string(revision->id);
        }
        return text + ". The next " + (up ? "upgrade" : "downgrade") + " goes on from there.";
    }

    Locked& locked_;
    Session& session_;
    ExclusiveTransaction& transaction_;
    std::span<const PlannedRevision> plan_;
    Direction direction_;
    Place here_;
    Place committed_;
    std::vector<std::chrono::microseconds> durations_;
    bool awaits_commit_ = false; ///< a step ran whose work can be used after a commit only
    bool in_parts_ = false;      ///< commit where a step asks for it
};

} // namespace

void execute(Locked& locked, std::span<const PlannedRevision> plan, Direction direction) {
    require_functions(plan);
    Run run(locked, plan, direction);
    for (;;) {
        try {
            return run.to_the_end();
        } catch (const Error& error) {
            if (!run.retry_in_parts(error)) throw run.explained(error);
        }
    }
}

} // namespace aludel::detail
