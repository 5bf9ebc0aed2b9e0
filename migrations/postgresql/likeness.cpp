#include "migrations/postgresql/likeness.hpp"

#include "migrations/postgresql/quote.hpp"

namespace aludel::migrations::postgresql {
namespace {

/// A line for all that a table is made of, as the server itself spells it.
std::string lines_of(std::span<const Name> tables) {
    std::vector<std::string> names;
    for (const auto& table : tables) names.push_back("(" + string_literal(identifier(table)) + ")");
    return "WITH wanted AS (SELECT name, to_regclass(name) AS id FROM (VALUES " + joined(names, ", ") +
           R"sql() AS names (name))
SELECT format('%s: %s %s %s %L', name, relkind, relpersistence, reloptions, obj_description(id, 'pg_class')) AS line
FROM wanted JOIN pg_class ON oid = id
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
FROM wanted JOIN pg_trigger ON tgrelid = id WHERE NOT tgisinternal)sql";
}

} // namespace

std::string likeness(std::span<const Name> tables, Connection& at) {
    const auto lines = "SELECT line FROM (" + lines_of(tables) + ") AS lines ORDER BY line COLLATE \"C\"";
    std::vector<std::string> found;
    for (const auto& row : at.query(lines).rows) found.push_back(string_literal(std::get<std::string>(row[0])));
    return "SELECT 1 WHERE ARRAY(" + lines + ") = ARRAY[\n" + joined(found, ",\n") + "\n]::text[]\n";
}

} // namespace aludel::migrations::postgresql
