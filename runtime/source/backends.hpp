// The kinds of database that this program was linked with, and those that it could have been.
#pragma once

#include "session.hpp"

#include <string_view>

namespace aludel::detail {

/// Of the URL's scheme. Throws Error where the scheme is unknown, or its library is not linked.
Backend backend_for(std::string_view url);

} // namespace aludel::detail
