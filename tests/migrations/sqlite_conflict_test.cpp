// Rows that a new constraint does not allow: they stop the upgrade, or become what the revision says.
#include "tests/migrations/sqlite_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {
namespace {

ForeignKey to_hero(std::string column, std::string constraint, std::string hero = "hero") {
    ForeignKey key;
    key.name = std::move(constraint);
    key.columns = {std::move(column)};
    key.referred_table = name(std::move(hero));
    key.referred_columns = {"id"};
    return key;
}

Index unique_index(std::string part, std::string where = "") {
    Index index;
    index.name = "ux";
    index.unique = true;
    index.parts.emplace_back();
    index.parts.back().expression = sql(std::move(part));
    index.where = sql(std::move(where));
    return index;
}

class SqliteConflict : public ::testing::Test {
protected:
    SqliteConflict() {
        auto pair = create_table("pair", {required("a", "text"), required("b", "text"), column("n", "text")});
        pair.table.primary_key = PrimaryKey{"", {"a", "b"}};
        pair.table.without_rowid = true;
        lab.apply({create_table("hero", {identity(), column("name", "text"), column("boss", "bigint")}),
                   create_table("deed", {identity(), column("hero_id", "bigint"), column("what", "text")}), pair});
        lab.execute("INSERT INTO hero VALUES (1, 'Ann', NULL), (2, 'Bob', 1), (3, 'Ann', 9), (4, 'ann', 3), "
                    "(5, NULL, NULL), (6, NULL, 4)");
        lab.execute("INSERT INTO deed VALUES (1, 1, 'flew'), (2, 8, 'dug'), (3, NULL, 'ran')");
        lab.execute("INSERT INTO pair VALUES ('x', 'y', 'one'), ('a', 'c', 'one'), ('a', 'b', 'one')");
    }
    void expect_hints(const Operation& operation, const std::vector<std::string>& hints) {
        const auto message = lab.refused({operation});
        for (const auto& hint : hints) EXPECT_NE(message.find(hint), std::string::npos) << hint << " in: " << message;
    }
    /// Both there and back.
    void expect(const std::vector<Operation>& operations, int rebuilds, const std::string& query,
                const std::string& wanted) {
        EXPECT_EQ(lab.rebuilds(operations), rebuilds);
        lab.apply(operations);
        EXPECT_EQ(lab.rows(query), wanted);
        lab.take_back();
        EXPECT_EQ(lab.rows(query), wanted);
    }

