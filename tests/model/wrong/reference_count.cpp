// error: aludel: a foreign key must reference as many columns as it has
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int team;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id),
                                                aludel::foreign_key(&Hero::team).references("team", "id", "code"));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
