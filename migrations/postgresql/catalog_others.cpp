// What inspect() only names. See catalog.hpp.
#include "migrations/postgresql/catalog.hpp"
#include "migrations/postgresql/catalog_parts.hpp"

// Of what pg_identify_object() tells: what stands in the default schema is named without it.
#define LINE "replace(i.type || ' ' || i.identity, concat(' ', quote_ident(current_schema()), '.'), ' ')"
#define IS_IN_SCOPE "coalesce(i.schema, '') !~ '^pg_' AND starts_with(coalesce(i.schema, ''), $1) "
// Not by initdb.
#define IS_MADE_HERE(catalog, oid) oid " >= 16384 AND NOT " IS_OF_EXTENSION(catalog, oid) " "

namespace aludel::migrations::postgresql::catalog {

// A line of SQL is a line.
// clang-format off
const std::string_view others =
    "SELECT line FROM ("
    // Of what is described, what has no place there.
    "SELECT 'AS ' || format_type(s.seqtypid, NULL) || ' of sequence ' || c.oid::regclass AS line "
    "FROM" RELATIONS("'S'") "JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid "
    "WHERE s.seqtypid <> 'bigint'::regtype AND NOT EXISTS (SELECT FROM " SEQUENCE_OF_COLUMN("'a', 'i'") ") "

    "UNION ALL SELECT d.line || ' of table ' || c.oid::regclass FROM" TABLES
    "CROSS JOIN LATERAL (VALUES (c.relpersistence = 'u', 'UNLOGGED'), "
    "(c.reloptions IS NOT NULL, 'WITH (' || array_to_string(c.reloptions, ', ') || ')'), "
    "(c.relrowsecurity, 'ROW LEVEL SECURITY'), (c.relforcerowsecurity, 'FORCE ROW LEVEL SECURITY'), "
    "(c.relreplident <> 'd', 'REPLICA IDENTITY')) AS d (is_there, line) WHERE d.is_there "

    "UNION ALL SELECT 'WITH (' || array_to_string(x.reloptions, ', ') || ') of index ' || quote_ident(x.relname) || "
    "' on ' || c.oid::regclass FROM" INDEXES "WHERE x.reloptions IS NOT NULL "

    "UNION ALL SELECT 'DEFAULT of column ' || c.oid::regclass || '.' || quote_ident(a.attname) FROM" VIEWS
    "JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum WHERE " IS_PLAIN_VIEW " "

    // But one that comes with it. Which does, is a question of files.
    "UNION ALL SELECT 'SCHEMA ' || quote_ident(n.nspname) || ' of extension ' || quote_ident(x.extname) "
    "FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace "
    "WHERE starts_with(n.nspname, $1) AND CASE WHEN n.nspname IN (current_schema(), 'pg_catalog') THEN false ELSE NOT "
    "EXISTS (SELECT FROM pg_available_extension_versions() v WHERE v.name = x.extname AND v.schema = n.nspname) END "

    // Those of tables and their columns are described.
    "UNION ALL SELECT 'COMMENT of ' || " LINE " FROM pg_catalog.pg_description p "
    "LEFT JOIN pg_catalog.pg_class c ON p.classoid = 'pg_catalog.pg_class'::regclass AND c.oid = p.objoid "
    "CROSS JOIN LATERAL pg_identify_object(p.classoid, p.objoid, p.objsubid) i "
    "WHERE " IS_MADE_HERE("p.classoid", "p.objoid") "AND (c.oid IS NULL OR c.relkind IN ('v', 'i', 'S')) AND i.type IN "
    "('table constraint', 'index', 'view', 'view column', 'sequence', 'function', 'type', 'trigger') AND " IS_IN_SCOPE

    // A column that takes its default from its sequence numbers itself.
    "UNION ALL SELECT 'sequence ' || c.oid::regclass || ' (owned by ' || t.oid::regclass || '.' || "
    "quote_ident(a.attname) || ')' FROM" RELATIONS("'S'")
    "JOIN pg_catalog.pg_depend o ON o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid AND "
    "o.refclassid = 'pg_catalog.pg_class'::regclass AND o.deptype = 'a' "
    "JOIN pg_catalog.pg_class t ON t.oid = o.refobjid "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid "
    "WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend v JOIN pg_catalog.pg_attrdef d ON d.oid = v.objid "
    "WHERE v.refclassid = 'pg_catalog.pg_class'::regclass AND v.refobjid = c.oid AND "
    "v.classid = 'pg_catalog.pg_attrdef'::regclass AND d.adrelid = a.attrelid AND d.adnum = a.attnum) "

