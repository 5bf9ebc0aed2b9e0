#include "session.hpp"

#include <aludel/error.hpp>

#include <utility>

namespace aludel {

Transaction::Transaction(detail::Session& session) : session_(&session) { session_->execute("BEGIN", {}); }

Transaction::~Transaction() {
    // What is left of a broken connection is the database's to roll back.
    try {
        if (session_ && session_->in_transaction()) session_->execute("ROLLBACK", {});
    } catch (const std::exception&) {
    }
}

void Transaction::commit() {
    if (!session_) throw Error("this transaction has ended already");
    session_->execute("COMMIT", {});
    session_ = nullptr;
}

void Transaction::rollback() {
    if (!session_) throw Error("this transaction has ended already");
    if (session_->in_transaction()) session_->execute("ROLLBACK", {});
    session_ = nullptr;
}

Connection::Connection(std::unique_ptr<detail::Session> session) : session_(std::move(session)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

std::string_view Connection::dialect() const { return session_->dialect(); }

std::int64_t Connection::execute(std::string_view sql, std::span<const Value> parameters) {
    return session_->execute(sql, parameters);
}

Result Connection::query(std::string_view sql, std::span<const Value> parameters) {
    return session_->query(sql, parameters);
}

Transaction Connection::begin() { return Transaction(*session_); }

void Connection::report_rows(std::int64_t done, std::int64_t of) const {
    if (session_->on_rows) session_->on_rows(done, of);
}

} // namespace aludel
