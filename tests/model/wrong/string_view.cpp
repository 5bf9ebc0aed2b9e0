// error: aludel: a column owns its value
#include <aludel/snapshot.hpp>

#include <string_view>

struct Hero {
    int id;
    std::string_view name;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
