// Tables, keys, constraints, indexes and enums: made, dropped, renamed.
#include "tests/changes/change.hpp"

namespace changes {

constexpr const char* heroes = "SELECT id, name, secret_name, age, team_id FROM hero ORDER BY id";
constexpr const char* sidekicks = "SELECT id, hero_id, name FROM sidekick ORDER BY id";

struct Mission {
    std::optional<std::int64_t> id;
    std::string title;
    std::int64_t hero_id;
    std::optional<std::int64_t> after_id;
    static constexpr auto table = aludel::table(
        "mission", aludel::primary_key(&Mission::id), aludel::unique(&Mission::title, &Mission::hero_id),
        aludel::index(aludel::expression("lower(title)")).name("by_lower_title"), aludel::check("length(title) > 0"),
        aludel::foreign_key(&Mission::hero_id).references(&Hero::id).on_delete(aludel::cascade),
        aludel::foreign_key(&Mission::after_id).references(&Mission::id));
};

TEST_P(Changes, Case1TableAddedWithKeysChecksAndIndexes) {
    to<Team, Hero, Sidekick, Mission>()
        .keeps(heroes)
        .keeps(sidekicks)
        .gives("SELECT count(*) FROM mission", {{"0"}})
        .rebuilds(0)
        .run();
}

TEST_P(Changes, Case2TableRemoved) { to<Team, Hero>().keeps(heroes).rebuilds(0).run(); }

struct Person {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table(
        "person", aludel::primary_key(&Person::id), aludel::index(&Person::name), aludel::check("age >= 0"),
        aludel::foreign_key(&Person::team_id).references(&Team::id).on_delete(aludel::set_null));
};
struct SidekickOfPerson {
    std::optional<std::int64_t> id;
    std::int64_t hero_id;
    std::string name;
    static constexpr auto table = aludel::table(
        "sidekick", aludel::primary_key(&SidekickOfPerson::id),
        aludel::foreign_key(&SidekickOfPerson::hero_id).references(&Person::id).on_delete(aludel::cascade));
};

TEST_P(Changes, Case19TableRenamedWithChildrenAndIndexes) {
    to<Team, Person, SidekickOfPerson>()
        .renamed("", "hero", "person")
        .keeps(sidekicks)
        .gives_back(heroes)
        .gives("SELECT id, name FROM person ORDER BY id",
               {{"1", "Deadpond"}, {"2", "Spider-Boy"}, {"3", "Rusty-Män"}, {"4", "O'Hara"}})
        .rebuilds(0)
        .run();
}

namespace constrained {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&After::id), aludel::unique(&After::name, &After::secret_name),
                      aludel::index(aludel::descending(&After::age), &After::name).where("age > 10"),
                      aludel::check("old", "age < 200"), aludel::check("secret_name <> 'nobody''s'"),
                      aludel::foreign_key(&After::team_id)
                          .references(&Team::id)
                          .on_delete(aludel::cascade)
                          .deferrable()
                          .initially_deferred());
};
} // namespace constrained

TEST_P(Changes, Case45And50And63KeysChecksAndIndexesReplaced) {
    to<Team, constrained::After, Sidekick>().keeps(heroes).keeps(sidekicks).rebuilds(1).run();
}

namespace unique_name {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&After::id), aludel::unique(&After::name),
                      aludel::index(&After::name), aludel::check("age >= 0"),
                      aludel::foreign_key(&After::team_id).references(&Team::id).on_delete(aludel::set_null));
};
} // namespace unique_name

TEST_P(Changes, UniqueOnRowsThatAreNotStopsTheUpgrade) {
    to<Team, unique_name::After, Sidekick>()
        .with("UPDATE hero SET name = 'twin' WHERE id IN (2, 3);")
        .keeps(heroes)
        .keeps(sidekicks)
        .stops({"hero", "twin"})
        .run();
}

namespace keyed {
struct Before {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Before::id));
};
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", aludel::primary_key(&After::id),
                                                aludel::foreign_key(&After::team_id).references(&Team::id));
};
} // namespace keyed

