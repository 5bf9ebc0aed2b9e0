#include "postgresql/exclusive.hpp"

#include "postgresql/upgrade_lock.hpp"
#include "postgresql/upgrade_settings.hpp"

#include <aludel/error.hpp>

#include <optional>
#include <utility>
#include <vector>

namespace aludel::postgresql {

namespace {

struct Setting {
    std::string name;
    std::string value;
};

/// Settings of the session, for as long as this lives.
class SessionSettings {
public:
    SessionSettings(PGconn* handle, const std::vector<Setting>& settings) : handle_(handle), before_(settings) {
        std::string sql;
        for (const auto& setting : settings)
            sql += (sql.empty() ? "SELECT " : ", ") + ("pg_catalog.current_setting('" + setting.name + "')");
        const auto found = run(handle_, sql);
        int column = 0;
        for (auto& setting : before_) setting.value = PQgetvalue(found.get(), 0, column++);
        set(settings);
    }
    SessionSettings(const SessionSettings&) = delete;
    SessionSettings& operator=(const SessionSettings&) = delete;
    ~SessionSettings() {
        try {
            set(before_);
        } catch (const Error&) { // the connection is lost, and the settings with it
        }
    }

private:
    void set(const std::vector<Setting>& settings) const {
        std::string sql;
        std::vector<Value> values;
        for (const auto& [name, value] : settings) {
            values.emplace_back(value);
            sql += (sql.empty() ? "SELECT " : ", ") +
                   ("pg_catalog.set_config('" + name + "', $" + std::to_string(values.size()) + ", false)");
        }
        run(handle_, sql, values);
    }

    PGconn* handle_;
    std::vector<Setting> before_;
};

/// A step that names the table would find the other one first, unless the search path says otherwise.
void refuse_hidden_tables(PGconn* handle) {
    const auto found =
        run(handle, "SELECT hiding.relname FROM pg_catalog.pg_class hiding JOIN pg_catalog.pg_class hidden USING "
                    "(relname) JOIN pg_catalog.pg_namespace n ON n.oid = hidden.relnamespace WHERE hiding.relnamespace "
                    "= pg_catalog.pg_my_temp_schema() AND hidden.oid <> hiding.oid AND hiding.relkind IN ('r', 'p', "
                    "'v') AND hidden.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname = ANY "
                    "(pg_catalog.current_schemas(false)) AND pg_catalog.pg_table_is_visible(hiding.oid) LIMIT 1");
    if (PQntuples(found.get()) == 0) return;
    throw Error("the connection has a temporary table \"" + std::string(PQgetvalue(found.get(), 0, 0)) +
                    "\", which hides the database's table of that name from the upgrade",
                {.hint = "Drop it before, or upgrade by another connection."});
}

class ExclusiveTransaction : public detail::ExclusiveTransaction {
public:
    ExclusiveTransaction(Session& session, const detail::LockWait& wait)
        : session_(session),
          handle_(session.handle()),
          statement_timeout_(wait.statement_timeout),
          lock_(take_upgrade_lock(session.handle(), wait)) {
        begin_again(detail::Purpose::steps);
    }

    ~ExclusiveTransaction() override {
        session_.set_exclusive(false);
        // Without throwing, and after a lost connection too; the server then rolls back and releases by itself.
        if (open_) PQclear(PQexec(handle_, "ROLLBACK"));
    }

    void rebuild(const ChainStep&) override {
        throw Error("a table rebuild was rendered for PostgreSQL, which alters tables in place");
    }

    void commit() override {
        check_lock();
        if (purpose_ == detail::Purpose::steps) refuse_hidden_tables(handle_); // one that a step has made
        try {
            run(handle_, "COMMIT");
        } catch (const Error& error) {
            throw_about_commit(error);
        }
        set_open(false);
    }

    void begin_again(detail::Purpose purpose) override {
        purpose_ = purpose;
        const bool was_open = open_;
        set_open(false);
        if (was_open) run(handle_, "ROLLBACK");
        lock_->begin();
        set_open(true);
    }

    void run_outside(const std::function<void()>& work) override {
        std::vector<Setting> settings;
        for (const auto& [name, value] : upgrade_settings) settings.push_back({std::string(name), std::string(value)});
        if (statement_timeout_) settings.push_back({"statement_timeout", milliseconds_text(*statement_timeout_)});
        const SessionSettings meanwhile(handle_, settings);
        work();
    }

    bool is_shared_between() const override { return lock_->is_shared_between(); }
    /// The server's answer may be lost; and where the lock was, a step may have ended the transaction.
    bool may_have_committed(const Error&) const override { return PQstatus(handle_) != CONNECTION_OK || lock_is_lost_; }
    void hold_between() override { lock_->hold_between(); }

    /// unsafe_new_enum_value_usage: https://www.postgresql.org/docs/current/errcodes-appendix.html
    bool failed_for_want_of_a_commit(const Error& error) const override { return error.code() == "55P04"; }
    /// undefined_table, duplicate_table
    bool failed_for_a_missing_table(const Error& error) const override { return error.code() == "42P01"; }
    bool failed_for_an_existing_table(const Error& error) const override { return error.code() == "42P07"; }
    /// lock_not_available, deadlock_detected: of a statement. The upgrade's own lock was waited for already.
    bool failed_for_a_lock(const Error& error) const override {
        return !error.sql().empty() && (error.code() == "55P03" || error.code() == "40P01");
    }

private:
    void set_open(bool open) {
        open_ = open;
        session_.set_exclusive(open);
    }

    void check_lock() {
        lock_is_lost_ = true;
        lock_->check();
        lock_is_lost_ = false;
    }

    /// The server may have done it, and its answer be lost.
    [[noreturn]] void throw_about_commit(const Error& error) const {
        if (PQstatus(handle_) == CONNECTION_OK) throw error;
        auto details = error.details();
        details.hint =
            "It is not known whether the last transaction was committed: all of it is, or nothing of it. The "
            "next launch finds out, and goes on from there.";
        throw Error("the connection was lost in the middle of a commit: " + error.message(), std::move(details));
    }

    Session& session_;
    PGconn* handle_;
    std::optional<std::chrono::milliseconds> statement_timeout_;
    std::unique_ptr<UpgradeLock> lock_;
    detail::Purpose purpose_ = detail::Purpose::steps;
    bool open_ = false;
    bool lock_is_lost_ = false;
};

} // namespace

std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(Session& session, const detail::LockWait& wait) {
    if (session.in_transaction())
        throw Error("the connection is in a transaction: an upgrade makes its own",
                    {.hint = "commit or roll back before the upgrade"});
    auto transaction = std::make_unique<ExclusiveTransaction>(session, wait);
    refuse_hidden_tables(session.handle());
    return transaction;
}

} // namespace aludel::postgresql
