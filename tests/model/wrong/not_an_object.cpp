// error: aludel: metadata<...>.with takes aludel::extension, sequence, function, view and enumeration
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>.with(aludel::check("age > 0"));
template struct aludel::snapshot_of<metadata>;
