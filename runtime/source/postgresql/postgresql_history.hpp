#pragma once

#include "history/history_sql.hpp"

namespace aludel::postgresql {

/// One text whatever standard_conforming_strings says.
std::string literal(std::string_view text);
detail::HistorySql history_sql(const HistoryTable& table);

} // namespace aludel::postgresql
