// error: aludel: metadata<...>.with takes aludel::extension, sequence, function, view and enumeration
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata =
    aludel::metadata<Hero>.with(aludel::trigger("audit", "AFTER UPDATE ON hero BEGIN SELECT 1; END"));
template struct aludel::snapshot_of<metadata>;
