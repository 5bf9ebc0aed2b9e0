// error: aludel: a member has two aludel::column(...) in this table
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::age).comment("years"),
                      aludel::column(&Hero::age).server_default(0));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
