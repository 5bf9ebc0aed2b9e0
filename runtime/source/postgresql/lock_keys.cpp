#include "postgresql/lock_keys.hpp"

#include "postgresql/postgresql_history.hpp"

namespace aludel::postgresql {

std::string key_offset_sql(const HistoryTable& history) {
    const auto schema =
        history.schema.empty()
            ? "coalesce((SELECT n.nspname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
              "c.relnamespace WHERE c.oid = to_regclass(" +
                  literal(detail::quoted(history.name, '"')) + ")), current_schema()::text, '')"
            : literal(history.schema);
    return "(SELECT CASE s WHEN 'public' THEN 0 ELSE 2 * pg_catalog.hashtext(s)::bigint END FROM (SELECT " + schema +
           " AS s) AS found)";
}

} // namespace aludel::postgresql
