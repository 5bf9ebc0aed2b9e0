// error: aludel: a name of this table
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id),
                                                aludel::trigger("", "AFTER UPDATE ON hero BEGIN SELECT 1; END"));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
