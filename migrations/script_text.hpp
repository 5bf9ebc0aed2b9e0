// Parts of the scripts that dialects write.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations {

/// `-- ` before every line.
std::string commented(std::string_view text);

} // namespace aludel::migrations
