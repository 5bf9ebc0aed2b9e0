// A connection to a SQLite database.
#pragma once

#include "handle.hpp"
#include "session.hpp"

namespace aludel::sqlite {

inline constexpr std::string_view dialect_name = "sqlite";

class SqliteSession final : public detail::Session {
public:
    explicit SqliteSession(Handle handle) : handle_(std::move(handle)) {}

    std::string_view dialect() const override { return dialect_name; }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override;
    Result query(std::string_view sql, std::span<const Value> parameters) override;
    bool in_transaction() const override { return sqlite3_get_autocommit(handle_.get()) == 0; }
    std::string copy_beside(std::string_view name, const detail::CopyProgress& told) override;
    void make_read_only() override { execute("PRAGMA query_only = ON", {}); }
    void set_waiting(bool waits) override;
    bool failed_for_a_lock(const Error& error) const override { return sqlite::failed_for_a_lock(error); }
    detail::HistorySql history_sql(const HistoryTable& table) const override;
    std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(const detail::LockWait& wait) override;

    ::sqlite3* handle() const { return handle_.get(); }
    /// Within an upgrade, statements that would end its transaction are refused before they do.
    void set_exclusive(bool exclusive) { exclusive_ = exclusive; }

private:
    void check_allowed(std::string_view sql) const;

    Handle handle_;
    bool exclusive_ = false;
    std::optional<int> usual_wait_; ///< in milliseconds, while nothing is waited for
};

} // namespace aludel::sqlite
