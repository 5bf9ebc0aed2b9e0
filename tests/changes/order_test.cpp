// Operations of one revision in the order in which a person wrote them: each reads the rows as those before it have
// left them, whatever SQLite has put off until then.
#include "tests/changes/change.hpp"

namespace changes {

namespace {

constexpr const char* doubled = "- add_column: {table: hero, name: g, type: bigint, generated: {sql: age * 2}}\n";
constexpr const char* negated = "- alter_column: {table: hero, column: g, generated: {sql: \"-age\"}}\n";
constexpr const char* tenfold = "- alter_column: {table: hero, column: age, type: bigint, using: age * 10}\n";

std::string check_of_g(const std::string& sql, const std::string& rest = "") {
    return "- create_check_constraint: {table: hero, name: ck_g, sql: \"" + sql + "\"" + rest + "}\n";
}
std::string filled(const std::string& sql) {
    return "- add_column: {table: hero, name: h, type: bigint, fill: \"" + sql + "\"}\n";
}

constexpr const char* others = "SELECT id, name, secret_name, team_id FROM hero ORDER BY id";
constexpr const char* sidekicks = "SELECT id, hero_id, name FROM sidekick ORDER BY id";
constexpr const char* g = "SELECT id, g FROM hero ORDER BY id";
constexpr const char* h = "SELECT h FROM hero ORDER BY id";

} // namespace

TEST_P(Changes, ACheckDeletesByWhatAGeneratedColumnHasBecome) {
    written(doubled, negated + check_of_g("g < 0", ", on_conflict: delete"))
        .with("DELETE FROM sidekick WHERE hero_id = 4")
        .keeps(sidekicks)
        .loses_rows("hero")
        .gives(g, {{"1", "NULL"}, {"2", "-16"}, {"3", "-48"}})
        .run();
}

TEST_P(Changes, ACheckDeletesByWhatIsStored) {
    written("", "- add_column: {table: hero, name: years, type: text, fill: age * 2}\n"
                "- create_check_constraint: {table: hero, name: ck_years, sql: \"years IN ('32', '96')\", on_conflict: "
                "delete}\n")
        .with("DELETE FROM sidekick WHERE hero_id = 4")
        .keeps(sidekicks)
        .loses_rows("hero")
        .gives("SELECT id, years FROM hero ORDER BY id", {{"1", "NULL"}, {"2", "32"}, {"3", "96"}})
        .run();
}

TEST_P(Changes, AFillReadsWhatAGeneratedColumnHasBecome) {
    const Rows negative{{"NULL"}, {"-16"}, {"-48"}, {"0"}};
    written(doubled, negated + filled("g")).keeps(others).keeps(sidekicks).gives(h, negative).run();
    written(doubled, negated + filled("(SELECT min(other.g) FROM hero AS other)"))
        .keeps(others)
        .keeps(sidekicks)
        .gives(h, {{"-48"}, {"-48"}, {"-48"}, {"-48"}})
        .run();
}

TEST_P(Changes, AFillReadsWhatIsComputedFromAChangedColumn) {
    written(doubled, tenfold + filled("g"))
        .loses_rows("hero.age")
        .loses_rows("hero.g")
        .keeps(others)
        .keeps(sidekicks)
        .gives(h, {{"NULL"}, {"320"}, {"960"}, {"0"}})
        .run();
}

TEST_P(Changes, AFillReadsANewGeneratedColumn) {
    written("", doubled + filled("g + 1"))
        .keeps(others)
        .keeps(sidekicks)
        .gives(h, {{"NULL"}, {"33"}, {"97"}, {"1"}})
        .run();
}

TEST_P(Changes, AGeneratedColumnThatIsMadePlainKeepsWhatItHasBecome) {
    written(doubled, std::string(tenfold) + "- alter_column: {table: hero, column: g, generated: null}\n")
        .loses_rows("hero.age")
        .keeps(others)
        .keeps(sidekicks)
        .gives(g, {{"1", "NULL"}, {"2", "320"}, {"3", "960"}, {"4", "0"}})
        .run();
}

TEST_P(Changes, ACheckIsAskedAboutWhatAGeneratedColumnBecomes) {
    written(doubled + check_of_g("g >= age"), tenfold)
        .loses_rows("hero.age")
        .loses_rows("hero.g")
        .keeps(others)
        .keeps(sidekicks)
        .gives(g, {{"1", "NULL"}, {"2", "320"}, {"3", "960"}, {"4", "0"}})
        .rebuilds(1)
        .run();
    const std::vector<std::string> words{"ck_g", is("sqlite") ? "2: 320" : "hero"};
    written(doubled + check_of_g("g < 100"), tenfold).stops(words).run();
}

TEST_P(Changes, AKeyIsAskedAboutWhatAGeneratedColumnBecomes) {
    const std::string of_sixteen = "- add_column: {table: hero, name: g, type: bigint, generated: {sql: age % 16}}\n";
    const std::string unique = "- create_unique_constraint: {table: hero, name: uq_g, columns: [g]";
    written("", of_sixteen + unique + "}\n").stops({"hero", "uq_g"}).run();
    written("", of_sixteen + unique + ", on_conflict: keep first}\n")
        .with("DELETE FROM sidekick WHERE hero_id = 4")
        .keeps(sidekicks)
        .loses_rows("hero")
        .gives(g, {{"1", "NULL"}, {"2", "0"}})
        .rebuilds(1)
        .run();
}

TEST_P(Changes, ChangesThatReadNothingStaleAreOneRebuild) {
    written(doubled, negated + check_of_g("g <= 0") + filled("length(name)") +
                         "- create_unique_constraint: {table: hero, name: uq_g, columns: [g]}\n")
        .keeps(others)
        .keeps(sidekicks)
        .gives(g, {{"1", "NULL"}, {"2", "-16"}, {"3", "-48"}, {"4", "0"}})
        .rebuilds(1)
        .run();
}

TEST_P(Changes, AFillReadsWhatAnotherTableHasBecome) {
    written("", "- alter_column: {table: hero, column: age, type: bigint}\n"
                "- alter_column: {table: team, column: name, type: varchar(40), using: upper(name)}\n"
                "- add_column: {table: hero, name: team, type: text, fill: (SELECT team.name FROM team WHERE team.id = "
                "hero.team_id)}\n")
        .loses_rows("team.name")
        .keeps(others)
        .keeps(sidekicks)
        .gives("SELECT team FROM hero ORDER BY id", {{"Z'S \"FORCE\""}, {"PREVENTERS"}, {"PREVENTERS"}, {"NULL"}})
        .run();
}

TEST_P(Changes, AFillReadsWhatIsDroppedAfterIt) {
    written("- add_column: {table: team, name: motto, type: text}\n",
            "- add_column: {table: hero, name: motto, type: text, fill: (SELECT team.motto FROM team WHERE team.id = "
            "hero.team_id)}\n"
            "- drop_column: {table: team, column: motto}\n")
        .with("UPDATE team SET motto = name || '!'")
        .keeps(others)
        .keeps(sidekicks)
        .gives("SELECT motto FROM hero ORDER BY id", {{"Z's \"Force\"!"}, {"Preventers!"}, {"Preventers!"}, {"NULL"}})
        .run();
}

TEST_P(Changes, AFillCountsWhatIsDeletedAfterIt) {
    written("", "- add_column: {table: team, name: heroes, type: bigint, fill: (SELECT count(*) FROM hero WHERE "
                "hero.team_id = team.id)}\n"
                "- create_check_constraint: {table: hero, name: ck_age, sql: age <> 48, on_conflict: delete}\n")
        .loses_rows("hero")
        .keeps(sidekicks)
        .gives("SELECT heroes FROM team ORDER BY id", {{"2"}, {"1"}})
        .gives("SELECT id FROM hero ORDER BY id", {{"1"}, {"2"}, {"4"}})
        .run();
}

} // namespace changes
