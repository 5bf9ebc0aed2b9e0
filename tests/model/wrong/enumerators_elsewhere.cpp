// error: aludel: this enum has no enumerators between -128 and 255
#include <aludel/snapshot.hpp>
enum class Currency { eur = 978, usd = 840 };

struct Hero {
    int id;
    Currency currency;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
