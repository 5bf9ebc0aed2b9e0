// error: aludel: this member's type is no column type.
#include <aludel/snapshot.hpp>
struct Power {
    int watts;
};

struct Hero {
    int id;
    Power power;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
