// error: aludel: this is no way to count
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>.with(aludel::sequence("ticket").start(5).maximum(4));
template struct aludel::snapshot_of<metadata>;
