// error: aludel: two enums of the metadata have the same name in the database
#include <aludel/snapshot.hpp>

namespace work {
enum class Mood { happy };
}
namespace home {
enum class Mood { sad };
}

struct Hero {
    work::Mood at_work;
    home::Mood at_home;

    static constexpr auto table = aludel::table("hero");
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
