// error: aludel: this member's type is no column type.
#include <aludel/snapshot.hpp>

#include <vector>

struct Hero {
    int id;
    std::vector<int> scores;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
