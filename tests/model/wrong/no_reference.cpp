// error: aludel: this foreign key does not say what it references
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int team;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::foreign_key(&Hero::team));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
