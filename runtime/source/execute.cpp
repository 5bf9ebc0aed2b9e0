#include "execute.hpp"

#include "batched_update.hpp"
#include "journal.hpp"
#include "patience.hpp"
#include "run_step.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

namespace aludel::detail {

namespace {

using Clock = std::chrono::steady_clock;
using Kind = ChainStep::Kind;

/// Their answers have to fit into what a connection holds back, or both sides would wait for the other.
constexpr std::size_t most_together = 200;

/// Another process went on with the upgrade between two transactions.
struct Overtaken {};

/// Steps have one, and what is around them has none.
std::string place_of(const Error& error) {
    if (error.revision().empty()) return {};
    return "revision " + error.revision() + ", step " + std::to_string(error.details().step) + ": ";
}

class Run {
public:
    Run(Locked& locked, std::span<const PlannedRevision> plan, Direction direction)
        : locked_(locked),
          session_(locked.connection.session()),
          transaction_(*locked.transaction),
          plan_(plan),
          direction_(direction),
          here_{0, steps_done(locked.half_done, plan), locked.half_done ? locked.half_done->cursor : std::string()},
          journal_(locked, plan, direction, here_),
          durations_(plan.size()),
          copies_from_(locked.half_done && transaction_.is_shared_between() ? 1 : 0),
          copy_is_due_(locked.safety_copy.empty() && locked.wants_safety_copy(to_copy(), direction)) {}
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run() {
        session_.on_rows = {};
        if (copy_is_superfluous()) locked_.remove_safety_copy();
    }

    Executed to_the_end() {
        try {
            if (begun_) begin_again(Purpose::steps);
            begun_ = true;
            copy_where_due();
            locked_.prepare_history();
            revision_begin_ = Clock::now();
            while (here_.revision < plan_.size()) go_on();
            commit();
            return {plan_.size(), false};
        } catch (const Cancelled&) {
            return cancelled();
        } catch (const Overtaken&) {
            locked_.is_overtaken = true;
            return {journal_.committed().revision, false};
        }
    }
    Executed cancelled() const { return {journal_.committed().revision, true}; }

    /// Whether the run may be begun again from the last commit: with commits where they were missing, or after a while
    /// where somebody else's lock was in the way.
    bool may_try_again(const Error& error) {
        here_ = journal_.committed();
        left_out_.clear();
        if (!in_parts_ && std::exchange(awaits_commit_, false) && transaction_.failed_for_want_of_a_commit(error))
            return in_parts_ = true;
        if (!transaction_.failed_for_a_lock(error) || !patience_.pause_before_next(locked_.options.stop)) return false;
        locked_.log(LogLevel::warning, place_of(error) + error.message() + "; tried again");
        return true;
    }

    Error explained(const Error& error) const {
        auto details = error.details();
        if (transaction_.failed_for_a_lock(error)) details.refusal = Refusal::locked;
        const auto state = what_is_there();
        if (!details.hint.empty() && !state.empty()) details.hint += details.hint.ends_with('.') ? " " : ". ";
        details.hint += state;
        return Error(error.message(), std::move(details));
    }

private:
    /// As a sentence; empty where the error itself says that it is not known.
    std::string what_is_there() const {
        if (auto committed = journal_.what_is_committed(); !committed.empty()) return committed;
        if (commit_is_in_doubt_) return {};
        return ran_outside_ ? "What ran outside of a transaction may be there in part: the next upgrade puts it right."
                            : "Nothing was changed: the database is as it was.";
    }

    void go_on() {
        const auto steps = plan_[here_.revision].steps;
        if (here_.step == steps.size()) return finish_revision();
        try {
            if (!run_together()) run(steps[here_.step]);
        } catch (const Error& error) {
            throw_with_place(error);
        }
    }

    void finish_revision() {
        const auto now = Clock::now();
        durations_[here_.revision] = std::chrono::duration_cast<std::chrono::microseconds>(now - revision_begin_);
        revision_begin_ = now;
        locked_.log(LogLevel::info, "revision " + std::string(plan_[here_.revision].revision->id) +
                                        (direction_ == Direction::up ? ": applied" : ": taken back"));
        here_ = {here_.revision + 1, 0, {}};
        const bool is_last = here_.revision == plan_.size();
        if (is_last || !ends_transaction(here_.revision - 1)) return;
        commit_and_go_on();
        copy_where_due();
    }

    bool ends_transaction(std::size_t revision) const {
        return locked_.options.transactions == Transactions::each_revision ||
               (copy_is_due_ && revision + 1 == copies_from_);
    }

    /// Of what a run goes on with, there is a copy of before it began, where one was wanted.
    std::span<const PlannedRevision> to_copy() const { return plan_.subspan(locked_.half_done ? 1 : 0); }

    /// At the beginning of a transaction.
    void copy_where_due() {
        if (!copy_is_due_ || here_.revision < copies_from_) return;
        copied_at_ = here_;
        locked_.make_safety_copy(to_copy(), direction_, [&](std::int64_t done, std::int64_t of) {
            report_copy(done, of);
            stop_where_asked();
        });
        copy_is_due_ = false;
    }

