#include "sqlite/sqlite_history.hpp"
#include "sqlite/sqlite_script.hpp"

#include <aludel/sqlite_script.hpp>

namespace aludel::sqlite {

bool register_script() noexcept { return detail::register_script_dialect({"sqlite", script_writer, history_sql}); }

} // namespace aludel::sqlite