    SqliteLab lab;
};

TEST_F(SqliteConflict, messages_say_which_rows_and_what_to_write) {
    expect_hints(CreateUnique{name("hero"), {"uq", {"name"}, false}, {}},
                 {"'Ann'", "`on_conflict: keep first`", "`keep last`"});
    expect_hints(CreateIndex{name("hero"), unique_index("lower(name)"), {}, false}, {"ux", "'ann'", "keep first"});
    expect_hints(CreateCheck{name("hero"), {"ck", sql("name <> 'Bob'")}, {}},
                 {"ck", "2", "'Bob'", "`on_conflict: delete`"});
    expect_hints(CreateForeignKey{name("deed"), to_hero("hero_id", "fk"), {}},
                 {"fk", "2", "8", "`on_conflict: delete` or `set null`"});
}
TEST_F(SqliteConflict, of_rows_alike_the_first_is_kept) {
    expect({CreateUnique{name("hero"), {"uq", {"name"}, false}, OnConflict::keep_first}}, 1,
           "SELECT id FROM hero ORDER BY id", "1;2;4;5;6");
}
TEST_F(SqliteConflict, of_rows_alike_the_last_is_kept) {
    expect({CreateUnique{name("hero"), {"uq", {"name"}, false}, OnConflict::keep_last}}, 1,
           "SELECT id FROM hero ORDER BY id", "2;3;4;5;6");
}
TEST_F(SqliteConflict, the_order_is_that_of_the_primary_key) {
    expect({CreateUnique{name("pair"), {"uq", {"n"}, false}, OnConflict::keep_first}}, 1, "SELECT a, b FROM pair",
           "a|b");
}
TEST_F(SqliteConflict, a_unique_index_knows_its_expression_and_rows) {
    expect({CreateIndex{name("hero"), unique_index("lower(name)", "id > 1"), OnConflict::keep_first, false}}, 0,
           "SELECT id FROM hero ORDER BY id", "1;2;3;5;6");
}
TEST_F(SqliteConflict, a_primary_key_keeps_one_of_each) {
    const auto key = lab.schema().tables.at(name("deed")).primary_key->name;
    lab.execute("INSERT INTO deed VALUES (4, 1, 'flew')");
    lab.apply(
        {DropConstraint{name("deed"), key}, CreatePrimaryKey{name("deed"), {"pk", {"what"}}, OnConflict::keep_last}});
    EXPECT_EQ(lab.rows("SELECT id, what FROM deed ORDER BY id"), "2|dug;3|ran;4|flew");
}
TEST_F(SqliteConflict, rows_that_break_a_check_are_deleted) {
    expect({CreateCheck{name("hero"), {"ck", sql("name <> 'Bob'")}, OnConflict::remove}}, 1,
           "SELECT id FROM hero ORDER BY id", "1;3;4;5;6");
}
TEST_F(SqliteConflict, rows_that_refer_to_nothing_are_deleted) {
    expect({CreateForeignKey{name("deed"), to_hero("hero_id", "fk"), OnConflict::remove}}, 1,
           "SELECT id FROM deed ORDER BY id", "1;3");
}
TEST_F(SqliteConflict, in_a_tree_what_hangs_on_deleted_rows_goes_too) {
    expect({CreateForeignKey{name("hero"), to_hero("boss", "fk"), OnConflict::remove}}, 1,
           "SELECT id FROM hero ORDER BY id", "1;2;5");
}
TEST_F(SqliteConflict, a_tree_may_be_called_as_what_is_deleted) {
    lab.apply({RenameTable{name("hero"), "gone"}});
    lab.apply({CreateForeignKey{name("gone"), to_hero("boss", "fk", "gone"), OnConflict::remove}});
    EXPECT_EQ(lab.rows("SELECT id FROM gone ORDER BY id"), "1;2;5");
}
TEST_F(SqliteConflict, what_refers_to_nothing_becomes_null) {
    expect({CreateForeignKey{name("deed"), to_hero("hero_id", "fk"), OnConflict::set_null}}, 1,
           "SELECT id, hero_id FROM deed ORDER BY id", "1|1;2|NULL;3|NULL");
    expect({CreateForeignKey{name("hero"), to_hero("boss", "fk"), OnConflict::set_null}}, 1,
           "SELECT id, boss FROM hero ORDER BY id", "1|NULL;2|1;3|NULL;4|3;5|NULL;6|4");
}
TEST_F(SqliteConflict, what_cannot_be_null_says_so) {
    AlterColumn alter;
    alter.table = name("deed");
    alter.column = "hero_id";
    alter.nullable = false;
    EXPECT_THROW(lab.steps({alter, CreateForeignKey{name("deed"), to_hero("hero_id", "fk"), OnConflict::set_null}}),
                 OperationError);
}
TEST_F(SqliteConflict, rows_are_seen_as_the_revision_leaves_them) {
    const std::vector<Operation> operations{
        alter_type("hero", "name", "varchar(9)", "upper(name)"),
        AddColumn{name("hero"), column("tag", "text"), sql("substr(name, 1, 1)")},
        CreateUnique{name("hero"), {"uq", {"name"}, false}, OnConflict::keep_first}};
    lab.apply(operations);
    EXPECT_EQ(lab.rows("SELECT id, name FROM hero ORDER BY id"), "1|ANN;2|BOB;5|NULL;6|NULL");
}
TEST_F(SqliteConflict, one_rebuild_holds_a_deletion_and_what_comes_with_it) {
    const std::vector<Operation> operations{
        alter_type("hero", "name", "varchar(9)", "upper(name)"),
        CreateUnique{name("hero"), {"uq", {"name"}, false}, OnConflict::keep_first},
        CreateForeignKey{name("hero"), to_hero("boss", "fk"), OnConflict::set_null}};
    EXPECT_EQ(lab.rebuilds(operations), 1);
    lab.apply(operations);
    EXPECT_EQ(lab.rows("SELECT id, name, boss FROM hero ORDER BY id"), "1|ANN|NULL;2|BOB|1;5|NULL|NULL;6|NULL|NULL");
}
TEST_F(SqliteConflict, a_column_computed_from_a_computed_one_is_seen_as_it_will_be) {
    auto first = column("first", "text"), second = column("second", "text");
    first.generated = Generated{sql("substr(second, 1, 1)"), true};
    second.generated = Generated{sql("upper(name)"), true};
    lab.apply({AddColumn{name("hero"), second, {}}, AddColumn{name("hero"), first, {}},
               CreateCheck{name("hero"), {"ck_first", sql("first = substr(upper(name), 1, 1)")}, {}}});
    const auto renamed = alter_type("hero", "name", "varchar(9)", "'x' || name");
    EXPECT_EQ(lab.rebuilds({renamed}), 1);
    lab.apply({renamed, AddColumn{name("hero"), column("copy", "text"), sql("first")},
               CreateCheck{name("hero"), {"ck", sql("first = 'X'")}, OnConflict::remove}});
    EXPECT_EQ(lab.rows("SELECT id, first, second, copy FROM hero WHERE name IS NOT NULL ORDER BY id"),
              "1|X|XANN|X;2|X|XBOB|X;3|X|XANN|X;4|X|XANN|X");
}
TEST_F(SqliteConflict, rows_are_alike_as_their_column_compares_them) {
    AlterColumn collated;
    collated.table = name("hero");
    collated.column = "name";
    collated.collation = "NOCASE";
    lab.apply({collated});
    const std::vector<Operation> operations{AddColumn{name("hero"), column("tag", "text"), sql("name")},
                                            CreateUnique{name("hero"), {"uq", {"tag"}, false}, OnConflict::keep_first}};
    EXPECT_EQ(lab.rebuilds(operations), 1);
    lab.apply(operations);
    EXPECT_EQ(lab.rows("SELECT id, tag FROM hero ORDER BY id"), "1|Ann;2|Bob;4|ann;5|NULL;6|NULL");
}
TEST_F(SqliteConflict, a_unique_index_deletes_by_what_its_expression_reads_then) {
    auto start = column("start", "text");
    start.generated = Generated{sql("substr(name, 1, 2)"), true};
    lab.apply({AddColumn{name("hero"), start, {}},
               CreateIndex{name("hero"), unique_index("lower(start)", "id > 1"), OnConflict::keep_last, false}});
    EXPECT_EQ(lab.rows("SELECT id, start FROM hero ORDER BY id"), "1|An;2|Bo;4|an;5|NULL;6|NULL");
}
TEST_F(SqliteConflict, a_fill_reads_a_view_as_it_has_become) {
    auto start = column("start", "text");
    start.generated = Generated{sql("substr(name, 1, 2)"), true};
    lab.apply({AddColumn{name("hero"), start, {}},
               CreateObject<View>{View{name("starts"), sql("SELECT id, start FROM hero")}}});
    const auto read = sql("(SELECT starts.start FROM starts WHERE starts.id = hero_id)");
    lab.apply({alter_type("deed", "what", "varchar(9)"), alter_type("hero", "name", "varchar(9)", "upper(name)"),
               AddColumn{name("deed"), column("hero", "text"), read},
               CreateCheck{name("hero"), {"ck", sql("id > 1")}, OnConflict::remove}});
    EXPECT_EQ(lab.rows("SELECT id, hero FROM deed ORDER BY id"), "1|AN;2|NULL;3|NULL");
}
TEST_F(SqliteConflict, a_deletion_that_leaves_children_alone_is_refused) {
    lab.execute("UPDATE deed SET hero_id = 3 WHERE id = 2");
    lab.apply({CreateForeignKey{name("deed"), to_hero("hero_id", "fk"), {}}});
    const auto message = lab.refused({CreateUnique{name("hero"), {"uq", {"name"}, false}, OnConflict::keep_first}});
    EXPECT_NE(message.find("would refer to nothing"), std::string::npos) << message;
    EXPECT_NE(message.find("deed"), std::string::npos) << message;
    EXPECT_EQ(lab.rows("SELECT count(*) FROM hero"), "6");
}
TEST_F(SqliteConflict, a_change_that_makes_rows_alike_says_so) {
    lab.execute("DELETE FROM hero WHERE id = 3");
    lab.apply({CreateUnique{name("hero"), {"uq_name", {"name"}, false}, {}}});
    AlterColumn collated;
    collated.table = name("hero");
    collated.column = "name";
    collated.collation = "NOCASE";
    for (const Operation& operation :
         {Operation(collated), Operation(alter_type("hero", "name", "varchar(9)", "'x'"))}) {
        const auto message = lab.refused({operation});
        EXPECT_NE(message.find("uq_name"), std::string::npos) << message;
    }
    lab.execute("DELETE FROM hero WHERE id = 4");
    lab.apply({collated});
    EXPECT_THROW(lab.execute("INSERT INTO hero (name) VALUES ('aNN')"), std::exception);
    lab.take_back();
    lab.execute("INSERT INTO hero (name) VALUES ('aNN')");
}

} // namespace
} // namespace aludel::migrations::testing
