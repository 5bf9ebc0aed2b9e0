// error: aludel: a table's struct must not have a base class
#include <aludel/snapshot.hpp>

struct Entity {
    int id;
};

struct Hero : Entity {
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::age));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
