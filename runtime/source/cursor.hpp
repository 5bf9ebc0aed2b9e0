// How far a batched update is: the key of the last row of its last batch, as text for the history.
#pragma once

#include <aludel/connection.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace aludel::detail {

/// A word without spaces: for each value a letter for its type (n NULL, i integer, r real, t text, x bytes) and the
/// value, separated by commas. Bytes that are no plain characters are %XX. read_cursor(write_cursor(key)) == key.
std::string write_cursor(const Row& key);
/// Nothing where the text is none.
std::optional<Row> read_cursor(std::string_view text);

} // namespace aludel::detail
