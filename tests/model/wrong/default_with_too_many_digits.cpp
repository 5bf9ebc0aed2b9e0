// error: aludel: a default has more digits than can be written exactly
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    double share;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::share).server_default(1e-30));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
