// error: aludel: a struct's `table`, or its aludel::table_of, must be what aludel::table
#include <aludel/snapshot.hpp>

struct Hero {
    int id;

    static constexpr auto table = "hero";
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
