// error: aludel: a column must be a value that can be assigned
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    const int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
