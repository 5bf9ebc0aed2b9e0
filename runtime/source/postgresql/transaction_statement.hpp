// Statements that begin or end a transaction: https://www.postgresql.org/docs/current/sql-commands.html
#pragma once

#include <string_view>

namespace aludel::postgresql {

/// Whether one of the text's statements does. Savepoints are within one.
bool moves_transaction(std::string_view sql);

} // namespace aludel::postgresql
