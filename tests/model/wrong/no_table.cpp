// error: aludel: this struct describes no table. Write
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
