#include "sqlite/create_table.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

namespace aludel::sqlite {
namespace {

using Edit = TableEdit::Kind;

const char* const definitions[] = {
    "CREATE TABLE t(a)",
    "CREATE TABLE IF NOT EXISTS main.t (a,b , c)",
    "CREATE TABLE \"a \"\"b\" ([c d] text, `e``f` int, 'g' blob) WITHOUT ROWID, STRICT",
    "create table hero(\n  id integer primary key autoincrement, -- the key, it's\n  name varchar(80) not null on "
    "conflict "
    "fail default 'x,)' collate nocase /* ) */ unique,\n  check (name <> ')') ,\n  constraint q "
    "unique(name)check(id>0)\n)",
    "CREATE TABLE t (g int GENERATED ALWAYS AS (a * (2)) STORED, a, h AS (a) , f DEFAULT (1+(2)) REFERENCES p(x,y) ON "
    "DELETE SET NULL ON UPDATE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED NOT NULL)",
    "CREATE TABLE t (a DOUBLE PRECISION DEFAULT -1.5e+3, b generated, c NUMERIC ( 10 , 2 ), d DEFAULT "
    "CURRENT_TIMESTAMP)",
    "CREATE TABLE \xc3\xa9 (\xc3\xbc text, primary key (\xc3\xbc collate nocase desc) on conflict replace)",
};

std::string edited(const char* sql, const TableEdit& edit) {
    auto table = parse_create_table(sql);
    apply(edit, table);
    return print(table);
}

TEST(CreateTable, prints_what_it_read) {
    for (const auto* sql : definitions) EXPECT_EQ(print(parse_create_table(sql)), sql);
}

TEST(CreateTable, every_column_can_be_dropped_and_the_rest_read_again) {
    for (const auto* sql : definitions) {
        const auto whole = parse_create_table(sql);
        if (whole.columns.size() == 1) continue;
        for (const auto& column : whole.columns) {
            const auto rest = parse_create_table(edited(sql, {Edit::drop_column, column.name, {}, {}}));
            EXPECT_EQ(rest.columns.size(), whole.columns.size() - 1) << print(rest);
            EXPECT_EQ(rest.constraints.size(), whole.constraints.size()) << print(rest);
            EXPECT_FALSE(rest.find_column(column.name));
        }
    }
}

TEST(CreateTable, what_is_added_is_read_again_and_dropping_it_gives_the_text_back) {
    for (const auto* sql : definitions) {
        auto table = parse_create_table(sql);
        apply({Edit::add_column, "new", "\"new\" integer NOT NULL DEFAULT 0", {}}, table);
        apply({Edit::add_constraint, "n", "CONSTRAINT \"n\" CHECK (\"new\" > 0)", {}}, table);
        table = parse_create_table(print(table));
        ASSERT_TRUE(table.find_column("NEW")) << print(table);
        EXPECT_EQ(table.constraints.back().name, "n");
        apply({Edit::drop_check, "n", {}, {}}, table);
        apply({Edit::drop_column, "new", {}, {}}, table);
        EXPECT_EQ(print(table), sql);
    }
}

TEST(CreateTable, tells_what_an_inspector_asks) {
    const auto table = parse_create_table(definitions[4]);
    const auto* foreign_key = table.find_column("f")->find(TableConstraint::Kind::foreign_key);
    ASSERT_TRUE(foreign_key);
    EXPECT_EQ(foreign_key->referred_table, "p");
    EXPECT_EQ(foreign_key->referred_columns, (std::vector<std::string>{"x", "y"}));
    EXPECT_EQ(foreign_key->on_delete, "SET NULL");
    EXPECT_EQ(foreign_key->on_update, "CASCADE");
    EXPECT_TRUE(foreign_key->deferrable && foreign_key->initially_deferred);
    EXPECT_EQ(table.find_column("f")->find(TableConstraint::Kind::default_value)->expression, "(1+(2))");
    EXPECT_EQ(table.find_column("g")->find(TableConstraint::Kind::generated)->expression, "a * (2)");
    EXPECT_TRUE(table.find_column("g")->find(TableConstraint::Kind::generated)->stored);
    EXPECT_EQ(parse_create_table(definitions[5]).find_column("c")->type, "NUMERIC ( 10 , 2 )");
    EXPECT_EQ(parse_create_table(definitions[5]).find_column("b")->type, "generated");
    EXPECT_EQ(primary_key_columns(parse_create_table(definitions[6])), std::vector<std::string>{"\xc3\xbc"});
    EXPECT_TRUE(rowid_column(parse_create_table(definitions[3])));
    EXPECT_TRUE(parse_create_table(definitions[2]).strict && parse_create_table(definitions[2]).without_rowid);
}

TEST(CreateTable, edits_properties_in_their_place) {
    const auto* sql = "CREATE TABLE t (a int NOT NULL DEFAULT 1 COLLATE nocase, b)";
    EXPECT_EQ(edited(sql, {Edit::change_default, "a", "2", {}}),
              "CREATE TABLE t (a int NOT NULL DEFAULT 2 COLLATE nocase, b)");
    EXPECT_EQ(edited(sql, {Edit::drop_default, "A", "", {}}), "CREATE TABLE t (a int NOT NULL COLLATE nocase, b)");
    EXPECT_EQ(edited(sql, {Edit::drop_not_null, "a", "", {}}), "CREATE TABLE t (a int DEFAULT 1 COLLATE nocase, b)");
    EXPECT_EQ(edited(sql, {Edit::set_not_null, "b", "", {}}),
              "CREATE TABLE t (a int NOT NULL DEFAULT 1 COLLATE nocase, b NOT NULL)");
    EXPECT_EQ(edited(sql, {Edit::set_type, "b", "text", {}}),
              "CREATE TABLE t (a int NOT NULL DEFAULT 1 COLLATE nocase, b text)");
    EXPECT_EQ(edited("CREATE TABLE t (a INT PRIMARY KEY DESC UNIQUE)", {Edit::set_type, "a", "INTEGER", {}}),
              "CREATE TABLE t (a INTEGER PRIMARY KEY UNIQUE)")
        << "with DESC it would not be the rowid";
    EXPECT_EQ(edited(sql, {Edit::set_collation, "a", "", {}}), "CREATE TABLE t (a int NOT NULL DEFAULT 1, b)");
    EXPECT_EQ(edited("CREATE TABLE t (a CHECK(a)DEFAULT 0)", {Edit::drop_check, "x", " a ", {}}),
              "CREATE TABLE t (a DEFAULT 0)");
}

TEST(CreateTable, drops_the_foreign_key_that_is_made_so) {
    const std::string_view columns[] = {"a"};
    const auto dropped = [&](const char* key) {
        return edited(
            "CREATE TABLE t (a REFERENCES p ON DELETE CASCADE, FOREIGN KEY (a) REFERENCES p (id) ON UPDATE NO "
            "ACTION, FOREIGN KEY (A) REFERENCES q)",
            {Edit::drop_foreign_key, "x", key, columns});
    };
    EXPECT_EQ(dropped("FOREIGN KEY (\"a\") REFERENCES \"p\" (\"id\")"),
              "CREATE TABLE t (a REFERENCES p ON DELETE CASCADE, FOREIGN KEY (A) REFERENCES q)");
    EXPECT_EQ(
        dropped("FOREIGN KEY (\"a\") REFERENCES \"q\" (\"id\")"),
        "CREATE TABLE t (a REFERENCES p ON DELETE CASCADE, FOREIGN KEY (a) REFERENCES p (id) ON UPDATE NO ACTION)");
    const auto* without_the_first =
        "CREATE TABLE t (a, FOREIGN KEY (a) REFERENCES p (id) ON UPDATE NO ACTION, FOREIGN KEY (A) REFERENCES q)";
    EXPECT_EQ(dropped("FOREIGN KEY (\"a\") REFERENCES \"p\" (\"id\") ON DELETE CASCADE"), without_the_first);
    EXPECT_EQ(dropped("FOREIGN KEY (\"a\") REFERENCES \"r\" (\"id\")"), without_the_first) << "by its columns alone";
}

TEST(CreateTable, edits_what_stands_behind_the_parenthesis) {
    const TableEdit strict{Edit::set_option, "STRICT", "on", {}};
    const TableEdit with_rowid{Edit::set_option, "WITHOUT ROWID", "", {}};
    EXPECT_EQ(edited("CREATE TABLE t (a /* ) */ )", strict), "CREATE TABLE t (a /* ) */ ) STRICT");
    EXPECT_EQ(edited("CREATE TABLE t (a PRIMARY KEY)without rowid -- why", strict),
              "CREATE TABLE t (a PRIMARY KEY) STRICT, WITHOUT ROWID  -- why");
    EXPECT_EQ(edited("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID, strict", with_rowid),
              "CREATE TABLE t (a PRIMARY KEY) STRICT");
    EXPECT_EQ(edited("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID", with_rowid), "CREATE TABLE t (a PRIMARY KEY)");
}

TEST(CreateTable, refuses_what_only_looks_like_a_definition) {
    for (const char* sql : {"CREATE TABLE t (a int NOT b)", "CREATE TABLE t (a int, UNIQUE (a), b int)",
                            "CREATE TABLE t (a int, UNIQUE (a) b int)", "CREATE TABLE t ()", "CREATE TABLE t (a",
                            "CREATE TABLE t (a CHECK (", "", "CREATE"})
        EXPECT_THROW(parse_create_table(sql), Error) << sql;
}

TEST(CreateTable, says_what_is_not_there) {
    const std::string_view columns[] = {"a"};
    for (const TableEdit& edit :
         {TableEdit{Edit::drop_column, "x", {}, {}}, TableEdit{Edit::set_type, "x", "int", {}},
          TableEdit{Edit::drop_unique, "x", {}, columns}, TableEdit{Edit::drop_foreign_key, "x", {}, columns},
          TableEdit{Edit::drop_check, "x", "a > 0", {}}}) {
        try {
            edited("CREATE TABLE t (a, b)", edit);
            ADD_FAILURE() << "no error";
        } catch (const Error& error) {
            EXPECT_NE(error.message().find("table t has no"), std::string::npos);
            EXPECT_NE(error.message().find('x'), std::string::npos);
        }
    }
    for (const auto* sql : {"CREATE VIRTUAL TABLE t USING fts5(a)", "CREATE TABLE t AS SELECT 1", "CREATE TABLE t (a",
                            "", "SELECT 1", "CREATE TABLE t ()"})
        EXPECT_THROW(parse_create_table(sql), Error) << sql;
}

} // namespace
} // namespace aludel::sqlite
