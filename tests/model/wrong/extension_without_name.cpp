// error: aludel: the name of an extension, sequence, function, view or trigger
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>.with(aludel::extension(""));
template struct aludel::snapshot_of<metadata>;
