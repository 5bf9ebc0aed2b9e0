// error: aludel: a default names no enumerator of its column's enum
#include <aludel/snapshot.hpp>
enum class Mood { happy, sad };

struct Hero {
    int id;
    Mood mood;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::mood).server_default("angry"));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
