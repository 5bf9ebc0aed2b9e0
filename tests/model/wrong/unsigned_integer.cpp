// error: aludel: databases have no unsigned integers
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    unsigned age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
