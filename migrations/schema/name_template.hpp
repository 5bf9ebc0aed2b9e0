// Names made by a template: `fk_{table}_{columns}`.
#pragma once

#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace aludel::migrations {

class TemplateError : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

/// Throws TemplateError: a brace without its other, a token that is not among `tokens`.
void check_template(std::string_view text, std::span<const std::string_view> tokens);
bool has_token(std::string_view text, std::string_view token);

/// Of a text that was checked. Where a value is empty, the `_`, `-`, `.` or blank before it goes too; at the beginning,
/// the one after it.
std::string fill_template(std::string_view text, const std::map<std::string_view, std::string>& values);

} // namespace aludel::migrations
