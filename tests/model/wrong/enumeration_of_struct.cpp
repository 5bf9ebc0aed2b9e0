// error: aludel: an enum that is a column must be an `enum class`
#include <aludel/snapshot.hpp>

struct Hero {
    int id;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>.with(aludel::enumeration<Hero>());
template struct aludel::snapshot_of<metadata>;
