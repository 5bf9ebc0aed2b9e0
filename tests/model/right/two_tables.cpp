// What add_migrations() generates, for models of two files.
#include <aludel/model.hpp>
#include <aludel/snapshot.hpp>
#include <cstdint>
#include <optional>
#include <string>

namespace app {

enum class Mood : signed char { good = 1, bad = -1 };

struct Team {
    std::optional<std::int64_t> id;
    std::string name;
    Mood mood;

// clang-format off
#line 20 "team.hpp"
    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id),
// clang-format on
                                                aludel::column(&Team::name).max_length(80),
                                                aludel::column(&Team::mood).server_default("good"));
};

struct Hero {
    std::int64_t team_id;

// clang-format off
#line 9 "hero.hpp"
    static constexpr auto table = aludel::table(
        "hero",
        aludel::foreign_key(&Hero::team_id).references(&Team::id).on_delete(aludel::cascade));
// clang-format on
};

inline constexpr auto metadata = aludel::metadata<Team, Hero>;

} // namespace app

template struct aludel::snapshot_of<app::metadata>;
