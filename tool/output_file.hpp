// Where a command's text goes that a build may want in a file.
#pragma once

#include <string>
#include <string_view>

namespace aludel::tool {

/// To the file of that name, or to standard output where it is empty. Throws Error.
void write_output(const std::string& file, std::string_view text);

} // namespace aludel::tool
