// error: aludel: a foreign key references members of one struct
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
        aludel::table("hero", aludel::primary_key(&Hero::id),
                      aludel::foreign_key(&Hero::team_id, &Hero::id).references(&Team::id, &Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Team, Hero>;
template struct aludel::snapshot_of<metadata>;
