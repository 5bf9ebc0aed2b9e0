// error: aludel: type_of must be one of aludel::type
#include <aludel/snapshot.hpp>
struct Email {};
template <> inline constexpr auto aludel::type_of<Email> = "citext";

struct Hero {
    int id;
    Email email;

    static constexpr auto table = aludel::table("hero", aludel::primary_key(&Hero::id));
};

inline constexpr auto metadata = aludel::metadata<Hero>;
template struct aludel::snapshot_of<metadata>;
