// Parts of the scripts that every kind of database writes.
#pragma once

#include <string>
#include <string_view>

namespace aludel::detail {

/// `-- ` before every line.
std::string commented(std::string_view text);

} // namespace aludel::detail
