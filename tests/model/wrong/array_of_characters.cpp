// error: aludel: a C array is no column. Write std::string for text
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    char name[80];

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
