#include "postgresql/lock_keys.hpp"

#include "postgresql/postgresql_history.hpp"

namespace aludel::postgresql {

std::string key_offset_sql(std::string_view history_schema) {
    const auto schema =
        history_schema.empty() ? std::string("coalesce(current_schema(), '')") : literal(history_schema);
    return "(CASE " + schema + " WHEN 'public' THEN 0 ELSE 2 * pg_catalog.hashtext(" + schema + ")::bigint END)";
}

} // namespace aludel::postgresql
