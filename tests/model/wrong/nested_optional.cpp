// error: aludel: a column is NULL or not
#include <aludel/snapshot.hpp>

#include <optional>

struct Hero {
    int id;
    std::optional<std::optional<int>> age;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
