// error: aludel: a default is too large for its integer column
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    short age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::age).server_default(40000));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
