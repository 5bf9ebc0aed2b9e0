#include "migrations/postgresql/catalog.hpp"

namespace aludel::migrations::postgresql::catalog {

#define SCHEMA(namespace) "CASE WHEN " namespace ".nspname = current_schema() THEN '' ELSE " namespace ".nspname END"
#define IS_OURS(namespace, catalog, object)                                                                            \
    namespace ".nspname !~ '^pg_' AND " namespace ".nspname <> 'information_schema' AND NOT EXISTS (SELECT FROM "      \
                                                  "pg_catalog.pg_depend e WHERE e.deptype = 'e' AND e.classid = "      \
                                                  "'pg_catalog." catalog "'::regclass AND e.objid = " object ".oid)"
// Partitions come and go with their table, which is not modelled.
#define TABLES                                                                                                         \
    "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND c.relkind = 'r' AND NOT "      \
    "c.relispartition AND c.relname <> 'aludel_revision' AND " IS_OURS("n", "pg_class", "c")
#define INDEXES                                                                                                        \
    TABLES " JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "     \
           "JOIN pg_catalog.pg_am m ON m.oid = x.relam "                                                               \
           "AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', "   \
           "'u', 'x'))"
#define IS_PLAIN_INDEX                                                                                                 \
    "(m.amname = 'btree' AND i.indnatts = i.indnkeyatts AND i.indisvalid AND NOT EXISTS (SELECT FROM "                 \
    "unnest(i.indoption::int2[]) o WHERE o NOT IN (0, 3)) AND NOT EXISTS (SELECT FROM unnest(i.indclass::oid[]) u "    \
    "JOIN pg_catalog.pg_opclass p ON p.oid = u WHERE NOT p.opcdefault))"

const std::string_view tables =
    "SELECT c.oid, " SCHEMA("n") ", c.relname::text, obj_description(c.oid, 'pg_class') FROM " TABLES;

// A serial column numbers itself as well: its default takes numbers from a sequence that belongs to it.
const std::string_view columns =
    "SELECT c.oid, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
    "a.attidentity <> '' OR EXISTS (SELECT FROM pg_catalog.pg_depend s JOIN pg_catalog.pg_depend v ON v.refobjid = "
    "s.objid AND v.classid = 'pg_catalog.pg_attrdef'::regclass AND v.objid = d.oid WHERE s.refobjid = c.oid AND "
    "s.refobjsubid = a.attnum AND s.deptype = 'a' AND s.classid = 'pg_catalog.pg_class'::regclass), "
    "a.attgenerated <> '', pg_get_expr(d.adbin, d.adrelid), "
    "CASE WHEN a.attcollation <> t.typcollation THEN l.collname::text END, col_description(c.oid, a.attnum), "
    "CASE WHEN t.typtype = 'e' AND t.typnamespace IN (c.relnamespace, (SELECT oid FROM pg_catalog.pg_namespace WHERE "
    "nspname = current_schema())) THEN t.typname::text END "
    "FROM " TABLES " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
    "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum ORDER BY c.oid, a.attnum";

const std::string_view constraints =
    "SELECT k.oid, c.oid, k.conname::text, k.contype::text, pg_get_expr(k.conbin, k.conrelid), " SCHEMA(
        "rn") ", r.relname::text, k.confdeltype::text, k.confupdtype::text, k.condeferrable, k.condeferred FROM " TABLES
              " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'f') "
              "LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = "
              "r.relnamespace";

const std::string_view constraint_columns =
    "SELECT k.oid, a.attname::text, b.attname::text FROM " TABLES
    " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f') CROSS JOIN LATERAL "
    "unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (own, referred, position) JOIN pg_catalog.pg_attribute a ON "
    "a.attrelid = k.conrelid AND a.attnum = u.own LEFT JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND "
    "b.attnum = u.referred ORDER BY k.oid, u.position";

const std::string_view indexes =
    "SELECT x.oid, c.oid, x.relname::text, i.indisunique, pg_get_expr(i.indpred, i.indrelid) FROM " INDEXES
    " AND " IS_PLAIN_INDEX;

const std::string_view index_parts =
    "SELECT x.oid, a.attname::text, pg_get_indexdef(x.oid, s.n, false), (i.indoption::int2[])[s.n - 1] & 1 = 1 "
    "FROM " INDEXES " AND " IS_PLAIN_INDEX " CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS s (n) LEFT JOIN "
    "pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = (i.indkey::int2[])[s.n - 1] AND a.attnum > 0 "
    "ORDER BY x.oid, s.n";

const std::string_view enums = "SELECT " SCHEMA(
    "n") ", t.typname::text, e.enumlabel::text FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace "
         "n ON n.oid = t.typnamespace AND " IS_OURS(
             "n", "pg_type", "t") " JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid ORDER BY t.oid, e.enumsortorder";

const std::string_view others =
    "SELECT line FROM ("
    "SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'S' THEN 'sequence ' WHEN 'f' "
    "THEN 'foreign table ' ELSE 'partitioned table ' END || c.oid::regclass AS line FROM pg_catalog.pg_class c JOIN "
    "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm', 'S', 'f', 'p') AND NOT "
    "c.relispartition AND " IS_OURS(
        "n", "pg_class",
        "c") " AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE o.classid = 'pg_catalog.pg_class'::regclass "
             "AND o.objid "
             "= c.oid AND o.deptype IN ('a', 'i') AND c.relkind = 'S') "
             "UNION ALL SELECT 'trigger ' || quote_ident(g.tgname) || ' on ' || c.oid::regclass FROM " TABLES
             " JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid AND NOT g.tgisinternal "
             "UNION ALL SELECT 'policy ' || quote_ident(p.polname) || ' on ' || c.oid::regclass FROM " TABLES
             " JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid "
             "UNION ALL SELECT 'rule ' || quote_ident(w.rulename) || ' on ' || c.oid::regclass FROM " TABLES
             " JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid "
             "UNION ALL SELECT 'exclusion constraint ' || quote_ident(k.conname) || ' on ' || c.oid::regclass "
             "FROM " TABLES " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype = 'x' "
             "UNION ALL SELECT 'deferrable constraint ' || quote_ident(k.conname) || ' on ' || c.oid::regclass "
             "FROM " TABLES
             " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u') AND k.condeferrable "
             "UNION ALL SELECT 'index ' || quote_ident(x.relname) || ' on ' || c.oid::regclass || ' (' || "
             "CASE WHEN NOT i.indisvalid THEN 'invalid' WHEN m.amname <> 'btree' THEN m.amname WHEN i.indnatts > "
             "i.indnkeyatts "
             "THEN 'INCLUDE' ELSE 'with an order or operator class of its own' END || ')' FROM " INDEXES
             " AND NOT " IS_PLAIN_INDEX " UNION ALL SELECT 'function ' || f.oid::regprocedure FROM pg_catalog.pg_proc "
             "f JOIN pg_catalog.pg_namespace n ON "
             "n.oid = f.pronamespace AND " IS_OURS(
                 "n", "pg_proc",
                 "f") " UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || t.oid::regtype "
                      "FROM "
                      "pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace AND " IS_OURS(
                          "n", "pg_type", "t") " WHERE t.typtype = 'd' OR (t.typtype = 'c' AND EXISTS (SELECT FROM "
                                               "pg_catalog.pg_class c WHERE c.oid = t.typrelid "
                                               "AND c.relkind = 'c'))) AS found ORDER BY line COLLATE \"C\"";

} // namespace aludel::migrations::postgresql::catalog
