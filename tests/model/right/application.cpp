// A source file of an application: it includes the models, and nothing of their snapshot reaches it.
#include <aludel/model.hpp>

#include <cstdint>
#include <string>

struct Team {
    std::int64_t id;
    std::string name;

    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id));
};

inline constexpr auto metadata = aludel::metadata<Team>;

std::string name_of(const Team& team) { return team.name + Team::table.name.text; }
