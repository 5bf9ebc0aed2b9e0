// Columns: added, dropped, renamed, altered.
#include "tests/changes/change.hpp"

namespace changes {

constexpr const char* heroes = "SELECT id, name, secret_name, age, team_id FROM hero ORDER BY id";
constexpr const char* sidekicks = "SELECT id, hero_id, name FROM sidekick ORDER BY id";

// What most cases share: the keys of the usual hero.
#define USUAL_KEYS(Struct)                                                                                             \
    aludel::primary_key(&Struct::id), aludel::index(&Struct::name), aludel::check("age >= 0"),                         \
        aludel::foreign_key(&Struct::team_id).references(&Team::id).on_delete(aludel::set_null)

namespace nullable_added {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    std::optional<std::string> motto;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(After));
};
} // namespace nullable_added

TEST_P(Changes, Case4NullableColumnAdded) {
    to<Team, nullable_added::After, Sidekick>()
        .keeps(heroes)
        .keeps(sidekicks)
        .gives("SELECT DISTINCT motto FROM hero", {{"NULL"}})
        .rebuilds(0)
        .run();
}

namespace default_added {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    int power;
    std::string motto;
    static constexpr auto table =
        aludel::table("hero", USUAL_KEYS(After), aludel::column(&After::power).server_default(-7),
                      aludel::column(&After::motto).server_default("it's \"on\"\\"));
};
} // namespace default_added

TEST_P(Changes, Case5ColumnWithAConstantDefaultIsReadByOldRows) {
    to<Team, default_added::After, Sidekick>()
        .keeps(heroes)
        .keeps(sidekicks)
        .gives("SELECT DISTINCT power, motto FROM hero", {{"-7", "it's \"on\"\\"}})
        .rebuilds(0)
        .run();
}

namespace now_added {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    std::string joined;
    static constexpr auto table = aludel::table(
        "hero", USUAL_KEYS(After), aludel::column(&After::joined).server_default(aludel::sql("lower('NEW')")));
};
} // namespace now_added

TEST_P(Changes, Case6ColumnWithACalculatedDefault) {
    to<Team, now_added::After, Sidekick>()
        .keeps(heroes)
        .keeps(sidekicks)
        .gives("SELECT DISTINCT joined FROM hero", {{"new"}})
        .run();
}

namespace required_added {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    std::string initial;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(After));
};
} // namespace required_added

TEST_P(Changes, Case16RequiredColumnWithAFill) {
    to<Team, required_added::After, Sidekick>()
        .fill("hero.initial", "substr(name, 1, 1)")
        .keeps(heroes)
        .keeps(sidekicks)
        .gives("SELECT initial FROM hero ORDER BY id", {{"D"}, {"S"}, {"R"}, {"O"}})
        .run();
}

namespace dropped {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::optional<std::int64_t> team_id;
    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&After::id), aludel::index(&After::name),
                      aludel::foreign_key(&After::team_id).references(&Team::id).on_delete(aludel::set_null));
};
} // namespace dropped

TEST_P(Changes, Case12ColumnInACheckDropped) {
    // secret_name is required: taking its drop back needs a value for the rows, which the chain cannot know.
    Change(GetParam(), schema_of<Team, Hero, Sidekick>(),
           [] {
               auto schema = schema_of<Team, dropped::After, Sidekick>();
               auto& columns = schema.tables.at({"", "hero"}).columns;
               columns.push_back(*schema_of<Team, Hero, Sidekick>().tables.at({"", "hero"}).find_column("secret_name"));
               return schema;
           }())
        .keeps("SELECT id, name, secret_name, team_id FROM hero ORDER BY id")
        .keeps(sidekicks)
        .rebuilds(1)
        .run();
}

namespace key_column_dropped {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    static constexpr auto table = aludel::table("hero", aludel::primary_key(&After::id), aludel::check("age >= 0"));
};
} // namespace key_column_dropped

TEST_P(Changes, Case12ColumnInAForeignKeyAndAnIndexDropped) {
    to<Team, key_column_dropped::After, Sidekick>()
        .keeps("SELECT id, name, secret_name, age FROM hero ORDER BY id")
        .keeps(sidekicks)
        .rebuilds(1)
        .run();
}

namespace made_required {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    int age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(After));
};
} // namespace made_required

