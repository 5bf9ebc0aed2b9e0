// STRICT, WITHOUT ROWID, AUTOINCREMENT; views and triggers; what SQLite has no place for.
#include "migrations/diff/diff.hpp"
#include "migrations/sqlite/sqlite.hpp"
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

AlterTable option(std::optional<bool> strict, std::optional<bool> without_rowid) {
    AlterTable alter;
    alter.table = name("hero");
    alter.strict = strict;
    alter.without_rowid = without_rowid;
    return alter;
}

AlterColumn number(bool autoincrement) {
    AlterColumn alter;
    alter.table = name("hero");
    alter.column = "id";
    alter.identity.emplace(Identity{.autoincrement = autoincrement});
    return alter;
}

CreateObject<View> view(std::string view, std::string definition) {
    return {View{name(std::move(view)), sql(std::move(definition))}};
}
CreateObject<Trigger> trigger(std::string trigger, std::string table, std::string definition) {
    return {Trigger{name(std::move(trigger)), std::move(table), sql(std::move(definition))}};
}

class SqliteOptions : public ::testing::Test {
protected:
    SqliteOptions() {
        auto hero = create_table("hero", {identity(), required("name", "varchar(20)"), column("ready", "boolean"),
                                          column("made", "timestamp"), column("cost", "decimal(10, 2)"),
                                          column("size", "double"), column("data", "bytes")});
        auto deed = create_table("deed", {identity(), required("hero_id", "bigint")});
        ForeignKey key;
        key.name = "fk";
        key.columns = {"hero_id"};
        key.referred_table = name("hero");
        key.referred_columns = {"id"};
        key.on_delete = ForeignKey::Action::cascade;
        deed.table.foreign_keys = {key};
        lab.apply({hero, deed});
        lab.execute("INSERT INTO hero VALUES (1, 'Ann', 1, '2024-02-29 10:00:00', 1.25, 2, x'00'), "
                    "(7, 'Bob', NULL, NULL, 9007199254740993, 2.5, NULL)");
        lab.execute("INSERT INTO deed VALUES (1, 1), (2, 7)");
    }
    void TearDown() override { EXPECT_EQ(lab.rows("SELECT * FROM deed"), "1|1;2|7") << "children are gone"; }

    std::string contents() {
        return lab.rows("SELECT id, name, ready, made, quote(cost), quote(size), quote(data) FROM hero ORDER BY id");
    }
    void expect_kept(const std::vector<Operation>& operations, int rebuilds) {
        const auto before = contents();
        EXPECT_EQ(lab.rebuilds(operations), rebuilds);
        lab.apply(operations);
        EXPECT_EQ(contents(), before);
        lab.take_back();
        EXPECT_EQ(contents(), before);
        lab.apply(operations);
        EXPECT_EQ(contents(), before);
    }

    SqliteLab lab;
};

