// error: aludel: an option of this table points to a member of another struct
#include <aludel/snapshot.hpp>

struct Team {
    int id;
};

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::index(&Hero::age).include(&Team::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