TEST_P(Changes, Case14NotNullWithAFill) {
    for (const bool concurrently : {false, true}) {
        auto change = to<Team, made_required::After, Sidekick>();
        change.fill("hero.age", "7")
            .keeps("SELECT id, name, secret_name, team_id FROM hero ORDER BY id")
            .keeps("SELECT id, age FROM hero WHERE age IS NOT NULL AND id <> 1 ORDER BY id")
            .keeps(sidekicks)
            .gives("SELECT age FROM hero WHERE id = 1", {{"7"}});
        if (concurrently) change.concurrently();
        change.run();
    }
}

namespace made_optional {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::optional<std::string> secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(After));
};
} // namespace made_optional

TEST_P(Changes, Case15NullAllowed) { to<Team, made_optional::After, Sidekick>().keeps(heroes).keeps(sidekicks).run(); }

namespace renamed {
struct After {
    std::optional<std::int64_t> id;
    std::string title;
    std::string secret_name;
    std::optional<int> years;
    std::optional<std::int64_t> squad;
    static constexpr auto table = aludel::table(
        "hero", aludel::primary_key(&After::id), aludel::index(&After::title), aludel::check("years >= 0"),
        aludel::foreign_key(&After::squad).references(&Team::id).on_delete(aludel::set_null));
};
} // namespace renamed

TEST_P(Changes, Case18ColumnsRenamedThatAreInAnIndexACheckAndAForeignKey) {
    to<Team, renamed::After, Sidekick>()
        .renamed("hero", "name", "title")
        .renamed("hero", "age", "years")
        .renamed("hero", "team_id", "squad")
        .keeps(sidekicks)
        .gives_back(heroes)
        .gives("SELECT id, title, years, squad FROM hero ORDER BY id", {{"1", "Deadpond", "NULL", "2"},
                                                                        {"2", "Spider-Boy", "16", "1"},
                                                                        {"3", "Rusty-Män", "48", "1"},
                                                                        {"4", "O'Hara", "0", "NULL"}})
        .rebuilds(0)
        .run();
}

namespace swapped {
struct Before {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table =
        aludel::table("hero", USUAL_KEYS(Before), aludel::column(&Before::secret_name).max_length(40));
};
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&After::id), aludel::index(&After::secret_name),
                      aludel::check("age >= 0"), aludel::column(&After::name).max_length(40),
                      aludel::foreign_key(&After::team_id).references(&Team::id).on_delete(aludel::set_null));
};
} // namespace swapped

TEST_P(Changes, Case22TwoColumnsSwapNames) {
    from_to<swapped::Before, swapped::After>()
        .renamed("hero", "name", "secret_name")
        .renamed("hero", "secret_name", "name")
        .keeps(sidekicks)
        .gives_back(heroes)
        .gives("SELECT name, secret_name FROM hero WHERE id = 1", {{"Dive Wilson", "Deadpond"}})
        .rebuilds(0)
        .run();
}

namespace typed {
struct After {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<std::int64_t> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(After), aludel::column(&After::name).max_length(10));
};
struct Short {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(Short), aludel::column(&Short::name).max_length(9));
};
struct Number {
    std::optional<std::int64_t> id;
    std::int64_t name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;
    static constexpr auto table = aludel::table("hero", USUAL_KEYS(Number));
};
} // namespace typed

TEST_P(Changes, Case27IntegerWidenedAndTextShortenedThatFits) {
    to<Team, typed::After, Sidekick>().keeps(heroes).keeps(sidekicks).run();
}

TEST_P(Changes, Case24TextThatDoesNotFitStopsTheUpgrade) {
    to<Team, typed::Short, Sidekick>().keeps(heroes).keeps(sidekicks).stops({"hero", "name", "Spider-Boy"}).run();
}

TEST_P(Changes, Case28TextThatIsNoNumberStopsTheUpgrade) {
    to<Team, typed::Number, Sidekick>().keeps(heroes).keeps(sidekicks).stops({"hero", "name", "Deadpond"}).run();
}

TEST_P(Changes, Case28TextThatIsANumberBecomesOne) {
    to<Team, typed::Number, Sidekick>()
        .with("UPDATE hero SET name = CAST(id * 9000000000 AS text);")
        .keeps("SELECT CAST(name AS text) FROM hero ORDER BY id")
        .keeps(sidekicks)
        .gives("SELECT name + 1 FROM hero ORDER BY id",
               {{"9000000001"}, {"18000000001"}, {"27000000001"}, {"36000000001"}})
        .run();
}

TEST_P(Changes, Case9BooleanColumn) {
    change("- add_column: {table: hero, name: retired, type: boolean, nullable: false, default: false}\n")
        .gives("SELECT count(*) FROM hero WHERE NOT retired", {{"4"}})
        .rebuilds(0)
        .run();
}

} // namespace changes
