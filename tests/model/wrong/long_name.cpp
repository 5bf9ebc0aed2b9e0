// error: aludel: a name of this table
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table = aludel::table(
        "hero", aludel::primary_key(&Hero::id),
        aludel::unique(&Hero::age).name("a_name_of_sixty_four_bytes_that_postgresql_would_cut_unspokenly_"));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
