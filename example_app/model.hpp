// The tables of the roster: plain structs. A member is a column, std::optional is NULL.
#pragma once

#include <aludel/model.hpp>

#include <cstdint>
#include <optional>
#include <string>

enum class Status { active, retired };

struct Team {
    std::optional<std::int64_t> id;
    std::string name;
    std::string city;

    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id), aludel::unique(&Team::name),
                                                aludel::column(&Team::city).server_default("unknown"));
};

struct Hero {
    std::optional<std::int64_t> id;
    std::string name;
    std::string secret_name;
    std::optional<int> age;
    Status status;
    std::optional<std::int64_t> team_id;

    static constexpr auto table = aludel::table(
        "hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::name).max_length(80),
        aludel::column(&Hero::status).server_default("active"), aludel::index(&Hero::name), aludel::check("age >= 0"),
        aludel::foreign_key(&Hero::team_id).references(&Team::id).on_delete(aludel::set_null));
};

inline constexpr auto metadata = aludel::metadata<Team, Hero>;
