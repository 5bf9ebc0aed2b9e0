#include "migrations/postgresql/catalog.hpp"

#include "migrations/postgresql/catalog_parts.hpp"

namespace aludel::migrations::postgresql::catalog {

const std::string_view tables =
    "SELECT c.oid, " SCHEMA("n") ", c.relname::text, obj_description(c.oid, 'pg_class') FROM" TABLES;

// A serial column numbers itself as well: its default takes numbers from a sequence that belongs to it.
const std::string_view columns =
    "SELECT c.oid, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, "
    "CASE WHEN a.attidentity <> '' THEN a.attidentity::text WHEN a.atthasdef AND EXISTS (SELECT FROM "
    "pg_catalog.pg_depend s JOIN "
    "pg_catalog.pg_depend v ON v.refobjid = s.objid AND v.classid = 'pg_catalog.pg_attrdef'::regclass AND v.objid = "
    "d.oid WHERE s.refobjid = c.oid AND s.refobjsubid = a.attnum AND s.deptype = 'a' AND s.classid = "
    "'pg_catalog.pg_class'::regclass) THEN 's' ELSE '' END, "
    "a.attgenerated <> '', pg_get_expr(d.adbin, d.adrelid), "
    "CASE WHEN a.attcollation <> t.typcollation THEN l.collname::text END, col_description(c.oid, a.attnum), "
    "CASE WHEN t.typtype = 'e' AND t.typnamespace IN (c.relnamespace, (SELECT oid FROM pg_catalog.pg_namespace WHERE "
    "nspname = current_schema())) THEN t.typname::text END "
    "FROM" TABLES "JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "JOIN pg_catalog.pg_type t ON t.oid = a.atttypid LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation "
    "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum ORDER BY c.oid, a.attnum";

const std::string_view countings =
    "SELECT c.oid, a.attname::text, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, "
    "s.seqcache, s.seqcycle FROM" TABLES "JOIN pg_catalog.pg_depend o ON o.refclassid = "
    "'pg_catalog.pg_class'::regclass AND o.refobjid = c.oid AND o.classid "
    "= 'pg_catalog.pg_class'::regclass AND o.deptype IN ('a', 'i') JOIN pg_catalog.pg_sequence s ON s.seqrelid = "
    "o.objid JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = o.refobjsubid";

const std::string_view constraints =
    "SELECT k.oid, c.oid, k.conname::text, k.contype::text, pg_get_expr(k.conbin, k.conrelid), " SCHEMA(
        "rn") ", r.relname::text, k.confdeltype::text, k.confupdtype::text, k.condeferrable, k.condeferred, "
              "k.confmatchtype = "
              "'f', " NULLS_NOT_DISTINCT " FROM" CONSTRAINTS
              "LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid LEFT JOIN pg_catalog.pg_namespace rn ON rn.oid = "
              "r.relnamespace WHERE k.contype <> 'x' AND " IS_PLAIN_CONSTRAINT;

const std::string_view constraint_columns =
    "SELECT k.oid, a.attname::text, b.attname::text FROM" TABLES
    "JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f') CROSS JOIN LATERAL "
    "unnest(k.conkey, k.confkey) WITH ORDINALITY AS u (own, referred, position) JOIN pg_catalog.pg_attribute a ON "
    "a.attrelid = k.conrelid AND a.attnum = u.own LEFT JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND "
    "b.attnum = u.referred ORDER BY k.oid, u.position";

const std::string_view indexes =
    "SELECT x.oid, c.oid, x.relname::text, i.indisunique, pg_get_expr(i.indpred, i.indrelid), "
    "m.amname::text, " NULLS_NOT_DISTINCT ", k.oid IS NOT NULL FROM" INDEXES "WHERE " IS_INDEX " AND " IS_PLAIN_INDEX;

// A part with a collation of its own is an expression, be it a column: PostgreSQL takes (name COLLATE "C") for the same
// as name COLLATE "C". That of an expression is its own where the definition says so, which is looked at where it may.
const std::string_view index_parts =
    "SELECT x.oid, CASE WHEN v.sql IS NULL THEN a.attname::text END, v.sql || CASE WHEN a.attname IS NOT NULL OR "
    "((l.collname <> 'default' OR EXISTS (SELECT FROM pg_catalog.pg_attribute o WHERE o.attrelid = c.oid AND "
    "o.attcollation NOT IN (0, l.oid))) AND strpos(pg_get_indexdef(x.oid), v.sql || v.collate) > 0) THEN v.collate "
    "ELSE '' END, "
    "coalesce((i.indoption::int2[])[s.n - 1], 0), CASE WHEN NOT p.opcdefault THEN CASE WHEN "
    "pg_opclass_is_visible(p.oid) THEN '' ELSE quote_ident(pn.nspname) || '.' END || quote_ident(p.opcname) END, "
    "w.oprname::text, s.n > i.indnkeyatts FROM" INDEXES
    "CROSS JOIN LATERAL generate_series(1, i.indnatts) AS s (n) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = "
    "c.oid AND a.attnum = (i.indkey::int2[])[s.n - 1] AND a.attnum > 0 LEFT JOIN pg_catalog.pg_collation l ON l.oid = "
    "(i.indcollation::oid[])[s.n - 1] AND l.oid IS DISTINCT FROM a.attcollation LEFT JOIN LATERAL (SELECT "
    "pg_get_indexdef(x.oid, s.n, false) AS sql, ' COLLATE ' || l.oid::regcollation AS collate) v ON a.attname IS NULL "
    "OR l.oid IS NOT NULL LEFT JOIN pg_catalog.pg_opclass p ON p.oid = "
    "(i.indclass::oid[])[s.n - 1] LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.opcnamespace LEFT JOIN "
    "pg_catalog.pg_operator w ON w.oid = k.conexclop[s.n] WHERE " IS_INDEX " AND " IS_PLAIN_INDEX
    " ORDER BY x.oid, s.n";

const std::string_view enums = "SELECT " SCHEMA(
    "n") ", t.typname::text, e.enumlabel::text FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace "
         "n ON n.oid = t.typnamespace AND " IS_OURS(
             "n", "pg_type", "t") " JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid ORDER BY t.oid, e.enumsortorder";

const std::string_view sequences =
    "SELECT " SCHEMA("n") ", c.relname::text, s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle "
                          "FROM" RELATIONS("'S'") "JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid WHERE NOT "
                                                  "EXISTS (SELECT FROM " SEQUENCE_OF_COLUMN("'a', 'i'") ")";

// Definitions are what stands after the name.
const std::string_view objects =
    "SELECT 'extension', '', e.extname::text, '', '' FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql' AND "
    "$1 = '' "
    "UNION ALL SELECT 'function', " SCHEMA(
        "n") ", f.proname::text, '', substr(pg_get_functiondef(f.oid), "
             "length('CREATE OR REPLACE FUNCTION .' || quote_ident(n.nspname) || quote_ident(f.proname)) + 1) "
             "FROM" FUNCTIONS "WHERE " IS_PLAIN_FUNCTION " UNION ALL SELECT 'view', " SCHEMA(
                 "n") ", c.relname::text, '', pg_get_viewdef(c.oid) FROM" VIEWS "WHERE " IS_PLAIN_VIEW
                      " UNION ALL SELECT 'trigger', " SCHEMA(
                          "n") ", g.tgname::text, c.relname::text, substr(pg_get_triggerdef(g.oid, "
                               "true), length('CREATE TRIGGER  ' || quote_ident(g.tgname)) + 1) FROM" TRIGGERS
                               "WHERE " IS_PLAIN_TRIGGER;

} // namespace aludel::migrations::postgresql::catalog
