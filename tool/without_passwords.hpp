// Messages quote what a person typed, and a URL that is mistyped, or stands where none belongs, may hold a password.
#pragma once

#include <span>
#include <string>

namespace aludel::tool {

/// The message without what `words`, those of the command line, say of databases: `postgresql:…`. Where a database's
/// own part of the program knows the URL, it shows more of it.
std::string without_passwords(std::string message, std::span<const char* const> words);

} // namespace aludel::tool
