// JSON as text, two blanks deeper in each list and map.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel::detail {

/// One value, ready to be written.
struct Json {
    std::string text;

    static Json of(std::string_view text);
    static Json of(const std::vector<std::string>& texts);
    static Json of(bool value) { return {value ? "true" : "false"}; }
    static Json of(std::int64_t value) { return {std::to_string(value)}; }
    static Json list(std::span<const Json> values);
    /// In the order of the keys.
    static Json map(std::vector<std::pair<std::string, Json>> values);
};

} // namespace aludel::detail
