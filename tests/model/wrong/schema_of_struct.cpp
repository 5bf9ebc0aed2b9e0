// error: aludel: in_schema is for a table that is named
#include <aludel/snapshot.hpp>

struct Hero {
    int id;
    int mentor;

    static constexpr auto table =
        aludel::table("hero", aludel::primary_key(&Hero::id),
                      aludel::foreign_key(&Hero::mentor).references(&Hero::id).in_schema("app"));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
