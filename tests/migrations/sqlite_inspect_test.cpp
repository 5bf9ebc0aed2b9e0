// Databases that others made, and what is written into ours.
#include "migrations/diff/diff.hpp"
#include "migrations/revision/revision_file.hpp"
#include "migrations/sqlite/sqlite.hpp"
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

constexpr const char* types[] = {"boolean", "smallint", "integer", "bigint",         "real",        "double",
                                 "text",    "date",     "time",    "timestamp",      "timestamptz", "uuid",
                                 "bytes",   "json",     "decimal", "decimal(10, 2)", "varchar(80)", "native CITEXT"};

TEST(SqliteInspect, reads_every_type_back) {
    SqliteLab lab;
    std::vector<Column> columns{identity()};
    for (const auto* type : types) columns.push_back(column(std::string("c ") + type, type));
    lab.apply({create_table("every", columns)});
    const auto found = lab.inspect().schema.tables.at(name("every"));
    for (const auto* type : types) EXPECT_EQ(to_string(found.find_column(std::string("c ") + type)->type), type);
}

TEST(SqliteInspect, values_stay_what_they_are) {
    SqliteLab lab;
    lab.apply({create_table("t", {identity(), column("j", "json"), column("u", "uuid")})});
    lab.execute("INSERT INTO t VALUES (1, '1.0', '12345678901234567890123456789012')");
    EXPECT_EQ(lab.rows("SELECT j, u, typeof(u) FROM t"), "1.0|12345678901234567890123456789012|text");
}

TEST(SqliteInspect, an_integer_key_numbers_itself_only_when_it_is_to) {
    SqliteLab lab;
    lab.apply({create_table("a", {identity()}), create_table("b", {required("id", "integer")})});
    lab.execute("INSERT INTO a VALUES (NULL)");
    EXPECT_EQ(lab.rows("SELECT id FROM a"), "1");
    EXPECT_THROW(lab.execute("INSERT INTO b VALUES (NULL)"), std::exception);
    lab.execute("INSERT INTO b VALUES (9)");
    AlterColumn numbered;
    numbered.table = name("b");
    numbered.column = "id";
    numbered.identity.emplace(Identity{});
    lab.apply({numbered});
    lab.execute("INSERT INTO b VALUES (NULL)");
    EXPECT_EQ(lab.rows("SELECT id FROM b"), "9;10");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT id FROM b"), "9;10");
}

TEST(SqliteInspect, defaults_of_all_kinds) {
    SqliteLab lab;
    auto table = create_table(
        "t", {identity(), with_default(required("a", "text"), "it's \"x\"; -- ä \\"),
              with_default(required("b", "boolean"), "true"), with_default(required("c", "integer"), "-5"),
              with_default(required("d", "decimal(10, 2)"), "1.50"), with_default(required("e", "bytes"), "a'b"),
              with_default(required("f", "text"), "5"), with_default(required("g", "date"), "2024-02-29")});
    auto now = required("now", "timestamp");
    now.default_value = Default{Default::Kind::now, "", {}};
    auto computed = required("computed", "text");
    computed.default_value = Default{Default::Kind::sql, "", sql("lower('A') || hex(randomblob(2))")};
    table.table.columns.push_back(now);
    table.table.columns.push_back(computed);
    lab.apply({table});
    lab.execute("INSERT INTO t (id) VALUES (1)");
    EXPECT_EQ(lab.rows("SELECT a, b, c, d, typeof(e), f, g FROM t"),
              "it's \"x\"; -- ä \\|1|-5|1.500000|blob|5|2024-02-29");
    EXPECT_EQ(lab.rows("SELECT length(computed), datetime(now) IS NOT NULL FROM t"), "5|1");
    const auto found = lab.inspect().schema.tables.at(name("t"));
    EXPECT_EQ(found.find_column("a")->default_value->literal, "it's \"x\"; -- ä \\");
    EXPECT_EQ(found.find_column("b")->default_value->literal, "true");
    EXPECT_EQ(found.find_column("now")->default_value->kind, Default::Kind::now);
}

TEST(SqliteInspect, strange_names_everywhere) {
    SqliteLab lab;
    const std::string odd = "Sel\"ect 'ü' [x] `y`; --";
    auto table = create_table("order", {identity("group"), required(odd, "integer"), column("table", "text")});
    Index index;
    index.name = "in\"dex";
    index.parts.resize(2);
    index.parts[0].column = odd;
    index.parts[0].descending = true;
    index.parts[1].expression = sql("lower(\"table\")");
    index.where = sql("\"table\" IS NOT NULL");
    table.table.indexes = {index};
    table.table.checks = {{"che\"ck", sql("\"table\" <> 'it''s )'")}};
    lab.apply({table});
    lab.execute("INSERT INTO \"order\" VALUES (1, 2, 'x')");
    lab.apply({alter_type("order", "table", "varchar(5)"), RenameIndex{name("order"), "in\"dex", "where"}});
    lab.apply({RenameColumn{name("order"), "table", "Column"}});
    EXPECT_EQ(lab.rows("SELECT \"Column\" FROM \"order\""), "x");
    lab.take_back();
    lab.take_back();
    lab.take_back();
}

