// error: aludel: a table needs at least one column
#include <aludel/snapshot.hpp>

struct Hero {
    static constexpr auto table = aludel::table("hero");
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
