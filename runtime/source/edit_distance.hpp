// How far a word is from another one that may have been meant.
#pragma once

#include <cstddef>
#include <string_view>

namespace aludel::detail {

/// How many bytes are put in, left out or replaced (V. I. Levenshtein, 1966).
std::size_t edit_distance(std::string_view left, std::string_view right);

} // namespace aludel::detail
