// error: aludel: a column owns its value. Write std::string for text
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    const char* name;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
