// A connection to one database: SQL in, values out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aludel {

namespace detail {
class Session;
}

/// What a database holds in one field. std::monostate is NULL. A boolean comes as 0 or 1; what has no type here (a
/// date, a decimal, a uuid) comes as the database's own text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::byte>>;
using Row = std::vector<Value>;

struct Result {
    std::vector<std::string> columns;
    std::vector<Row> rows;
};

/// Rolls back when it goes out of scope, unless committed. It must not outlive its connection.
class Transaction {
public:
    explicit Transaction(detail::Session& session);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    void commit();
    void rollback();

private:
    detail::Session* session_;
};

/// One open connection, for one thread at a time. Closes what it opened; a handle that the application brought
/// (aludel::sqlite::use, aludel::postgresql::use) stays the application's.
/// Parameters are `$1`, `$2` … on every database, and always sent as data. Errors are aludel::Error with the SQL.
class Connection {
public:
    explicit Connection(std::unique_ptr<detail::Session> session);
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// "sqlite" or "postgresql".
    std::string_view dialect() const;

    /// Runs one statement and returns how many rows it changed. Without parameters, several statements separated by
    /// `;` are allowed; the count is then the last one's.
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters = {});
    Result query(std::string_view sql, std::span<const Value> parameters = {});

    template <class... Parameters>
    requires(sizeof...(Parameters) > 0 && (std::is_constructible_v<Value, Parameters> && ...)) std::int64_t
        execute(std::string_view sql, Parameters&&... parameters) {
        const Value values[] = {Value(std::forward<Parameters>(parameters))...};
        return execute(sql, std::span<const Value>(values));
    }
    template <class... Parameters>
    requires(sizeof...(Parameters) > 0 && (std::is_constructible_v<Value, Parameters> && ...)) Result
        query(std::string_view sql, Parameters&&... parameters) {
        const Value values[] = {Value(std::forward<Parameters>(parameters))...};
        return query(sql, std::span<const Value>(values));
    }

    Transaction begin();

    /// For a function that an upgrade calls: tells UpgradeOptions::on_progress how many rows are done, of how many.
    /// Does nothing elsewhere.
    void report_rows(std::int64_t done, std::int64_t of) const;

    detail::Session& session() const { return *session_; }

private:
    std::unique_ptr<detail::Session> session_;
};

} // namespace aludel
