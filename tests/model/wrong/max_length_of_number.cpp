// error: aludel: max_length is for std::string members only
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int age;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::age).max_length(3));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
