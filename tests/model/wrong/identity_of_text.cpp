// error: aludel: identity() is for integer members only
#include <aludel/snapshot.hpp>

#include <string>

struct Hero {
    int id;
    std::string name;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::name).identity());
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
