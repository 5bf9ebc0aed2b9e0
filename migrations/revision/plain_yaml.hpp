// The YAML that nearly every file consists of: a thousand revisions must be read before a person notices, and a reader
// of all of YAML takes ten times as long.
#pragma once

#include "migrations/revision/node.hpp"

#include <optional>
#include <string_view>

namespace aludel::migrations {

/// The tree of a text that uses no more than block maps and lists, flow ones within a line, scalars within a line and
/// `|`. Nothing where it uses more or where anything is wrong: read_yaml() then hands it to yaml-cpp. Line ends must be
/// `\n`, and the bytes UTF-8.
std::optional<Node> read_plain_yaml(std::string_view text);

/// The same tree, or what is wrong, from a reader of all of YAML.
Node read_full_yaml(const std::string& text);

} // namespace aludel::migrations
