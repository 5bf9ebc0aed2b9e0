// The one hash: of checksums and of names that are cut.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations {

/// SHA-256 in 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

} // namespace aludel::migrations
