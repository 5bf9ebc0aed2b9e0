// The tables that every case starts from: a parent, the table that changes, and a child that is deleted with it.
#pragma once

#include <aludel/model.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace changes {

struct Team {
    std::optional<std::int64_t> id;
    std::string name;

    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id), aludel::unique(&Team::name));
};

struct Hero {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    std::optional<std::int64_t> team_id;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::index(&Hero::name), aludel::check("age >= 0"),
                      aludel::foreign_key(&Hero::team_id).references(&Team::id).on_delete(aludel::set_null));
};

struct Sidekick {
    std::optional<std::int64_t> id;
    std::int64_t hero_id;
    std::string name;

    static constexpr auto table =
        aludel::table("sidekick", aludel::primary_key(&Sidekick::id),
                      aludel::foreign_key(&Sidekick::hero_id).references("hero", "id").on_delete(aludel::cascade));
};

/// The rows that are there before every change.
inline constexpr const char* usual_rows = R"(
INSERT INTO team (name) VALUES ('Preventers'), ('Z''s "Force"');
INSERT INTO hero (name, secret_name, age, team_id) VALUES
  ('Deadpond', 'Dive Wilson', NULL, 2),
  ('Spider-Boy', 'Pedro Parqueador', 16, 1),
  ('Rusty-Män', 'Tommy Sharp', 48, 1),
  ('O''Hara', '', 0, NULL);
INSERT INTO sidekick (hero_id, name) VALUES (1, 'Dopinder'), (2, 'Ned'), (2, 'MJ'), (4, 'Lyla');
)";

} // namespace changes