    void stop_where_asked() const {
        if (locked_.options.stop.stop_requested()) throw Cancelled();
    }

    /// Where the database still is what it is a copy of. Where others have come between, it is not; but of what this
    /// process has lost no row of yet, another round makes one when it comes to that.
    bool copy_is_superfluous() const {
        if (!copied_at_ || commit_is_in_doubt_) return false;
        const auto& committed = journal_.committed();
        if (!locked_.is_overtaken) return committed == *copied_at_;
        const auto end = committed.revision + (committed.within_revision() ? 1 : 0);
        const auto changed = plan_.subspan(copied_at_->revision, end - copied_at_->revision);
        return !locked_.wants_safety_copy(changed, direction_);
    }

    /// Steps from here on that need not wait for one another's answers. False: there are not several.
    bool run_together() {
        if (in_parts_ && awaits_commit_) return false;
        const auto places = places_together();
        if (places.size() < 2) return false;
        std::vector<std::string_view> statements;
        for (const auto& place : places) statements.push_back(plan_[place.revision].steps[place.step].sql);
        session_.execute_together(statements, [&](std::size_t i) {
            move_to(places[i]);
            stop_where_asked();
            report_progress(plan_[here_.revision].steps[here_.step], 0);
        });
        here_ = {here_.revision, here_.step + 1, {}};
        return true;
    }

    std::vector<Place> places_together() const {
        std::vector<Place> places;
        for (auto place = here_; place.revision < plan_.size() && places.size() < most_together;) {
            const auto& planned = plan_[place.revision];
            if (place.step == planned.steps.size()) {
                if (ends_transaction(place.revision)) break;
                place = {place.revision + 1, 0, {}};
                continue;
            }
            const auto& step = planned.steps[place.step];
            if (step.kind != Kind::sql || planned.revision->without_transaction || !session_.can_go_together(step.sql))
                break;
            places.push_back(place);
            ++place.step;
        }
        return places;
    }

    void move_to(const Place& place) {
        while (here_.revision < place.revision) finish_revision();
        here_ = place;
    }

    void run(const ChainStep& step) {
        stop_where_asked();
        report_progress(step, 0);
        if (in_parts_ && awaits_commit_) commit_and_go_on();
        bool commit_after = false;
        if (step.kind == Kind::sql_alone) {
            commit_after = run_outside(step);
        } else if (step.kind == Kind::batched_update) {
            commit_after = run_in_batches(step);
        } else {
            session_.on_rows = [&](std::int64_t done, std::int64_t of) { report_progress(step, of, done); };
            if (is_left_out(session_, step))
                leave_out();
            else
                run_step(locked_.connection, transaction_, step);
            require_transaction(step);
            commit_after = plan_[here_.revision].revision->without_transaction;
        }
        here_ = {here_.revision, here_.step + 1, {}};
        if (step.kind == Kind::sql_then_commit) awaits_commit_ = true;
        if (commit_after) commit_and_go_on();
    }

    void leave_out() {
        left_out_.push_back({std::string(plan_[here_.revision].revision->id), here_.step + 1});
        locked_.log(LogLevel::info, "step " + std::to_string(here_.step + 1) + " of revision " +
                                        std::string(plan_[here_.revision].revision->id) +
                                        " is for other databases: its `when` selects no row in this one");
    }

    void require_transaction(const ChainStep& step) {
        if (session_.in_transaction()) return;
        commit_is_in_doubt_ = true;
        ErrorDetails details;
        details.sql = step.sql;
        details.hint =
            "Steps run in the upgrade's transaction, and leave it open. What it committed is in the database.";
        throw Error("the step ended the upgrade's transaction", std::move(details));
    }

    /// False: it had been done already.
    bool run_outside(const ChainStep& step) {
        if (is_done(session_, step)) return false;
        commit();
        ran_outside_ = true;
        transaction_.run_outside([&] { run_alone(session_, step); });
        begin_again(Purpose::steps);
        return true;
    }

    /// Whether it took commits of its own: a few rows share the run's transaction.
    bool run_in_batches(const ChainStep& step) {
        BatchedUpdate update(session_, step, here_.cursor);
        if (here_.cursor.empty()) update.require_whole_keys();
        if (here_.cursor.empty() && update.fits_in_one()) {
            while (update.next()) { // others may have added rows since
            }
            return false;
        }
        commit(); // locks of the steps before are not held while rows are counted
        begin_again(Purpose::batch);
        const auto rows = locked_.options.on_progress ? update.count() : 0;
        while (update.next()) {
            here_.cursor = update.cursor();
            commit();
            pause(std::chrono::milliseconds(step.batches->pause_ms), locked_.options.stop);
            stop_where_asked();
            report_progress(step, rows, update.rows_done());
            begin_again(Purpose::batch);
        }
        return true;
    }

