#pragma once

#include "history_sql.hpp"

namespace aludel::postgresql {

detail::HistorySql history_sql(const HistoryTable& table);

} // namespace aludel::postgresql
