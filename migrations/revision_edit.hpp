// Edits of revision files in place: comments and layout stay as a person wrote them.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations {

/// The file's text where `to` stands among its parents and dependencies instead of `from`. Throws FileError for a text
/// that is no revision.
std::string with_reference(std::string_view text, const std::string& file_name, std::string_view from,
                           std::string_view to);

} // namespace aludel::migrations
