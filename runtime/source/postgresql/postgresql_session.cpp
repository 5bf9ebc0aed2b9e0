#include "postgresql/postgresql_session.hpp"

#include "postgresql/exclusive.hpp"
#include "postgresql/pipeline.hpp"
#include "postgresql/pooler.hpp"
#include "postgresql/postgresql_history.hpp"
#include "postgresql/transaction_statement.hpp"
#include "postgresql/values.hpp"

#include <charconv>
#include <cstring>

namespace aludel::postgresql {

Session::Session(OwnedHandle handle) : owned_(std::move(handle)), handle_(owned_.get()) {}
Session::Session(PGconn* applications) : handle_(applications) {}

void Session::check_allowed(std::string_view sql) const {
    if (exclusive_ && moves_transaction(sql))
        throw Error("a step must not begin or end a transaction: it runs in the upgrade's own",
                    {.sql = std::string(sql), .hint = "A SAVEPOINT may be used."});
}

std::int64_t Session::execute(std::string_view sql, std::span<const Value> parameters) {
    check_allowed(sql);
    const auto result = run(handle_, sql, parameters);
    const char* text = PQcmdTuples(result.get()); // empty for what changes no rows
    std::int64_t count = 0;
    std::from_chars(text, text + std::strlen(text), count);
    return count;
}

Result Session::query(std::string_view sql, std::span<const Value> parameters) {
    check_allowed(sql);
    return to_result(run(handle_, sql, parameters).get());
}

/// Through a pooler the setting would become another client's.
void Session::make_read_only() {
    if (!is_pooled(handle_)) execute("SET default_transaction_read_only = on", {});
}

bool Session::can_go_together(std::string_view sql) const { return can_be_pipelined(sql); }

void Session::execute_together(std::span<const std::string_view> statements,
                               const std::function<void(std::size_t)>& before) {
    run_pipelined(handle_, statements, before);
}

bool Session::in_transaction() const {
    const auto status = PQtransactionStatus(handle_);
    return status != PQTRANS_IDLE && status != PQTRANS_UNKNOWN;
}

detail::HistorySql Session::history_sql(const HistoryTable& table) const { return postgresql::history_sql(table); }

std::unique_ptr<detail::ExclusiveTransaction> Session::begin_exclusive(const detail::LockWait& wait) {
    return postgresql::begin_exclusive(*this, wait);
}

} // namespace aludel::postgresql
