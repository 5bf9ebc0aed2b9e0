// error: aludel: an enumerator of this enum is out of the range
#include <aludel/snapshot.hpp>
enum class Mask { none = 0, all = 1024 };

struct Hero {
    int id;
    Mask mask;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
