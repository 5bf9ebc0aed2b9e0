#pragma once

#include "history/history_sql.hpp"

namespace aludel::sqlite {

detail::HistorySql history_sql(const HistoryTable& table);

} // namespace aludel::sqlite
