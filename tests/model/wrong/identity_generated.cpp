// error: aludel: a column that numbers itself (identity) cannot have a default or an expression
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id),
                      aludel::column(&Hero::age).generated("id * 2", aludel::stored).identity({.always = true}));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
