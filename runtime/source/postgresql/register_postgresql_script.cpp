#include "postgresql/postgresql_history.hpp"
#include "postgresql/postgresql_script.hpp"

#include <aludel/postgresql_script.hpp>

namespace aludel::postgresql {

bool register_script() noexcept { return detail::register_script_dialect({"postgresql", script_writer, history_sql}); }

} // namespace aludel::postgresql
