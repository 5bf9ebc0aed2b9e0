// error: aludel: a table is described by a struct
#include <aludel/snapshot.hpp>

inline constexpr auto metadata = aludel::metadata<int>;
template struct aludel::snapshot_of<metadata>;
