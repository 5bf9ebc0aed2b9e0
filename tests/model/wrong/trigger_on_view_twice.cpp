// error: aludel: two objects of this metadata have the same name
#include <aludel/snapshot.hpp>

struct Hero {
    int id;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata =
    aludel::metadata<Hero>.with(aludel::view("v", "SELECT id FROM hero"),
                                aludel::trigger("t", "INSTEAD OF DELETE ON v BEGIN SELECT 1; END").on("v"),
                                aludel::trigger("t", "INSTEAD OF INSERT ON v BEGIN SELECT 1; END").on("v"));
template struct aludel::snapshot_of<metadata>;
