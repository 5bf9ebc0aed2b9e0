// error: aludel: two structs of the metadata describe a table of the same name
#include <aludel/snapshot.hpp>

struct Team {
    int id;
    int code;

    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id));
};

struct Hero {
    int id;
    int team_id;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Team, Hero, Team>;
template struct aludel::snapshot_of<metadata>;
