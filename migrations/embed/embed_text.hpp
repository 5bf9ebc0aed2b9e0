// Spelling texts and names in C++.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations {

/// A string_view literal of these bytes, whatever they are, split at its line ends; `{}` where it is empty.
std::string cpp_text(std::string_view text);

/// A namespace for a target: `my-app` is `my_app`. What C++ keeps for itself (`new`, `std`) gets a `_` at its end, what
/// begins with a digit a `target_` before it.
std::string cpp_namespace(std::string_view target);

} // namespace aludel::migrations
