#include "migrations/postgresql/likeness.hpp"

#include "migrations/postgresql/quote.hpp"
#include "postgresql/upgrade_settings.hpp"

namespace aludel::migrations::postgresql {
namespace {

/// `('"app"."hero"', 'app', 'hero')`; the schema is NULL where it is the one that tables are made in.
std::string wanted(const Name& table) {
    return "(" + string_literal(identifier(table)) + ", " +
           (table.schema.empty() ? "NULL" : string_literal(table.schema)) + ", " + string_literal(table.name) + ")";
}

/// A line for all that a table is made of, and what hangs on it, as the server itself spells it.
std::string lines_of(std::span<const Name> tables) {
    std::vector<std::string> names;
    for (const auto& table : tables) names.push_back(wanted(table));
    return "WITH wanted AS (SELECT name, (SELECT oid FROM pg_class WHERE relname = plain AND relnamespace =\n"
           "  (SELECT oid FROM pg_namespace WHERE nspname = coalesce(in_schema, current_schema()))) AS id FROM "
           "(VALUES " +
           joined(names, ", ") + R"sql() AS names (name, in_schema, plain))
SELECT format('%s: %s %s %s %L %L %L %s %s', name, relkind, relpersistence, reloptions, obj_description(id, 'pg_class'),
  pg_get_partkeydef(id), pg_get_expr(relpartbound, id), relrowsecurity, relforcerowsecurity) AS line
FROM wanted JOIN pg_class ON oid = id
UNION ALL SELECT format('%s: %s is of %s', name, inhrelid::regclass, inhparent::regclass)
FROM wanted JOIN pg_inherits ON id IN (inhrelid, inhparent)
UNION ALL SELECT format('%s.%I %s%s %s %s%s %L %s %L', name, attname, format_type(atttypid, atttypmod),
  CASE WHEN attnotnull THEN ' NOT NULL' END,
  (SELECT collname FROM pg_collation WHERE oid = attcollation), attidentity, attgenerated,
  (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = attrelid AND adnum = attnum),
  (SELECT (seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)::text FROM pg_depend
   JOIN pg_sequence ON seqrelid = objid WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
   AND refobjid = attrelid AND refobjsubid = attnum AND deptype = 'i'),
  col_description(id, attnum))
FROM wanted JOIN pg_attribute ON attrelid = id WHERE attnum > 0 AND NOT attisdropped
UNION ALL SELECT format('%s: %I %s', name, conname, pg_get_constraintdef(pg_constraint.oid))
FROM wanted JOIN pg_constraint ON conrelid = id WHERE contype <> 'n'
UNION ALL SELECT format('%s: %s %s', name, pg_get_indexdef(indexrelid), indisvalid)
FROM wanted JOIN pg_index ON indrelid = id
UNION ALL SELECT format('%s: %s', name, pg_get_triggerdef(pg_trigger.oid))
FROM wanted JOIN pg_trigger ON tgrelid = id WHERE NOT tgisinternal
UNION ALL SELECT format('%s.%s: %s %s', wanted.name, (SELECT attname FROM pg_attribute WHERE attrelid = id AND
  attnum = refobjsubid), object.type, object.identity)
FROM wanted JOIN pg_depend ON refclassid = 'pg_class'::regclass AND refobjid = id AND deptype IN ('n', 'a')
  AND classid NOT IN ('pg_attrdef'::regclass, 'pg_class'::regclass, 'pg_constraint'::regclass, 'pg_trigger'::regclass),
  pg_identify_object(classid, objid, objsubid) AS object
UNION ALL SELECT format('%s: %I of %s %s', name, conname, conrelid::regclass, pg_get_constraintdef(pg_constraint.oid))
FROM wanted JOIN pg_constraint ON confrelid = id AND conrelid <> id
UNION ALL SELECT format('%s.%s: %s', name, attname, attacl)
FROM wanted JOIN pg_attribute ON attrelid = id WHERE NOT attisdropped AND attacl IS NOT NULL)sql";
}

} // namespace

std::string likeness(std::span<const Name> tables, Connection& at) {
    const auto lines = "SELECT line FROM (" + lines_of(tables) + ") AS lines ORDER BY line COLLATE \"C\"";
    // As it will be asked: an upgrade has settings of its own, and the server spells constants by them.
    at.execute("BEGIN");
    for (const auto& [name, value] : aludel::postgresql::upgrade_settings)
        at.execute("SET LOCAL " + std::string(name) + " = " + string_literal(std::string(value)));
    std::vector<std::string> found;
    for (const auto& row : at.query(lines).rows) found.push_back(string_literal(std::get<std::string>(row[0])));
    at.execute("ROLLBACK");
    return "SELECT 1 WHERE ARRAY(" + lines + ") = ARRAY[\n" + joined(found, ",\n") + "\n]::text[]\n";
}

} // namespace aludel::migrations::postgresql
