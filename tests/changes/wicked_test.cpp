// Names and values that are SQL: nothing of them is ever run.
#include "tests/changes/change.hpp"

namespace changes {

constexpr const char* table_name = "'); DROP TABLE hero; --";
constexpr const char* heroes = "SELECT id, name, secret_name, age, team_id FROM hero ORDER BY id";
constexpr const char* rows = R"(INSERT INTO "'); DROP TABLE hero; --" ("it's ""my"" name", "имя", "select")
    VALUES ('''); DROP TABLE hero; --', 'Zoë', 1), ('";', '名前', 2))";

struct Wicked {
    std::optional<std::int64_t> id;
    std::string name;
    std::string other;
    std::optional<int> select;

    static constexpr auto table =
        aludel::table(table_name, aludel::primary_key(&Wicked::id).name("pk\"; DROP TABLE hero; --"),
                      aludel::column(&Wicked::name).name("it's \"my\" name").server_default("'); DROP TABLE hero; --"),
                      aludel::column(&Wicked::other).name("имя").comment("it's; \\ $$ /* \" */ --"),
                      aludel::comment("'; --"), aludel::unique(&Wicked::name).name("uq'; --"),
                      aludel::index(&Wicked::select, &Wicked::other).name("SELECT * FROM \"team\";"),
                      aludel::check("ck/*", "\"select\" >= 0"));
};

/// Another default, another type, a column less, one more, and a key to itself: SQLite makes the table again.
struct WickedLater {
    std::optional<std::int64_t> id;
    std::string name;
    std::optional<std::int64_t> select;
    std::optional<std::int64_t> parent;

    static constexpr auto table = aludel::table(
        table_name, aludel::primary_key(&WickedLater::id).name("pk\"; DROP TABLE hero; --"),
        aludel::column(&WickedLater::name).name("it's \"my\" name").server_default("\\'; \"$1\" %s ?"),
        aludel::column(&WickedLater::select).name("SELECT"), aludel::column(&WickedLater::parent).name("--"),
        aludel::unique(&WickedLater::name).name("uq\"; --"),
        aludel::foreign_key(&WickedLater::parent).references(&WickedLater::id).name("fk*/"),
        aludel::check("ck/*", "\"SELECT\" >= 0"));
};

TEST_P(Changes, NamesThatAreSqlAreMade) {
    to<Team, Hero, Sidekick, Wicked>()
        .keeps(heroes)
        .gives("SELECT count(*) FROM \"'); DROP TABLE hero; --\"", {{"0"}})
        .run();
}

TEST_P(Changes, NamesThatAreSqlAreChanged) {
    const std::string name = "SELECT \"it's \"\"my\"\" name\" FROM \"'); DROP TABLE hero; --\" ORDER BY 1";
    Change(GetParam(), schema_of<Team, Hero, Sidekick, Wicked>(), schema_of<Team, Hero, Sidekick, WickedLater>())
        .with(rows)
        .renamed(table_name, "select", "SELECT")
        .keeps(heroes)
        .keeps(name)
        .gives("SELECT \"SELECT\" FROM \"'); DROP TABLE hero; --\" ORDER BY 1", {{"1"}, {"2"}})
        .run();
}

TEST_P(Changes, ValuesOfEnumsThatAreSqlAreValues) {
    change("- create_enum: {name: \"mood'; --\", values: [\"'); DROP TABLE hero; --\", \"\\\"; --\", \"\\\\'\"]}\n"
           "- add_column: {table: hero, name: mood, type: \"enum mood'; --\", default: \"\\\\'\"}\n")
        .keeps(heroes)
        .gives("SELECT DISTINCT CAST(mood AS TEXT) FROM hero", {{"\\'"}})
        .run();
}

// A person's SQL is put into more SQL: what stands behind it is not to become part of its comment.
TEST_P(Changes, SqlThatEndsInACommentEndsThere) {
    change(
        "- add_column: {table: hero, name: level, type: integer, nullable: false, default: {sql: 40 + 2 -- more}}\n"
        "- add_column: {table: hero, name: twice, type: integer, generated: {sql: age * 2 -- doubled}}\n"
        "- create_check_constraint: {table: hero, name: ck_level, sql: level > 1 -- never none}\n"
        "- create_index: {table: hero, name: ix_a, columns: [{sql: lower(name) -- folded}], where: age > 1 -- grown}\n"
        "- create_index: {table: hero, name: uq_a, columns: [secret_name], unique: true, where: age > 1 -- grown}\n"
        "- alter_column: {table: hero, column: age, nullable: false, type: bigint}\n")
        .fill("hero.level", "length(name) -- letters")
        .fill("hero.age", "-1 + 8 -- seven")
        .keeps("SELECT id, name, secret_name, team_id FROM hero ORDER BY id")
        .gives("SELECT level, twice FROM hero ORDER BY id", {{"8", "14"}, {"10", "32"}, {"9", "96"}, {"6", "0"}})
        .refuses("UPDATE hero SET level = 1")
        .run();
}

TEST_P(Changes, AConversionThatEndsInACommentEndsThere) {
    change("- alter_column: {table: hero, column: secret_name, type: varchar(6)}\n")
        .convert("hero.secret_name", "substr(secret_name, 1, 6) -- the rest is cut")
        .keeps("SELECT id, name, age, team_id FROM hero ORDER BY id")
        .gives("SELECT secret_name FROM hero ORDER BY id", {{"Dive W"}, {"Pedro "}, {"Tommy "}, {""}})
        .loses_rows("hero.secret_name")
        .run();
}

} // namespace changes
