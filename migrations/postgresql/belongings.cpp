#include "migrations/postgresql/belongings.hpp"

#include "migrations/postgresql/quote.hpp"

namespace aludel::migrations::postgresql {
namespace {

std::string setting(std::size_t number) { return "'aludel.belongings_" + std::to_string(number) + "'"; }

// The owner last: after it, the others may be no longer ours to give. CHECK OPTION is a part of the view's SQL. A
// column may be gone from the view. Its triggers cannot be disabled, nor enabled for replicas: that is for tables.
constexpr const char* statements = R"(
SELECT 1 AS place, format('GRANT %s ON %s TO %s%s', privilege_type, view, coalesce(quote_ident(rolname), 'PUBLIC'),
                          CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS sql
  FROM found CROSS JOIN LATERAL aclexplode(relacl) LEFT JOIN pg_catalog.pg_roles ON pg_roles.oid = grantee
UNION ALL SELECT 2, format('IF EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = %L::regclass AND attname = '
                           '%L) THEN %s; END IF', view, attname, statement)
  FROM found JOIN pg_catalog.pg_attribute ON attrelid = found.oid CROSS JOIN LATERAL (
    SELECT format('GRANT %s (%I) ON %s TO %s%s', privilege_type, attname, view, coalesce(quote_ident(rolname), 'PUBLIC'),
                  CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM aclexplode(attacl) LEFT JOIN pg_catalog.pg_roles ON pg_roles.oid = grantee
    UNION ALL SELECT format('COMMENT ON COLUMN %s.%I IS %L', view, attname, col_description(attrelid, attnum))
      WHERE col_description(attrelid, attnum) IS NOT NULL) AS of_column (statement)
UNION ALL SELECT 2, format('COMMENT ON VIEW %s IS %L', view, obj_description(oid, 'pg_class')) FROM found
  WHERE obj_description(oid, 'pg_class') IS NOT NULL
UNION ALL SELECT 3, format('ALTER VIEW %s SET (%s)', view, option) FROM found, unnest(reloptions) AS option
  WHERE option NOT LIKE 'check_option=%'
UNION ALL SELECT 4, pg_get_triggerdef(pg_trigger.oid) FROM found JOIN pg_catalog.pg_trigger ON tgrelid = found.oid
  WHERE NOT tgisinternal
UNION ALL SELECT 5, format('ALTER VIEW %s OWNER TO %I', view, pg_get_userbyid(relowner)) FROM found
  WHERE pg_get_userbyid(relowner) <> current_user)";

} // namespace

std::string note_belongings(const Name& view, std::size_t number) {
    return "WITH found AS (SELECT oid, relacl, reloptions, relowner, format('%I.%I', relnamespace::regnamespace::name, "
           "relname) AS view FROM pg_catalog.pg_class WHERE oid = to_regclass(" +
           string_literal(identifier(view)) + ")) SELECT set_config(" + setting(number) +
           ", coalesce(string_agg(sql, '; ' ORDER BY place), ''), false) FROM (" + statements + "\n) AS statements";
}

std::string give_belongings(std::size_t number) {
    return "DO " + string_literal("BEGIN IF current_setting(" + setting(number) +
                                  ", true) <> '' THEN EXECUTE 'DO ' || quote_literal('BEGIN ' || current_setting(" +
                                  setting(number) + ") || '; END'); PERFORM set_config(" + setting(number) +
                                  ", '', false); END IF; END");
}

} // namespace aludel::migrations::postgresql
