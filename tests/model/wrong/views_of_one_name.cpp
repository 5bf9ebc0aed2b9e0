// error: aludel: two objects of this metadata have the same name
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata =
    aludel::metadata<Hero>.with(aludel::view("a", "SELECT 1"), aludel::view("a", "SELECT 2"));
template struct aludel::snapshot_of<metadata>;