    /// `of_step`: how much of the next step is done, from 0 to 1.
    Progress progress(double of_step, bool copies = false) const {
        const auto& [revision, steps, replaces] = plan_[here_.revision];
        Progress told{revision->id, revision->message, here_.revision, plan_.size(), here_.step, steps.size()};
        // A copy is one more step, before the others of its revision.
        const bool has_copy = copied_at_ && copied_at_->revision == here_.revision;
        const auto done = here_.step + (has_copy && !copies ? 1U : 0U);
        const auto count = std::max<std::size_t>(steps.size() + (has_copy ? 1U : 0U), 1);
        const double of_revision = (static_cast<double>(done) + std::min(of_step, 1.0)) / static_cast<double>(count);
        told.fraction = (static_cast<double>(here_.revision) + of_revision) / static_cast<double>(plan_.size());
        return told;
    }

    void report_progress(const ChainStep& step, std::int64_t rows, std::int64_t rows_done = 0) const {
        if (!locked_.options.on_progress) return;
        if (rows == 0 && step.kind == Kind::rebuild) rows = locked_.count_rows(step.subject);
        auto told = progress(rows > 0 ? static_cast<double>(rows_done) / static_cast<double>(rows) : 0);
        if (rows > 0) told.table = step.subject;
        told.rows = rows;
        told.rows_done = rows_done;
        told.sql = step.sql;
        locked_.options.on_progress(told);
    }

    void report_copy(std::int64_t done, std::int64_t of) const {
        if (!locked_.options.on_progress) return;
        auto told = progress(static_cast<double>(done) / static_cast<double>(of), true);
        told.copy_bytes = of;
        told.copy_bytes_done = done;
        locked_.options.on_progress(told);
    }

    void commit_and_go_on() {
        commit();
        begin_again(Purpose::steps);
    }

    void begin_again(Purpose purpose) {
        transaction_.begin_again(purpose);
        if (transaction_.is_shared_between() && locked_.rows_now() != locked_.rows_committed) throw Overtaken();
    }

    void commit() {
        journal_.write(here_, durations_);
        if (transaction_.is_shared_between()) locked_.rows_committed = locked_.history.read();
        try {
            transaction_.commit();
        } catch (const Error& error) {
            commit_is_in_doubt_ = transaction_.may_have_committed(error);
            throw;
        }
        locked_.has_history = locked_.has_committed = true;
        if (here_ != journal_.committed()) patience_.begin_again(); // else it waits for the same one still
        journal_.set_committed(here_);
        std::ranges::move(std::exchange(left_out_, {}), std::back_inserter(locked_.left_out));
        awaits_commit_ = false;
    }

    [[noreturn]] void throw_with_place(const Error& error) const {
        auto details = error.details();
        details.revision = plan_[here_.revision].revision->id;
        details.step = static_cast<int>(here_.step) + 1;
        throw Error(error.message(), std::move(details));
    }

    Locked& locked_;
    Session& session_;
    ExclusiveTransaction& transaction_;
    std::span<const PlannedRevision> plan_;
    Direction direction_;
    Place here_;
    Journal journal_;
    std::vector<std::chrono::microseconds> durations_;
    std::vector<StepLeftOut> left_out_; ///< since the last commit
    Clock::time_point revision_begin_{};
    Patience patience_{locked_.options.lock_timeout};
    /// The plan's first revision before which a copy may be made. Where others may come between, each process that goes
    /// on with what is half done would make one for what follows: only the one that comes to that does.
    std::size_t copies_from_;
    bool copy_is_due_;
    std::optional<Place> copied_at_; ///< where this run made it, or was about to
    bool begun_ = false;
    bool ran_outside_ = false;   ///< of any transaction
    bool awaits_commit_ = false; ///< a step ran whose work can be used after a commit only
    bool commit_is_in_doubt_ = false;
    bool in_parts_ = false; ///< commit where a step asks for it
};

/// Steps outside of transactions need others to be kept out meanwhile: before anything is changed.
void hold_between(Locked& locked, std::span<const PlannedRevision> plan) {
    for (const auto& planned : plan) {
        const auto step =
            std::ranges::find_if(planned.steps, [&](const auto& each) { return each.kind == Kind::sql_alone; });
        if (step == planned.steps.end()) continue;
        try {
            return locked.transaction->hold_between();
        } catch (const Error& error) {
            auto details = error.details();
            details.revision = planned.revision->id;
            details.step = static_cast<int>(step - planned.steps.begin()) + 1;
            details.sql = step->sql;
            throw Error(error.message(), std::move(details));
        }
    }
}

Executed attempted(Run& run) {
    for (;;) {
        try {
            return run.to_the_end();
        } catch (const Error& error) {
            try {
                if (run.may_try_again(error)) continue;
            } catch (const Cancelled&) {
                return run.cancelled();
            }
            throw run.explained(error);
        }
    }
}

} // namespace

Executed execute(Locked& locked, std::span<const PlannedRevision> plan, Direction direction) {
    require_functions(plan);
    hold_between(locked, plan);
    Run run(locked, plan, direction);
    return attempted(run);
}

} // namespace aludel::detail
