// error: aludel: an option of this table points to a member of another struct
#include <aludel/snapshot.hpp>

struct Team {
    int id;
    int code;

    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id));
};

struct Hero {
    int id;
    int team_id;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Team::code).name("x"));
};

inline constexpr auto metadata = aludel::metadata<Team, Hero>;
template struct aludel::snapshot_of<metadata>;
