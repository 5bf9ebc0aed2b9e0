#pragma once

#include "postgresql/handle.hpp"
#include "session.hpp"

namespace aludel::postgresql {

/// A live connection, of its own or the application's.
class Session : public detail::Session {
public:
    explicit Session(OwnedHandle handle);
    explicit Session(PGconn* applications);

    std::string_view dialect() const override { return "postgresql"; }
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters) override;
    Result query(std::string_view sql, std::span<const Value> parameters) override;
    bool can_go_together(std::string_view sql) const override;
    void execute_together(std::span<const std::string_view> statements,
                          const std::function<void(std::size_t)>& before) override;
    bool in_transaction() const override;
    void make_read_only() override;
    detail::HistorySql history_sql(const HistoryTable& table) const override;
    std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(const detail::LockWait& wait) override;

    /// Whether an upgrade's transaction is open: what is executed then must leave it open.
    void set_exclusive(bool exclusive) { exclusive_ = exclusive; }
    PGconn* handle() const { return handle_; }

private:
    void check_allowed(std::string_view sql) const;

    OwnedHandle owned_;
    PGconn* handle_;
    bool exclusive_ = false;
};

} // namespace aludel::postgresql
