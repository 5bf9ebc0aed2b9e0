// What add_migrations() generates, for models of several files: also structs of an anonymous namespace and a function.
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
                      aludel::column(&Team::name).max_length(80), aludel::column(&Team::mood).server_default("good"));
};

struct Hero {
    std::int64_t team_id;

// clang-format off
#line 9 "hero.hpp"
    static constexpr auto table = aludel::table("hero",
        aludel::foreign_key(&Hero::team_id).references(&Team::id).on_delete(aludel::cascade));
    // clang-format on
};

} // namespace app

namespace {

struct Email {
    std::string text;
};
enum class Secret { known };

// clang-format off
#line 10 "hidden.hpp"
struct Hidden {
    int größe;
    std::optional<Email> email;
    Secret secret;
    static constexpr auto table = aludel::table("hidden");
};

[[maybe_unused]] auto local() {
    struct Local {
        std::string name;
    };
    return Local{};
}
using Local = decltype(local());
// clang-format on

} // namespace

template <> inline constexpr auto aludel::type_of<Email> = aludel::type::varchar(80);
#line 22 "hidden.hpp"
template <> inline constexpr auto aludel::table_of<Local> = aludel::table("local");

namespace app {
constexpr auto metadata = aludel::metadata<Team, Hero, Hidden, Local>;
}

template struct aludel::snapshot_of<app::metadata>;
