// error: aludel: a column must be a value that can be assigned
#include <aludel/snapshot.hpp>

#include <string>

struct Hero {
    int id;
    const std::string& name;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
