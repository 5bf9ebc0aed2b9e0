// error: aludel: an index has one include(...)
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id),
                                                aludel::index(&Hero::age).include(&Hero::id).include(&Hero::age));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
