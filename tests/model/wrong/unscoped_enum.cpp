// error: aludel: an enum that is a column must be an `enum class`
#include <aludel/snapshot.hpp>
enum Mood { happy, sad };

struct Hero {
    int id;
    Mood mood;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
