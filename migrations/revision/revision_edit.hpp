// Edits of revision files in place: comments and layout stay as a person wrote them.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations {

/// The file's text where `to` stands among its parents and dependencies instead of `from`. Throws FileError for a text
/// that is no revision.
std::string with_reference(std::string_view text, const std::string& file_name, std::string_view from,
                           std::string_view to);

/// The file's text with `parent` for its one parent, in place of the one that it has, or of none. Throws FileError as
/// with_reference().
std::string with_parent(std::string_view text, const std::string& file_name, const std::string& parent);

} // namespace aludel::migrations