TEST_P(Changes, Case50ForeignKeyAdded) {
    from_to<keyed::Before, keyed::After>().keeps(heroes).keeps(sidekicks).rebuilds(1).run();
}

TEST_P(Changes, Case54RowsThatBreakANewForeignKeyStopTheUpgrade) {
    from_to<keyed::Before, keyed::After>()
        .with("UPDATE hero SET team_id = 77 WHERE id = 3;")
        .keeps(heroes)
        .keeps(sidekicks)
        .stops({"hero", "77"})
        .run();
}

enum class Mood { calm, cross };
namespace moods {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    Mood mood;
    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&After::id), aludel::index(&After::name), aludel::check("age >= 0"),
                      aludel::column(&After::mood).server_default("calm"),
                      aludel::foreign_key(&After::team_id).references(&Team::id).on_delete(aludel::set_null));
};
} // namespace moods

TEST_P(Changes, EnumMadeWithAColumnOfIt) {
    to<Team, moods::After, Sidekick>()
        .keeps(heroes)
        .keeps(sidekicks)
        .gives("SELECT DISTINCT mood FROM hero", {{"calm"}})
        .run();
}

TEST_P(Changes, Case66EnumValueInserted) {
    const auto before = schema_of<Team, moods::After, Sidekick>();
    auto after = before;
    after.enums.at({"", "mood"}).values = {"calm", "content", "cross"};
    Change(GetParam(), before, after)
        .with("UPDATE hero SET mood = 'cross' WHERE id = 2;")
        .keeps(heroes)
        .keeps("SELECT id, mood FROM hero ORDER BY id")
        .keeps(sidekicks)
        .run();
}

namespace composite {
struct Pair {
    int left;
    int right;
    std::string note;
    static constexpr auto table = aludel::table("pair", aludel::primary_key(&Pair::left, &Pair::right));
};
struct Single {
    int left;
    int right;
    std::string note;
    static constexpr auto table = aludel::table("pair", aludel::primary_key(&Single::note));
};
} // namespace composite

TEST_P(Changes, Case60PrimaryKeyChanged) {
    Change(GetParam(), schema_of<Team, Hero, Sidekick, composite::Pair>(),
           schema_of<Team, Hero, Sidekick, composite::Single>())
        .with("INSERT INTO pair (\"left\", \"right\", note) VALUES (1, 2, 'a'), (1, 3, 'b');")
        .keeps("SELECT \"left\", \"right\", note FROM pair ORDER BY note")
        .keeps(heroes)
        .keeps(sidekicks)
        .run();
}

namespace odd {
struct Before {
    std::optional<std::int64_t> id;
    std::string select;
    static constexpr auto table =
        aludel::table("order \"by\" Ünï; DROP TABLE hero;--", aludel::primary_key(&Before::id),
                      aludel::column(&Before::select).name("from where"), aludel::index(&Before::select));
};
struct After {
    std::optional<std::int64_t> id;
    std::optional<std::string> select;
    int group;
    static constexpr auto table = aludel::table(
        "order \"by\" Ünï; DROP TABLE hero;--", aludel::primary_key(&After::id),
        aludel::column(&After::select).name("from where").max_length(40).server_default("x'); DROP TABLE hero; --"),
        aludel::unique(&After::select), aludel::column(&After::group).server_default(3));
};
} // namespace odd

TEST_P(Changes, Case48NamesAndValuesThatAreSql) {
    Change(GetParam(), schema_of<Team, Hero, Sidekick, odd::Before>(), schema_of<Team, Hero, Sidekick, odd::After>())
        .with(R"(INSERT INTO "order ""by"" Ünï; DROP TABLE hero;--" ("from where") VALUES ('it''s'), ('');)")
        .keeps(R"(SELECT id, "from where" FROM "order ""by"" Ünï; DROP TABLE hero;--" ORDER BY id)")
        .keeps(heroes)
        .keeps(sidekicks)
        .run();
}

} // namespace changes
