// error: aludel: a column owns its value
#include <aludel/snapshot.hpp>

#include <memory>

struct Hero {
    int id;
    std::unique_ptr<int> team;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
