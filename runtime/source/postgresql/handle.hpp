// libpq's connection as a C++ value: opened, asked, closed. Errors are aludel::Error.
#pragma once

#include <aludel/connection.hpp>

#include <libpq-fe.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace aludel::postgresql {

struct CloseHandle {
    void operator()(PGconn* handle) const { PQfinish(handle); }
};
struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using OwnedHandle = std::unique_ptr<PGconn, CloseHandle>;
using OwnedResult = std::unique_ptr<PGresult, ClearResult>;

OwnedHandle open_url(const std::string& url);
/// A second connection to the very server and database of the first, as the same user.
OwnedHandle open_alike(PGconn* handle);

/// What the server, or the connection, says of a statement that failed. `result` may be null.
[[noreturn]] void throw_error(PGconn* handle, const PGresult* result, std::string sql);

/// Runs it; without parameters it may be several statements. Throws Error with SQLSTATE and SQL.
OwnedResult run(PGconn* handle, std::string_view sql, std::span<const Value> parameters = {});

} // namespace aludel::postgresql
