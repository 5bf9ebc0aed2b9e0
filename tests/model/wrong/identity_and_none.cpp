// error: aludel: a column numbers itself or does not
#include <aludel/snapshot.hpp>

struct Hero {
    int id;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::id).identity().no_identity());
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
