// error: aludel: this is no way to count
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::age).identity({.increment = 0}));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
