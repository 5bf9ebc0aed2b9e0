// Statements that are sent without waiting for one another's answers: a server far away is then waited for once.
// https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
#pragma once

#include "postgresql/handle.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

namespace aludel::postgresql {

/// Whether it is one statement that neither begins nor ends a transaction, nor asks anything of the client.
bool can_be_pipelined(std::string_view sql);
/// In an open transaction. `before` is told the index of each when the one before it is done. At the first that fails,
/// none of those after it is run. Throws Error, as run() does; what `before` throws, and the server is then told to
/// stop.
void run_pipelined(PGconn* handle, std::span<const std::string_view> statements,
                   const std::function<void(std::size_t)>& before);

} // namespace aludel::postgresql
