// Catalogue 50 to 59: foreign keys.
#include "tests/changes/change.hpp"

namespace changes {
namespace {

std::string key(const std::string& more) {
    return "- create_foreign_key: {table: sidekick, name: fk_v, columns: [team_id],"
           " references: {table: team, columns: [id]}" +
           more + "}\n";
}
const std::string column = "- add_column: {table: sidekick, name: team_id, type: bigint}\n";
const std::string drop = "- drop_constraint: {table: sidekick, name: fk_v}\n";
constexpr const char* rows = "UPDATE sidekick SET team_id = 1 + id % 2";

} // namespace

TEST_P(Changes, Case50ForeignKeyAddedAndRemoved) {
    change(column, key("")).with(rows).refuses("UPDATE sidekick SET team_id = 99").stays_in_place("sidekick").run();
    change(column + key(""), drop).with(rows).stays_in_place("sidekick").run();
}

TEST_P(Changes, Case10ColumnAndItsForeignKeyTogether) {
    change(column + key("")).gives("SELECT count(*) FROM sidekick WHERE team_id IS NULL", {{"4"}}).run();
}

TEST_P(Changes, Case50CompositeForeignKey) {
    const std::string given = "- create_unique_constraint: {table: hero, name: uq_v, columns: [id, name]}\n"
                              "- add_column: {table: sidekick, name: hero_name, type: text}\n";
    change(given, "- create_foreign_key: {table: sidekick, name: fk_v, columns: [hero_id, hero_name],"
                  " references: {table: hero, columns: [id, name]}, on_delete: cascade}\n")
        .with("UPDATE sidekick SET hero_name = (SELECT name FROM hero WHERE id = hero_id)")
        .refuses("UPDATE sidekick SET hero_name = 'Nobody'")
        .run();
}

TEST_P(Changes, Case51ActionsOfEachKind) {
    for (const char* action : {"restrict", "cascade", "set null", "set default", "no action"})
        for (const char* on : {"on_delete", "on_update"}) {
            SCOPED_TRACE(std::string(on) + " " + action);
            const auto with = key(std::string(", ") + on + ": " + action);
            if (std::string(action) == "no action") {
                Change(GetParam(), after(usual(), column + key("")), after(usual(), column + with)).is_none();
                continue;
            }
            change(column + key(""), drop + with).with(rows).run();
        }
}

TEST_P(Changes, Case52DeferrableInitiallyDeferred) {
    change(column + key(""), drop + key(", deferrable: true")).with(rows).run();
    change(column + key(", deferrable: true"), drop + key(", deferrable: true, initially_deferred: true"))
        .with(rows)
        .run();
}

TEST_P(Changes, Case53Match) {
    const std::string given = "- create_unique_constraint: {table: hero, name: uq_v, columns: [id, name]}\n"
                              "- add_column: {table: sidekick, name: hero_name, type: text}\n"
                              "- alter_column: {table: sidekick, column: hero_id, nullable: true}\n";
    const std::string made = "- create_foreign_key: {table: sidekick, name: fk_v, columns: [hero_id, hero_name],"
                             " references: {table: hero, columns: [id, name]}, match_full: true}\n";
    const std::string fill = "UPDATE sidekick SET hero_name = (SELECT name FROM hero WHERE id = hero_id)";
    if (is("sqlite")) {
        change(given, made).with(fill).leaves_out("sqlite", {"MATCH FULL of the foreign key fk_v of sidekick"}).run();
        return;
    }
    change(given, made).with(fill).refuses("UPDATE sidekick SET hero_name = NULL").run();
}

TEST_P(Changes, Case54RowsWithoutAParentStopTheUpgrade) {
    change(column, key(""))
        .with("UPDATE sidekick SET team_id = 40 + id WHERE id < 4")
        .stops({"fk_v", "3 rows", "1: 41", "on_conflict", "delete", "set null"})
        .run();
}

TEST_P(Changes, Case54RowsWithoutAParentAreDeletedOrSetNullWhereThatIsSaid) {
    using aludel::migrations::OnConflict;
    change(column, key(""))
        .with("UPDATE sidekick SET team_id = 40 + id WHERE id < 4")
        .on_conflict("fk_v", OnConflict::set_null)
        .loses_rows("sidekick")
        .gives("SELECT count(*) FROM sidekick WHERE team_id IS NULL", {{"4"}})
        .run();
    change(column, key(""))
        .with("UPDATE sidekick SET team_id = 40 + id WHERE id < 4")
        .on_conflict("fk_v", OnConflict::remove)
        .loses_rows("sidekick")
        .gives("SELECT id FROM sidekick", {{"4"}})
        .run();
}

TEST_P(Changes, Case55UnnamedForeignKeyRemoved) {
    const auto name = std::string("fk_hero_team_id_team");
    change("- drop_constraint: {table: hero, name: " + name + "}\n").stays_in_place("hero").run();
}

TEST_P(Changes, Case56SelfReferring) {
    change("- add_column: {table: hero, name: mentor_id, type: bigint}\n"
           "- create_foreign_key: {table: hero, name: fk_v, columns: [mentor_id], references: {table: hero, columns: "
           "[id]}, on_delete: set null}\n")
        .refuses("UPDATE hero SET mentor_id = 99")
        .run();
    change("- create_table: {table: node, columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: "
           "parent, type: bigint}], primary_key: {name: pk_node, columns: [id]}, foreign_keys: [{name: fk_v, columns: "
           "[parent], references: {table: node, columns: [id]}, on_delete: cascade}]}\n",
           "- add_column: {table: node, name: v, type: integer, nullable: false, default: 3}\n"
           "- alter_column: {table: node, column: parent, type: bigint, default: 1}\n")
        .with("INSERT INTO node (parent) VALUES (NULL), (1), (1), (2)")
        .run();
}

namespace circle {
struct Chicken {
    std::optional<std::int64_t> id;
    std::optional<std::int64_t> egg_id;
    static constexpr auto table = aludel::table("chicken", aludel::primary_key(&Chicken::id),
                                                aludel::foreign_key(&Chicken::egg_id).references("egg", "id"));
};
struct Egg {
    std::optional<std::int64_t> id;
    std::optional<std::int64_t> chicken_id;
    static constexpr auto table = aludel::table("egg", aludel::primary_key(&Egg::id),
                                                aludel::foreign_key(&Egg::chicken_id).references(&Chicken::id));
};
} // namespace circle

TEST_P(Changes, Case57CircularBetweenNewTables) {
    to<Team, Hero, Sidekick, circle::Chicken, circle::Egg>().refuses("INSERT INTO egg (chicken_id) VALUES (1)").run();
    Change(GetParam(), schema_of<Team, Hero, Sidekick, circle::Chicken, circle::Egg>(), usual())
        .with("INSERT INTO egg (chicken_id) VALUES (NULL); INSERT INTO chicken (egg_id) VALUES (1)")
        .run();
}

TEST_P(Changes, Case58ARebuiltParentKeepsItsChildren) {
    change("- drop_constraint: {table: sidekick, name: fk_sidekick_hero_id_hero}\n"
           "- drop_constraint: {table: hero, name: pk_hero}\n"
           "- create_primary_key: {table: hero, name: key_of_heroes, columns: [id]}\n"
           "- create_foreign_key: {table: sidekick, name: fk_sidekick_hero_id_hero, columns: [hero_id], references: "
           "{table: hero, columns: [id]}, on_delete: cascade}\n"
           "- alter_column: {table: hero, column: secret_name, type: varchar(60)}\n"
           "- create_unique_constraint: {table: hero, name: uq_v, columns: [secret_name, name]}\n")
        .keeps("SELECT id, hero_id, name FROM sidekick ORDER BY id")
        .run();
}

TEST_P(Changes, Case59And72ForeignKeyToAnotherSchema) {
    if (is("sqlite")) return; // it has none: render_test says how that is refused
    change("- create_table: {table: base, schema: app, columns: [{name: id, type: bigint, nullable: false, identity: "
           "true}], primary_key: {name: pk_base, columns: [id]}}\n",
           "- add_column: {table: hero, name: base_id, type: bigint}\n"
           "- create_foreign_key: {table: hero, name: fk_v, columns: [base_id], references: {table: base, schema: app, "
           "columns: [id]}}\n")
        .with("INSERT INTO app.base DEFAULT VALUES")
        .refuses("UPDATE hero SET base_id = 7")
        .run();
}

} // namespace changes
