// Which bytes are text.
#pragma once

#include <cstddef>
#include <string_view>

namespace aludel::migrations {

/// The length of the UTF-8 sequence that begins at `at`; 0 where there is none (RFC 3629, table 3-7 of Unicode).
std::size_t utf8_length(std::string_view text, std::size_t at);
/// Revision files and sources are: bytes that are not stay SQL.
bool is_utf8(std::string_view text);

} // namespace aludel::migrations
