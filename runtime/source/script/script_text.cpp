#include "script/script_text.hpp"

namespace aludel::detail {

std::string commented(std::string_view text) {
    std::string result = "-- ";
    for (const char c : text) result += c == '\n' || c == '\r' ? std::string("\n-- ") : std::string(1, c);
    return result + "\n";
}

} // namespace aludel::detail
