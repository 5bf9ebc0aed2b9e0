#include "migrations/revision/revision.hpp"

#include <random>

namespace aludel::migrations {

std::string to_string(const Place& place) {
    std::string result = place.file;
    if (place.line > 0) result += ':' + std::to_string(place.line);
    if (place.line > 0 && place.column > 0) result += ':' + std::to_string(place.column);
    return result;
}

std::string new_revision_id() {
    std::random_device random;
    std::string id;
    while (id.size() < 12) id += "0123456789abcdef"[random() % 16];
    return id;
}

} // namespace aludel::migrations
