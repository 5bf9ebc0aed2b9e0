// error: aludel: a table takes its name and then
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::view("grown_up", "SELECT 1"));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
