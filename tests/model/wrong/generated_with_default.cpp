// error: aludel: a generated column cannot have a default
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int twice;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id),
                      aludel::column(&Hero::twice).generated("id * 2", aludel::stored).server_default(0));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
