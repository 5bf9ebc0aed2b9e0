// error: aludel: a foreign key's member and the member that it references must have the same type
#include <aludel/snapshot.hpp>

struct Team {
    int id;
    bool code;

    static constexpr auto table = aludel::table("team", aludel::primary_key(&Team::id));
};

struct Hero {
    int id;
    int team_id;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id),
                                                aludel::foreign_key(&Hero::team_id).references(&Team::code));
};

inline constexpr auto metadata = aludel::metadata<Team, Hero>;
template struct aludel::snapshot_of<metadata>;
