// error: aludel: a name of this table
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::age).name(""));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
