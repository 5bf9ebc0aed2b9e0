#include "migrations/schema/nearest.hpp"

#include "edit_distance.hpp"

#include <algorithm>

namespace aludel::migrations {

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    std::string_view best;
    auto best_distance = std::min(std::max<std::size_t>(2, word.size() / 3) + 1, word.size());
    for (const auto each : known)
        if (const auto own = detail::edit_distance(word, each); own < best_distance) {
            best = each;
            best_distance = own;
        }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    if (const auto best = nearest(word, known); !best.empty()) return " (did you mean '" + std::string(best) + "'?)";
    std::string list;
    for (const auto each : known) list += (list.empty() ? "" : ", ") + std::string(each);
    return " (known: " + list + ")";
}

} // namespace aludel::migrations
