// error: aludel: a character is no column
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    char initial;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
