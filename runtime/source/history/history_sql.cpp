#include "history/history_sql.hpp"

namespace aludel::detail {

std::string added_columns_sql() {
    std::string sql;
    for (const auto column : added_columns) sql.append(", ").append(column);
    return sql;
}

std::string quoted(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text) result.append(c == quote ? 2 : 1, c);
    return result += quote;
}

} // namespace aludel::detail