TEST_F(SqliteOptions, a_table_becomes_strict_and_back) {
    expect_kept({option(true, {})}, 1);
    EXPECT_THROW(lab.execute("UPDATE hero SET ready = 'maybe'"), std::exception);
    lab.apply({AddColumn{name("hero"), with_default(required("x", "boolean"), "true"), {}},
               alter_type("hero", "size", "text")});
    EXPECT_EQ(lab.rows("SELECT x, size FROM hero"), "1|2.0;1|2.5");
}
TEST_F(SqliteOptions, values_that_a_strict_table_does_not_take_stop_it) {
    lab.execute("UPDATE hero SET ready = 'maybe' WHERE id = 7");
    const auto message = lab.refused({option(true, {})});
    for (const auto* part : {"hero.ready", "STRICT", "7", "'maybe'", "INTEGER"})
        EXPECT_NE(message.find(part), std::string::npos) << part << " in: " << message;
}
TEST_F(SqliteOptions, values_that_other_tables_make_numbers_of_stop_one_that_is_strict_no_more) {
    lab.apply({option(true, {})});
    for (const auto* text : {"12345678901234567890.123456", "00012", "1.50"}) {
        lab.execute("UPDATE hero SET cost = '" + std::string(text) + "' WHERE id = 7");
        const auto message = lab.refused({option(false, {})});
        for (const auto* part : {"hero.cost", "would lose these values", "7", text})
            EXPECT_NE(message.find(part), std::string::npos) << part << " in: " << message;
        EXPECT_EQ(lab.rows("SELECT cost, typeof(cost) FROM hero WHERE id = 7"), std::string(text) + "|text");
        EXPECT_NE(lab.attempt_take_back().find("would lose these values"), std::string::npos);
    }
    lab.execute("UPDATE hero SET cost = '12.5', made = '0930' WHERE id = 7");
    EXPECT_NE(lab.refused({option(false, {})}).find("hero.made"), std::string::npos);
    lab.execute("UPDATE hero SET made = NULL WHERE id = 7");
    lab.apply({option(false, {})});
    EXPECT_EQ(lab.rows("SELECT id, cost, typeof(cost) FROM hero"), "1|1.250000|real;7|12.500000|real");
    lab.take_back();
}
TEST_F(SqliteOptions, what_becomes_text_with_the_end_of_strict_is_kept) {
    lab.apply({option(true, {})});
    lab.execute("UPDATE hero SET cost = '00012' WHERE id = 7");
    lab.apply({option(false, {}), alter_type("hero", "cost", "text")});
    EXPECT_EQ(lab.rows("SELECT id, cost FROM hero"), "1|1.25;7|00012");
    lab.execute("UPDATE hero SET cost = 12 WHERE id = 7");
}
TEST_F(SqliteOptions, a_table_goes_without_rowid_and_back) {
    expect_kept({option({}, true)}, 1);
    EXPECT_THROW(lab.rows("SELECT rowid FROM hero"), std::exception);
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT rowid FROM hero"), "1;7");
}
TEST_F(SqliteOptions, without_rowid_a_key_is_given_another) {
    lab.apply({option({}, true)});
    const auto key = lab.schema().tables.at(name("hero")).primary_key->name;
    const auto before = contents();
    EXPECT_THROW(lab.steps({DropConstraint{name("deed"), "fk"}, DropConstraint{name("hero"), key}}), OperationError);
    lab.apply({DropConstraint{name("deed"), "fk"}, DropConstraint{name("hero"), key},
               Execute{sql("SELECT 1"), sql(""), {}}, CreatePrimaryKey{name("hero"), {"pk", {"name", "id"}}, {}}});
    EXPECT_EQ(contents(), before);
    EXPECT_THROW(lab.rows("SELECT rowid FROM hero"), std::exception);
    lab.take_back();
    EXPECT_EQ(contents(), before);
}
TEST_F(SqliteOptions, rows_without_rowid_are_numbered) {
    lab.apply({option({}, true)});
    auto number = required("number", "integer");
    number.identity.emplace();
    for (const bool stays : {true, false}) {
        lab.apply({option({}, stays), AddColumn{name("hero"), number, {}}});
        EXPECT_EQ(lab.rows("SELECT id, number FROM hero"), "1|1;7|2");
        lab.take_back();
    }
}
TEST_F(SqliteOptions, both_with_other_changes_are_one_rebuild) {
    expect_kept({option(true, true), AddColumn{name("hero"), required("n", "integer"), sql("id * 2")}}, 1);
    EXPECT_EQ(lab.rows("SELECT n FROM hero"), "2;14");
}
TEST_F(SqliteOptions, tables_are_created_so) {
    auto all = create_table("all", {required("a", "integer"), column("b", "json"), column("c", "real")});
    all.table.strict = all.table.without_rowid = true;
    auto numbered = create_table("numbered", {identity()});
    numbered.table.columns[0].identity->autoincrement = true;
    lab.apply({all, numbered});
    lab.execute("INSERT INTO numbered VALUES (NULL), (5); DELETE FROM numbered; INSERT INTO numbered VALUES (NULL)");
    EXPECT_EQ(lab.rows("SELECT id FROM numbered"), "6");
    EXPECT_TRUE(lab.inspect().not_modelled.empty());
    lab.take_back();
}
TEST_F(SqliteOptions, autoincrement_begins_after_the_last_row_and_keeps_its_mark) {
    expect_kept({number(true)}, 1);
    lab.execute("INSERT INTO hero (id, name) VALUES (20, 'Cid'); DELETE FROM hero WHERE id = 20");
    lab.apply({alter_type("hero", "name", "text", "upper(name)")});
    EXPECT_EQ(lab.rows("SELECT seq FROM sqlite_sequence WHERE name = 'hero'"), "20");
    lab.execute("INSERT INTO hero (name) VALUES ('Dan')");
    EXPECT_EQ(lab.rows("SELECT max(id) FROM hero"), "21");
    lab.execute("DELETE FROM hero WHERE id = 21");
    lab.apply({number(false)});
    lab.execute("INSERT INTO hero (name) VALUES ('Eve')");
    EXPECT_EQ(lab.rows("SELECT max(id) FROM hero"), "8");
    EXPECT_EQ(lab.rows("SELECT count(*) FROM sqlite_sequence"), "0");
}
TEST_F(SqliteOptions, views_and_triggers_come_and_go) {
    lab.apply({create_table("log", {identity(), column("text", "text")})});
    lab.apply(
        {view("v", "SELECT id, name AS \"Name\" FROM hero WHERE name <> 'it''s  ;' -- all\n"),
         view("on v", "select count(*) as n from v"),
         trigger("t \"1\"", "hero",
                 "AFTER UPDATE OF name ON hero FOR EACH ROW WHEN new.name != old.name\n"
                 "BEGIN INSERT INTO log (text) VALUES (old.name); SELECT 1; END"),
         trigger("instead", "v", "INSTEAD OF INSERT ON v BEGIN INSERT INTO log (text) VALUES (new.\"Name\"); END")});
    EXPECT_EQ(lab.rows("SELECT n FROM \"on v\""), "2");
    EXPECT_TRUE(lab.inspect().not_modelled.empty());
    lab.apply({alter_type("hero", "size", "text")});
    lab.execute("UPDATE hero SET name = 'Zoe' WHERE id = 1; INSERT INTO v (Name) VALUES ('new')");
    EXPECT_EQ(lab.rows("SELECT text FROM log"), "Ann;new");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT n FROM \"on v\""), "2");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')"), "0");
}
TEST_F(SqliteOptions, what_has_no_sql_for_sqlite_is_not_made) {
    SqlText elsewhere;
    elsewhere.dialects["postgresql"] = "SELECT 1";
    const std::vector<Operation> operations{
        CreateObject<View>{{name("v"), elsewhere}}, CreateObject<Trigger>{{name("t"), "hero", elsewhere}},
        CreateObject<Sequence>{{name("s"), {}}}, CreateObject<Extension>{{name("citext")}},
        CreateObject<Function>{{name("f"), sql("() RETURNS integer")}}};
    EXPECT_TRUE(lab.steps(operations).empty());
    lab.apply(operations);
    lab.take_back();
}
TEST_F(SqliteOptions, what_it_has_no_place_for_is_named) {
    const auto left_out = [](const Operation& operation) { return sqlite_dialect().left_out(operation); };
    using Lines = std::vector<std::string>;
    auto table = create_table("stay", {identity(), required("n", "integer")});
    table.table.comment = "a";
    table.table.columns[0].identity->always = true;
    table.table.columns[0].identity->counting.start = 5;
    table.table.columns[1].identity.emplace();
    table.table.columns[1].comment = "b";
    table.table.uniques = {{"uq", {"n"}, true}};
    Exclusion exclusion;
    exclusion.name = "ex";
    exclusion.parts.resize(1);
    exclusion.parts[0].column = "n";
    exclusion.parts[0].with = "=";
    table.table.exclusions = {exclusion};
    EXPECT_EQ(left_out(table),
              (Lines{"the comment of stay", "ALWAYS of the identity stay.id", "how the identity stay.id counts",
                     "the comment of stay.n", "the identity stay.n",
                     "NULLS NOT DISTINCT of the unique constraint uq of stay", "the exclusion constraint ex of stay"}));
    table.table.columns[1].identity.reset();
    lab.apply({table, DropConstraint{name("stay"), "ex"}, CreateExclusion{name("stay"), exclusion}});
    Index index;
    index.name = "ix";
    index.parts.resize(3);
    index.parts[0].column = "name";
    index.parts[0].nulls_first = true; // as SQLite has it
    index.parts[1].column = "made";
    index.parts[1].nulls_first = false;
    index.parts[2].column = "cost";
    index.parts[2].operator_class = "numeric_ops";
    index.include = {"size"};
    index.method = "gin";
    const CreateIndex create{name("hero"), index, {}, true};
    EXPECT_EQ(left_out(create),
              (Lines{"the method gin of the index ix", "INCLUDE of the index ix", "NULLS LAST of the index ix",
                     "the operator class numeric_ops of the index ix", "CONCURRENTLY of the index ix"}));
    lab.apply({create});
    auto collated = column("c", "text");
    collated.collation = "de_DE";
    EXPECT_EQ(left_out(AddColumn{name("hero"), collated, {}}),
              (Lines{"the collation de_DE of hero.c, unless the application registers it"}));
    collated.collation = "nocase";
    EXPECT_TRUE(left_out(AddColumn{name("hero"), collated, {}}).empty());
}
TEST_F(SqliteOptions, a_unique_constraint_is_no_unique_index) {
    Index index;
    index.name = "uq";
    index.unique = true;
    index.parts.resize(1);
    index.parts[0].column = "name";
    const std::vector<Operation> other{DropConstraint{name("hero"), "uq"}, CreateIndex{name("hero"), index, {}, false}};
    lab.apply({CreateUnique{name("hero"), {"uq", {"name"}, false}, {}}});
    expect_kept(other, 1);
}
TEST_F(SqliteOptions, keys_change_with_the_rows_in_their_places) {
    const auto key = [&](const char* table) { return lab.schema().tables.at(name(table)).primary_key->name; };
    AlterColumn plain;
    plain.table = name("deed");
    plain.column = "id";
    plain.identity.emplace(std::nullopt);
    lab.apply({DropConstraint{name("deed"), key("deed")}, plain,
               CreatePrimaryKey{name("deed"), {"pk", {"id", "hero_id"}}, {}}});
    lab.apply({DropConstraint{name("deed"), "pk"}});
    EXPECT_EQ(lab.rows("SELECT * FROM deed"), "1|1;2|7");
    lab.take_back();
    lab.take_back();
    lab.execute("INSERT INTO deed (hero_id) VALUES (7)");
    EXPECT_EQ(lab.rows("SELECT max(id) FROM deed"), "3");
    lab.execute("DELETE FROM deed WHERE id = 3");
}
TEST_F(SqliteOptions, columns_swap_their_names) {
    expect_kept({AddColumn{name("hero"), column("other", "text"), sql("name || '!'")}}, 1);
    const std::vector<Operation> swap{RenameColumn{name("hero"), "name", "(swap)"},
                                      RenameColumn{name("hero"), "other", "name"},
                                      RenameColumn{name("hero"), "(swap)", "other"}};
    EXPECT_EQ(lab.rebuilds(swap), 0);
    lab.apply(swap);
    EXPECT_EQ(lab.rows("SELECT name, other FROM hero"), "Ann!|Ann;Bob!|Bob");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT name, other FROM hero"), "Ann|Ann!;Bob|Bob!");
}
TEST_F(SqliteOptions, a_dropped_column_takes_what_it_was_in) {
    Index index;
    index.name = "ix";
    index.parts.resize(2);
    index.parts[0].column = "name";
    index.parts[1].column = "size";
    lab.apply({CreateIndex{name("hero"), index, {}, false},
               CreateUnique{name("hero"), {"uq", {"size", "name"}, false}, {}},
               CreateCheck{name("hero"), {"ck", sql("size > 0")}, {}}});
    const std::vector<Operation> drop{DropIndex{name("hero"), "ix", false}, DropConstraint{name("hero"), "uq"},
                                      DropConstraint{name("hero"), "ck"}, DropColumn{name("hero"), "size"}};
    EXPECT_EQ(lab.rebuilds(drop), 1);
    lab.apply(drop);
    EXPECT_EQ(lab.rows("SELECT id, name FROM hero"), "1|Ann;7|Bob");
    lab.take_back();
}
TEST_F(SqliteOptions, a_generated_column_becomes_plain_and_back) {
    auto doubled = column("doubled", "integer");
    doubled.generated = Generated{sql("id * 2"), true};
    auto shown = column("shown", "text");
    shown.generated = Generated{sql("upper(name)"), false};
    EXPECT_EQ(lab.rebuilds({AddColumn{name("hero"), shown, {}}}), 0);
    lab.apply({AddColumn{name("hero"), shown, {}}, AddColumn{name("hero"), doubled, {}}});
    EXPECT_EQ(lab.rows("SELECT shown, doubled FROM hero"), "ANN|2;BOB|14");
    AlterColumn plain;
    plain.table = name("hero");
    plain.column = "doubled";
    plain.generated.emplace(std::nullopt);
    AlterColumn other = plain;
    other.column = "shown";
    other.generated.emplace(Generated{sql("lower(name)"), true});
    lab.apply({plain, other});
    EXPECT_EQ(lab.rows("SELECT shown, doubled FROM hero"), "ann|2;bob|14");
    lab.execute("UPDATE hero SET doubled = 3 WHERE id = 1");
    EXPECT_NE(lab.attempt_take_back().find("1 row: 1: 3"), std::string::npos) << "a value would be lost";
    EXPECT_EQ(lab.rows("SELECT shown, doubled FROM hero"), "ann|3;bob|14");
    lab.execute("UPDATE hero SET doubled = 2 WHERE id = 1");
    lab.take_back();
    EXPECT_EQ(lab.rows("SELECT shown, doubled FROM hero"), "ANN|2;BOB|14");
}
TEST_F(SqliteOptions, rows_that_broke_a_key_before_are_no_news_under_another_name) {
    lab.execute("PRAGMA foreign_keys = OFF");
    lab.execute("INSERT INTO deed VALUES (3, 99)");
    lab.execute("PRAGMA foreign_keys = ON");
    const auto rename = [&](const char* from, const char* to) {
        return std::vector<Operation>{RenameTable{name(from), to}};
    };
    lab.expect_no_new_violations(rename("deed", "act"));
    lab.expect_no_new_violations(rename("hero", "person"));
    lab.execute("DELETE FROM act WHERE id = 3");
    lab.take_back();
    lab.take_back();
}

} // namespace
} // namespace aludel::migrations::testing
