#include "migrations/revision/revision.hpp"

namespace aludel::migrations {

std::string to_string(const Place& place) {
    std::string result = place.file;
    if (place.line > 0) result += ':' + std::to_string(place.line);
    if (place.line > 0 && place.column > 0) result += ':' + std::to_string(place.column);
    return result;
}

} // namespace aludel::migrations
