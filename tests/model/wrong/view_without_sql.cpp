// error: aludel: a trigger, function or view has no SQL
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>.with(aludel::view("a", aludel::sql({})));
template struct aludel::snapshot_of<metadata>;
