// SQLite's C interface with owners and exceptions.
#pragma once

#include <aludel/connection.hpp>
#include <aludel/error.hpp>

#include <sqlite3.h>

#include <string>
#include <string_view>

namespace aludel::sqlite {

/// `code` may be an extended one: "SQLITE_CONSTRAINT_UNIQUE".
std::string code_name(int code);
/// What the connection says about its last failure.
[[noreturn]] void throw_last_error(::sqlite3* handle, std::string_view sql);
/// An error that is to be told as `message`.
Error error_with_code(int code, std::string message, std::string hint, std::string_view sql = {});
/// Whether another connection had the database locked.
bool failed_for_a_lock(const Error& error);

/// Throws Error.
void check_has_no_nul(std::string_view sql);

/// Closes its connection, if it is its own.
class Handle {
public:
    Handle(::sqlite3* handle, bool owned) : handle_(handle), owned_(owned) {}
    Handle(Handle&& other) noexcept : handle_(other.handle_), owned_(other.owned_) { other.owned_ = false; }
    Handle& operator=(Handle&&) = delete;
    ~Handle() {
        if (owned_) sqlite3_close_v2(handle_);
    }
    ::sqlite3* get() const { return handle_; }

private:
    ::sqlite3* handle_;
    bool owned_;
};

/// `flags`: as sqlite3_open_v2() takes them. Its errors have extended codes.
Handle open(const std::string& name, int flags);

/// The first statement of a text.
class Statement {
public:
    Statement(::sqlite3* handle, std::string_view sql);
    /// The one that begins there, in a text without NULs. Where no NUL stands behind it SQLite copies all
    /// of the rest for each statement.
    Statement(::sqlite3* handle, const std::string& script, std::size_t at);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement() { sqlite3_finalize(statement_); }

    /// Spaces and comments alone are no statement.
    bool empty() const { return !statement_; }
    std::string_view sql() const { return sql_; }
    /// What stands behind it.
    std::string_view rest() const { return rest_; }

    /// As `$1`, `$2` … The values must outlive the statement. Throws Error where they are not as many as the
    /// statement wants.
    void bind(std::span<const Value> parameters);
    /// Whether there is a row.
    bool step();

    int column_count() const { return sqlite3_column_count(statement_); }
    std::string column_name(int column) const;
    Value value(int column) const;
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    std::string text(int column) const;

private:
    void prepare(int length);
    [[noreturn]] void fail() const { throw_last_error(handle_, sql_); }

    ::sqlite3* handle_;
    std::string_view sql_;
    std::string_view rest_;
    ::sqlite3_stmt* statement_ = nullptr;
};

/// Whether no file holds the database.
bool is_in_memory(::sqlite3* handle);

/// Runs one statement.
void execute(::sqlite3* handle, std::string_view sql);
/// The first column of the first row; 0 where there is none.
std::int64_t query_integer(::sqlite3* handle, std::string_view sql);

} // namespace aludel::sqlite