    "UNION ALL SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN "
    "'foreign table ' WHEN 'p' THEN 'partitioned table ' ELSE 'inheriting table ' END || c.oid::regclass || "
    "CASE c.relkind WHEN 'v' THEN ' (with options)' ELSE '' END FROM" RELATIONS("'v', 'm', 'f', 'p', 'r'")
    "WHERE CASE c.relkind WHEN 'v' THEN NOT " IS_PLAIN_VIEW " WHEN 'r' THEN " IS_HEIR " ELSE true END "

    "UNION ALL SELECT 'trigger ' || quote_ident(g.tgname) || ' on ' || c.oid::regclass "
    "FROM" TRIGGERS "WHERE NOT " IS_PLAIN_TRIGGER " "

    "UNION ALL SELECT 'policy ' || quote_ident(p.polname) || ' on ' || c.oid::regclass "
    "FROM" RELATIONS("'r', 'p'") "JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid "

    "UNION ALL SELECT 'rule ' || quote_ident(w.rulename) || ' on ' || c.oid::regclass "
    "FROM" RELATIONS("'r', 'v'") "JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid AND w.ev_type <> '1' "

    "UNION ALL SELECT CASE f.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' "
    "WHEN 'w' THEN 'window function ' ELSE 'function ' END || f.oid::regprocedure "
    "FROM" FUNCTIONS "WHERE NOT " IS_PLAIN_FUNCTION " "

    "UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || t.oid::regtype "
    "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
    "AND " IS_OURS("n", "pg_type", "t") " WHERE t.typtype IN ('d', 'r') "
    "OR (t.typtype = 'e' AND NOT EXISTS (SELECT FROM pg_catalog.pg_enum v WHERE v.enumtypid = t.oid)) "
    "OR (t.typtype = 'c' AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')) "

    // Kinds that are only named.
    "UNION ALL SELECT " LINE " FROM (SELECT 'pg_catalog.pg_collation'::regclass, oid FROM pg_catalog.pg_collation "
    "UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::regclass, oid FROM pg_catalog.pg_statistic_ext "
    "UNION ALL SELECT 'pg_catalog.pg_cast'::regclass, oid FROM pg_catalog.pg_cast "
    "UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid FROM pg_catalog.pg_operator "
    "UNION ALL SELECT 'pg_catalog.pg_opclass'::regclass, oid FROM pg_catalog.pg_opclass "
    "UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid FROM pg_catalog.pg_ts_config "
    "UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid FROM pg_catalog.pg_ts_dict "
    "UNION ALL SELECT 'pg_catalog.pg_event_trigger'::regclass, oid FROM pg_catalog.pg_event_trigger "
    "UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, oid FROM pg_catalog.pg_publication "
    "UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid FROM pg_catalog.pg_foreign_data_wrapper "
    "UNION ALL SELECT 'pg_catalog.pg_foreign_server'::regclass, oid FROM pg_catalog.pg_foreign_server"
    ") AS p (classoid, objoid) CROSS JOIN LATERAL pg_identify_object(p.classoid, p.objoid, 0) i "
    "WHERE " IS_MADE_HERE("p.classoid", "p.objoid") "AND " IS_IN_SCOPE

    ") AS found";

const std::string_view other_parts =
    "SELECT " SCHEMA("n") ", c.relname::text, k.conname::text, false, "
    "CASE k.contype WHEN 'f' THEN 'foreign key ' WHEN 'c' THEN 'check ' WHEN 'p' THEN 'primary key ' "
    "ELSE 'unique ' END || quote_ident(k.conname) || ' on ' || c.oid::regclass || "
    "CASE WHEN NOT k.convalidated THEN ' (NOT VALID)' WHEN k.contype = 'c' THEN ' (NO INHERIT)' "
    "WHEN k.contype = 'f' THEN ' (SET of some columns)' WHEN k.condeferrable THEN ' (DEFERRABLE)' "
    "ELSE ' (INCLUDE)' END FROM" CONSTRAINTS "WHERE k.contype <> 'x' AND NOT " IS_PLAIN_CONSTRAINT " "

    "UNION ALL SELECT " SCHEMA("n") ", c.relname::text, x.relname::text, k.oid IS NULL, "
    "CASE WHEN k.oid IS NULL THEN 'index ' ELSE 'exclusion constraint ' END || "
    "quote_ident(x.relname) || ' on ' || c.oid::regclass || CASE WHEN NOT i.indisvalid THEN ' (invalid)' "
    "WHEN k.oid IS NOT NULL THEN ' (deferrable, or with INCLUDE or operators of its own)' "
    "ELSE ' (with options of its own)' END FROM" INDEXES "WHERE " IS_INDEX " AND NOT " IS_PLAIN_INDEX;
// clang-format on

} // namespace aludel::migrations::postgresql::catalog
