// Catalogue 38 to 49: indexes and uniques.
#include "migrations/schema/naming.hpp"
#include "tests/changes/change.hpp"

namespace changes {
namespace {

std::string index(const std::string& more) { return "- create_index: {table: hero, name: ix_v, " + more + "}\n"; }
constexpr const char* drop = "- drop_index: {table: hero, name: ix_v}\n";
const std::string unique = "- create_unique_constraint: {table: hero, name: uq_v, columns: [name, age]}\n";
const std::string drop_unique = "- drop_constraint: {table: hero, name: uq_v}\n";

} // namespace

TEST_P(Changes, Case38IndexAddedRemovedRenamed) {
    const auto made = index("columns: [age]");
    change(made).rebuilds(0).stays_in_place("hero").run();
    change(made, drop).rebuilds(0).stays_in_place("hero").run();
    change(made, "- rename_index: {table: hero, name: ix_v, to: ix_w}\n").rebuilds(0).stays_in_place("hero").run();
}

TEST_P(Changes, Case39IndexMadeUniqueMadePlain) {
    const auto plain = index("columns: [secret_name]"), strict = index("columns: [secret_name], unique: true");
    change(plain, drop + strict).refuses("UPDATE hero SET secret_name = 'Twin'").run();
    change(strict, drop + plain).run();
    change(plain, drop + strict)
        .with("UPDATE hero SET secret_name = 'Twin' WHERE id < 3")
        .stops({"ix_v", "2 rows", "'Twin'", "on_conflict", "keep first", "keep last"})
        .run();
}

TEST_P(Changes, Case40ColumnsReorderedSortOrderNullsFirst) {
    const auto made = index("columns: [age, name]");
    for (const auto* other : {"columns: [name, age]", "columns: [age, {column: name, descending: true}]",
                              "columns: [{column: age, descending: true}, name]"})
        change(made, drop + index(other)).rebuilds(0).run();
    if (is("postgresql"))
        change(made, drop + index("columns: [{column: age, nulls: first}, name]")).run();
    else
        change(made, drop + index("columns: [{column: age, nulls: last}, {column: name, descending: true}]"))
            .leaves_out("sqlite", {"NULLS LAST of the index ix_v"})
            .run();
}

TEST_P(Changes, Case41ExpressionIndexAddedChangedRemoved) {
    const auto lower = index("columns: [{sql: lower(name)}]"), upper = index("columns: [{sql: upper(name)}, age]");
    change(lower).rebuilds(0).run();
    change(lower, drop + upper).rebuilds(0).run();
    change(upper, drop).rebuilds(0).run();
}

TEST_P(Changes, Case42PartialIndexItsWhereChanged) {
    const auto made = index("columns: [age], where: age > 16"), other = index("columns: [age], where: age > 18");
    change(made).run();
    change(made, drop + other).run();
    change(made, drop + index("columns: [age]")).run();
}

TEST_P(Changes, Case42And36WhereWrittenOtherwiseIsNoDifference) {
    using namespace aludel::migrations;
    Change(GetParam(), after(usual(), index("columns: [age], where: age > 16 and name <> 'x'")),
           after(usual(), index("columns: [age], where: \"((age > 16) AND (name != 'x'))\"")))
        .is_none();
}

TEST_P(Changes, Case43MethodIncludeOperatorClass) {
    const auto plain = index("columns: [age]");
    if (is("sqlite")) {
        change(index("columns: [age], include: [name], method: hash"))
            .leaves_out("sqlite", {"INCLUDE of the index ix_v", "the method hash of the index ix_v"})
            .run();
        return;
    }
    change(plain, drop + index("columns: [age], include: [name, secret_name]")).run();
    change(plain, drop + index("columns: [age], method: hash")).run();
    change(plain, drop + index("columns: [{column: name, operator_class: text_pattern_ops}]")).run();
}

TEST_P(Changes, Case44NullsNotDistinct) {
    const auto made =
        "- create_unique_constraint: {table: hero, name: uq_v, columns: [age], nulls_not_distinct: true}\n";
    if (is("sqlite")) {
        change(made).leaves_out("sqlite", {"NULLS NOT DISTINCT of the unique constraint uq_v of hero"}).run();
        return;
    }
    change(made).refuses("UPDATE hero SET age = NULL").run();
    change(made).with("UPDATE hero SET age = NULL WHERE id < 3").stops({"uq_v", "2 rows"}).run();
}

TEST_P(Changes, Case45UnnamedUniqueAddedChangedRemoved) {
    using namespace aludel::migrations;
    auto before = usual(), then = before;
    then.tables.at({"", "hero"}).uniques = {{.columns = {"secret_name"}}};
    name_and_sort(then.tables.at({"", "hero"}));
    auto other = before;
    other.tables.at({"", "hero"}).uniques = {{.columns = {"secret_name", "name"}}};
    name_and_sort(other.tables.at({"", "hero"}));
    Change(GetParam(), before, then).refuses("UPDATE hero SET secret_name = 'Twin'").run();
    Change(GetParam(), then, other).run();
    Change(GetParam(), then, before).run();
}

TEST_P(Changes, Case45UniqueOnRowsAlikeKeepsTheFirstOrTheLastWhereThatIsSaid) {
    const std::string rows =
        "UPDATE hero SET secret_name = 'Twin' WHERE id IN (3, 4); DELETE FROM sidekick WHERE hero_id > 2";
    const std::string made = "- create_unique_constraint: {table: hero, name: uq_v, columns: [secret_name]}\n";
    using aludel::migrations::OnConflict;
    const auto keeping = [&](OnConflict action, const char* id) {
        Change one = change(made);
        one.with(rows).loses_rows("hero").on_conflict("uq_v", action);
        one.gives("SELECT id FROM hero WHERE secret_name = 'Twin'", {{id}})
            .gives("SELECT count(*) FROM hero", {{"3"}})
            .run();
    };
    keeping(OnConflict::keep_first, "3");
    keeping(OnConflict::keep_last, "4");
}

TEST_P(Changes, Case46UniqueToUniqueIndexAndBack) {
    const auto as_index = index("columns: [name, age], unique: true");
    change(unique, drop_unique + as_index).refuses("UPDATE hero SET name = 'a', age = 1").run();
    change(as_index, drop + unique).refuses("UPDATE hero SET name = 'a', age = 1").run();
}

TEST_P(Changes, Case47ColumnOrderInAUniqueIsNoDifference) {
    const std::string other = "- create_unique_constraint: {table: hero, name: uq_v, columns: [age, name]}\n";
    Change(GetParam(), after(usual(), unique), after(usual(), other)).is_none();
}

TEST_P(Changes, Case48LongMixedReservedQuotedNames) {
    const std::string create =
        "- create_table: {table: Order, columns: [{name: id, type: bigint, nullable: false, identity: true},"
        " {name: Select, type: text}, {name: 'a \"b\"', type: integer}, {name: Ünï, type: text}],"
        " primary_key: {name: pk_Order, columns: [id]}}\n";
    change(create).run();
    change(create, "- create_index: {table: Order, name: 'ix \"q\" Ünï', columns: [Select, Ünï]}\n"
                   "- alter_column: {table: Order, column: 'a \"b\"', type: bigint}\n"
                   "- create_check_constraint: {table: Order, name: ck_Order, sql: '\"a \"\"b\"\"\" > 0'}\n")
        .with(R"(INSERT INTO "Order" ("Select", "a ""b""", "Ünï") VALUES ('it''s', 1, 'ß'))")
        .run();
}

TEST_P(Changes, Case48NamesOfMoreThan63BytesAreCutAndKnownAgain) {
    using namespace aludel::migrations;
    auto before = usual(), then = before;
    auto& hero = then.tables.at({"", "hero"});
    for (const char* word : {"one", "two"})
        hero.columns.push_back({.name = std::string(word) + std::string(50, 'x'), .type = {.kind = Type::Kind::text}});
    hero.indexes.push_back({.parts = {{.column = hero.columns[5].name}, {.column = hero.columns[6].name}}});
    hero.uniques.push_back({.columns = {hero.columns[6].name, hero.columns[5].name}});
    name_and_sort(hero);
    Change(GetParam(), before, then).run();
    Change(GetParam(), then, before).run();
}

TEST_P(Changes, Case49CreatedConcurrently) {
    const auto made = index("columns: [age]");
    change(made).concurrently().stays_in_place("hero").run();
    change(made, drop).concurrently().run();
    change(made, drop + index("columns: [name]")).concurrently().run();
}

} // namespace changes
