// Structs of an anonymous namespace and of a function.
#include <aludel/model.hpp>
#include <aludel/snapshot.hpp>
#include <optional>
#include <string>

namespace {

struct Email {
    std::string text;
};
enum class Mood { happy };

// clang-format off
#line 10 "hidden.hpp"
struct Hidden {
    int größe;
    std::optional<Email> email;
    Mood mood;
    static constexpr auto table = aludel::table("hidden");
};

[[maybe_unused]] auto local() {
    struct Local {
        std::string name;
    };
    return Local{};
}
using Local = decltype(local());
// clang-format on

} // namespace

template <> inline constexpr auto aludel::type_of<Email> = aludel::type::varchar(80);
#line 22 "hidden.hpp"
template <> inline constexpr auto aludel::table_of<Local> = aludel::table("local");

namespace {
constexpr auto metadata = aludel::metadata<Hidden, Local>;
}

template struct aludel::snapshot_of<metadata>;
