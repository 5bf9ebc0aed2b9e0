// What may be shown of a connection URL, which is otherwise libpq's to read.
#pragma once

#include <string>
#include <string_view>

namespace aludel::postgresql {

/// The URL without its password, before the host or in the options.
std::string without_password(std::string_view url);

/// Throws Error for a URL that libpq cannot read, or would read otherwise than meant: an `@` or `/` of a password that
/// is not percent-encoded would make a part of it the host's name, which error messages show.
void check_url(std::string_view url);

} // namespace aludel::postgresql
