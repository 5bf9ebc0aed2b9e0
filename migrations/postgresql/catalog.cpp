#include "migrations/postgresql/catalog.hpp"

namespace aludel::migrations::postgresql::catalog {

#define SCHEMA(namespace) "CASE WHEN " namespace ".nspname = current_schema() THEN '' ELSE " namespace ".nspname END"
#define IS_OURS(namespace, catalog, object)                                                                                 \
    namespace ".nspname !~ '^pg_' AND " namespace ".nspname <> 'information_schema' AND starts_with(" namespace ".nsp"      \
                                                                                                                "name"      \
                                                                                                                ", "        \
                                                                                                                "$1) "      \
                                                                                                                "AND "      \
                                                                                                                "NOT "      \
                                                                                                                "EXIS"      \
                                                                                                                "TS "       \
                                                                                                                "(SEL"      \
                                                                                                                "ECT "      \
                                                                                                                "FROM"      \
                                                                                                                " pg_"      \
                                                                                                                "cata"      \
                                                                                                                "log."      \
                                                                                                                "pg_"       \
                                                                                                                "depe"      \
                                                                                                                "nd "       \
                                                                                                                "e "        \
                                                                                                                "WHER"      \
                                                                                                                "E "        \
                                                                                                                "e."        \
                                                                                                                "dept"      \
                                                                                                                "ype "      \
                                                                                                                "= "        \
                                                                                                                "'e' "      \
                                                                                                                "AND "      \
                                                                                                                "e."        \
                                                                                                                "clas"      \
                                                                                                                "sid "      \
                                                                                                                "= "        \
                                                                                                                "'pg_"      \
                                                                                                                "cata"      \
                                                                                                                "log"       \
                                                                                                                "." catalog \
                                                                                                                "'::"       \
                                                                                                                "regc"      \
                                                                                                                "lass"      \
                                                                                                                " AND"      \
                                                                                                                " e."       \
                                                                                                                "obji"      \
                                                                                                                "d "        \
                                                                                                                "="         \
                                                                                                                " " object  \
                                                                                                                ".oid"      \
                                                                                                                ")"

// Partitions and heirs come and go with the table that they are of.
#define RELATIONS(kinds)                                                                                               \
    " pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND c.relkind IN (" kinds         \
    ") AND NOT c.relispartition AND c.oid IS DISTINCT FROM to_regclass($2) AND " IS_OURS("n", "pg_class", "c") " "
#define IS_HEIR "EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid)"
#define TABLES RELATIONS("'r'") "AND NOT " IS_HEIR " "
#define VIEWS RELATIONS("'v'")
#define IS_PLAIN_VIEW "c.reloptions IS NULL"

// What belongs to a column that numbers itself, and what is the default of another.
#define SEQUENCE_OF_COLUMN(deptypes)                                                                                   \
    "pg_catalog.pg_depend o WHERE o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = s.seqrelid AND "           \
    "o.refclassid = 'pg_catalog.pg_class'::regclass AND o.deptype IN (" deptypes ")"

// Version 14 has no such column. Rows become JSON slowly.
#define NULLS_NOT_DISTINCT                                                                                             \
    "CASE WHEN i.indisunique THEN coalesce((to_jsonb(i)->>'indnullsnotdistinct')::boolean, false) ELSE false END"

#define CONSTRAINTS                                                                                                    \
    TABLES "JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'c', 'f', 'x') "         \
           "LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype <> 'f' "
#define IS_PLAIN_CONSTRAINT                                                                                            \
    "(k.convalidated AND (k.contype = 'f' OR NOT k.condeferrable) AND (k.contype <> 'c' OR NOT k.connoinherit) AND "   \
    "(i.indexrelid IS NULL OR i.indnatts = i.indnkeyatts) AND CASE k.contype WHEN 'f' THEN "                           \
    "(to_jsonb(k)->>'confdelsetcols') IS NULL ELSE true END)"

// With those of exclusion constraints.
#define INDEXES                                                                                                        \
    TABLES "JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN " \
           "pg_catalog.pg_am m ON m.oid = x.relam LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = x.oid AND "     \
           "k.contype IN ('p', 'u', 'x') "
#define IS_INDEX "(k.oid IS NULL OR k.contype = 'x')"
#define IS_PLAIN_INDEX                                                                                                 \
    "(i.indisvalid AND (k.oid IS NULL OR (NOT k.condeferrable AND i.indnatts = i.indnkeyatts)) AND NOT EXISTS "        \
    "(SELECT "                                                                                                         \
    "FROM pg_catalog.pg_attribute p WHERE p.attrelid = x.oid AND p.attoptions IS NOT NULL) AND NOT EXISTS (SELECT "    \
    "FROM unnest(i.indkey::int2[], i.indcollation::oid[]) u (number, own) JOIN pg_catalog.pg_attribute a ON "          \
    "a.attrelid = c.oid AND a.attnum = u.number WHERE u.number > 0 AND u.own <> 0 AND u.own <> "                       \
    "a.attcollation) AND (k.oid IS NULL OR NOT EXISTS (SELECT FROM unnest(k.conexclop) u (oid) WHERE NOT "             \
    "pg_operator_is_visible(u.oid))))"

#define FUNCTIONS                                                                                                      \
    " pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace AND " IS_OURS("n", "pg_proc",      \
                                                                                                  "f") " "
#define IS_PLAIN_FUNCTION                                                                                              \
    "(f.prokind = 'f' AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc g WHERE g.pronamespace = f.pronamespace AND "     \
    "g.proname = f.proname AND g.oid <> f.oid))"

#define TRIGGERS                                                                                                       \
    RELATIONS("'r', 'v'")                                                                                              \
    "JOIN pg_catalog.pg_trigger g ON g.tgrelid = c.oid AND NOT g.tgisinternal "
#define IS_PLAIN_TRIGGER                                                                                               \
    "(g.tgconstraint = 0 AND g.tgenabled = 'O' AND NOT " IS_HEIR " AND (c.relkind = 'r' OR " IS_PLAIN_VIEW             \
    ") AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger h JOIN "                                                      \
    "pg_catalog.pg_class b ON b.oid = h.tgrelid WHERE h.tgname = g.tgname AND h.oid <> g.oid AND NOT h.tgisinternal "  \
    "AND b.relnamespace = c.relnamespace))"

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

const std::string_view index_parts =
    "SELECT x.oid, a.attname::text, CASE WHEN a.attname IS NULL THEN pg_get_indexdef(x.oid, s.n, false) END, "
    "coalesce((i.indoption::int2[])[s.n - 1], 0), CASE WHEN NOT p.opcdefault THEN CASE WHEN "
    "pg_opclass_is_visible(p.oid) THEN '' ELSE quote_ident(pn.nspname) || '.' END || quote_ident(p.opcname) END, "
    "w.oprname::text, s.n > i.indnkeyatts FROM" INDEXES
    "CROSS JOIN LATERAL generate_series(1, i.indnatts) AS s (n) LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = "
    "c.oid AND a.attnum = (i.indkey::int2[])[s.n - 1] AND a.attnum > 0 LEFT JOIN pg_catalog.pg_opclass p ON p.oid = "
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

// Of what is described, what has no place there.
#define DETAILS                                                                                                        \
    "SELECT 'AS ' || format_type(s.seqtypid, NULL) || ' of sequence ' || c.oid::regclass AS line FROM" RELATIONS(      \
        "'S'") "JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid WHERE s.seqtypid <> 'bigint'::regtype AND NOT "    \
               "EXISTS (SELECT FROM " SEQUENCE_OF_COLUMN(                                                              \
                   "'a', 'i'") ") UNION ALL SELECT 'UNLOGGED of table ' || "                                           \
                               "c.oid::regclass FROM" TABLES                                                           \
                               "WHERE c.relpersistence = 'u' UNION ALL SELECT 'WITH (' || "                            \
                               "array_to_string(c.reloptions, ', ') || ') of table ' || c.oid::regclass FROM" TABLES   \
                               "WHERE c.reloptions IS NOT NULL UNION ALL SELECT 'WITH (' || "                          \
                               "array_to_string(x.reloptions, ', ') || ') of index "                                   \
                               "' || quote_ident(x.relname) || ' on ' || c.oid::regclass FROM" INDEXES                 \
                               "WHERE x.reloptions IS NOT NULL "

const std::string_view others =
    "SELECT line FROM (" DETAILS
    "UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN "
    "'foreign table ' WHEN 'p' THEN 'partitioned table ' ELSE 'inheriting table ' END || c.oid::regclass || CASE "
    "c.relkind WHEN 'v' THEN ' (with options)' ELSE '' END AS line FROM" RELATIONS(
        "'v', 'm', 'f', 'p', 'r'") "WHERE CASE c.relkind WHEN 'v' THEN NOT " IS_PLAIN_VIEW " WHEN 'r' THEN " IS_HEIR
                                   " ELSE true END "
                                   "UNION ALL SELECT 'trigger ' || quote_ident(g.tgname) || ' on ' || c.oid::regclass "
                                   "FROM" TRIGGERS "WHERE NOT " IS_PLAIN_TRIGGER
                                   " UNION ALL SELECT 'policy ' || quote_ident(p.polname) || ' on ' || c.oid::regclass "
                                   "FROM" RELATIONS(
                                       "'r', 'p'") "JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid "
                                                   "UNION ALL SELECT 'rule ' || quote_ident(w.rulename) || ' on ' || "
                                                   "c.oid::regclass FROM" RELATIONS(
                                                       "'r', 'v'") "JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid "
                                                                   "AND w.ev_type <> '1' "
                                                                   "UNION ALL SELECT CASE k.contype WHEN 'f' THEN "
                                                                   "'foreign key ' WHEN 'c' THEN 'check ' WHEN 'p' "
                                                                   "THEN 'primary key ' "
                                                                   "ELSE 'unique ' END || quote_ident(k.conname) || ' "
                                                                   "on ' || c.oid::regclass || CASE WHEN NOT "
                                                                   "k.convalidated THEN "
                                                                   "' (NOT VALID)' WHEN k.contype = 'c' THEN ' (NO "
                                                                   "INHERIT)' WHEN k.contype = 'f' THEN ' (SET of some "
                                                                   "columns)' WHEN "
                                                                   "k.condeferrable THEN ' (DEFERRABLE)' ELSE ' "
                                                                   "(INCLUDE)' END FROM" CONSTRAINTS
                                                                   "WHERE k.contype <> 'x' AND NOT " IS_PLAIN_CONSTRAINT
                                                                   " UNION ALL SELECT CASE WHEN k.oid IS NULL THEN "
                                                                   "'index ' ELSE 'exclusion constraint ' END || "
                                                                   "quote_ident(x.relname) || ' on ' || "
                                                                   "c.oid::regclass || CASE WHEN NOT i.indisvalid THEN "
                                                                   "' (invalid)' WHEN k.oid IS "
                                                                   "NOT NULL THEN ' (deferrable, or with INCLUDE or "
                                                                   "operators of its own)' ELSE ' (with a collation or "
                                                                   "options of its "
                                                                   "own)' END FROM" INDEXES "WHERE " IS_INDEX
                                                                   " AND NOT " IS_PLAIN_INDEX
                                                                   " UNION ALL SELECT CASE f.prokind WHEN 'p' THEN "
                                                                   "'procedure ' WHEN 'a' THEN 'aggregate ' WHEN 'w' "
                                                                   "THEN 'window "
                                                                   "function ' ELSE 'function ' END || "
                                                                   "f.oid::regprocedure FROM" FUNCTIONS
                                                                   "WHERE NOT " IS_PLAIN_FUNCTION
                                                                   " UNION ALL SELECT CASE t.typtype WHEN 'd' THEN "
                                                                   "'domain ' ELSE 'type ' END || t.oid::regtype FROM "
                                                                   "pg_catalog.pg_type t JOIN pg_catalog.pg_namespace "
                                                                   "n ON n.oid = t.typnamespace AND " IS_OURS(
                                                                       "n", "pg_type",
                                                                       "t") " WHERE t.typtype IN ('d', 'r') OR "
                                                                            "(t.typtype = 'c' AND EXISTS (SELECT FROM "
                                                                            "pg_catalog.pg_class c WHERE c.oid = "
                                                                            "t.typrelid AND c.relkind = 'c'))) AS "
                                                                            "found ORDER BY line COLLATE \"C\"";

} // namespace aludel::migrations::postgresql::catalog