TEST(SqliteInspect, reads_what_other_tools_wrote) {
    SqliteLab lab;
    lab.execute("CREATE TABLE Team (id integer PRIMARY KEY AUTOINCREMENT, name nvarchar(20) UNIQUE ON CONFLICT IGNORE, "
                "made datetime DEFAULT CURRENT_TIMESTAMP, data JSON, n INT CHECK (n > 0))");
    lab.execute("CREATE TABLE hero (id UUID PRIMARY KEY, team int REFERENCES team ON DELETE SET NULL, "
                "x GENERATED ALWAYS AS (team + 1)) WITHOUT ROWID");
    lab.execute("CREATE INDEX i ON hero (Team, abs(team) desc)");
    const auto found = lab.inspect();
    const auto& team = found.schema.tables.at(name("Team"));
    EXPECT_TRUE(team.find_column("id")->identity);
    EXPECT_EQ(to_string(team.find_column("name")->type), "varchar(20)");
    EXPECT_EQ(to_string(team.find_column("made")->type), "timestamp");
    EXPECT_EQ(to_string(team.find_column("data")->type), "json");
    EXPECT_EQ(team.uniques.size(), 1U);
    EXPECT_EQ(team.checks.at(0).expression.common, "n > 0");
    const auto& hero = found.schema.tables.at(name("hero"));
    EXPECT_EQ(hero.foreign_keys.at(0).referred_table, name("Team"));
    EXPECT_EQ(hero.foreign_keys.at(0).referred_columns, std::vector<std::string>{"id"});
    EXPECT_FALSE(hero.find_column("id")->nullable);
    EXPECT_EQ(hero.indexes.at(0).parts.at(0).column, "team");
    EXPECT_TRUE(hero.indexes.at(0).parts.at(1).descending);
    EXPECT_FALSE(hero.find_column("x")->generated->stored);
    EXPECT_TRUE(team.find_column("id")->identity->autoincrement);
    EXPECT_TRUE(hero.without_rowid && !hero.strict);
    EXPECT_EQ(found.not_modelled, (std::vector<std::string>{"ON CONFLICT in table Team"}));
    EXPECT_TRUE(sqlite_dialect().canonical(found.schema) == found.schema);
}

TEST(SqliteInspect, sql_stays_as_it_is_written) {
    SqliteLab lab;
    lab.execute("CREATE TABLE t (a int DEFAULT ((1)+ 2) CHECK((a)>0), \"b\" int AS ((\"a\"*2)))");
    lab.execute("CREATE INDEX i ON t (abs( a )) WHERE (\"b\")==1");
    const auto found = lab.inspect().schema;
    const auto& table = found.tables.at(name("t"));
    EXPECT_EQ(table.columns.at(0).default_value->sql.common, "(1)+ 2");
    EXPECT_EQ(table.columns.at(1).generated->expression.common, "(\"a\"*2)");
    EXPECT_EQ(table.checks.at(0).expression.common, "(a)>0");
    EXPECT_EQ(table.indexes.at(0).parts.at(0).expression.common, "abs( a )");
    EXPECT_EQ(table.indexes.at(0).where.common, "(\"b\")==1");
    SqliteLab other;
    other.apply(diff({}, found).operations);
    EXPECT_EQ(other.inspect().schema, found);
    EXPECT_EQ(write_schema(other.inspect().schema), write_schema(found));
}

TEST(SqliteInspect, reads_views_and_triggers_of_others) {
    SqliteLab lab;
    lab.execute("CREATE TABLE hero (id INTEGER PRIMARY KEY, name TEXT)");
    lab.execute("CREATE VIEW  if not exists main.\"a view\"  AS\n  select /* all */ \"name\" from Hero where id==1");
    lab.execute("CREATE VIEW columns(a, b) AS SELECT 1, 2");
    lab.execute("create trigger if not exists [tr] after insert on HERO begin select 'x;  y'; end");
    lab.execute("CREATE TRIGGER on_columns INSTEAD OF INSERT ON columns BEGIN SELECT 1; END");
    lab.execute("CREATE TEMP VIEW mine AS SELECT 1");
    const auto found = lab.inspect();
    const auto& schema = found.schema;
    const auto& view = schema.views.at(name("a view")).definition;
    EXPECT_EQ(view.common, "select /* all */ \"name\" from Hero where id==1");
    EXPECT_EQ(view.normal, "SELECT name FROM Hero WHERE id = 1");
    EXPECT_EQ(schema.triggers.at(name("tr")).table, "hero");
    const auto& trigger = schema.triggers.at(name("tr")).definition;
    EXPECT_EQ(trigger.common, "after insert on HERO begin select 'x;  y'; end");
    EXPECT_EQ(trigger.normal, "AFTER INSERT ON HERO BEGIN SELECT 'x;  y'; END");
    EXPECT_EQ(found.not_modelled, (std::vector<std::string>{"trigger on_columns on columns", "view columns"}));
    EXPECT_TRUE(sqlite_dialect().canonical(schema) == schema);
}

} // namespace
} // namespace aludel::migrations::testing
