// error: aludel: this default does not fit the type of its column
#include <aludel/snapshot.hpp>

#include <string>

struct Hero {
    int id;
    std::string name;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id), aludel::column(&Hero::name).server_default(0));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
