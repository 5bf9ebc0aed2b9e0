// error: aludel: a table's struct must be a plain one
#include <aludel/snapshot.hpp>

struct Hero {
    Hero();
    int id;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
