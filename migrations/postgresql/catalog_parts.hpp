// What the questions of catalog.hpp are put together from: string literals, for the compiler to join.
#pragma once

#define SCHEMA(namespace) "CASE WHEN " namespace ".nspname = current_schema() THEN '' ELSE " namespace ".nspname END"
#define IS_OURS(namespace, catalog, object)                                                                            \
    namespace ".nspname !~ '^pg_' AND " namespace ".nspname <> 'information_schema' "                                  \
                                                  "AND starts_with(" namespace ".nspname, $1) AND "                    \
                                                                               "NOT " IS_OF_EXTENSION(                 \
                                                                                   "'pg_catalog." catalog              \
                                                                                   "'::regclass",                      \
                                                                                   object ".oid")
#define IS_OF_EXTENSION(catalog, oid)                                                                                  \
    "EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.deptype = 'e' AND e.classid = " catalog " AND e.objid = " oid  \
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
    "(SELECT FROM pg_catalog.pg_attribute p WHERE p.attrelid = x.oid AND p.attoptions IS NOT NULL) AND (k.oid IS "     \
    "NULL OR NOT EXISTS (SELECT FROM unnest(k.conexclop) u (oid) WHERE NOT pg_operator_is_visible(u.oid))))"

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
