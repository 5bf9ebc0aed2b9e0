// error: aludel: this default does not fit the type of its column
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    bool active;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::active).server_default(1));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
