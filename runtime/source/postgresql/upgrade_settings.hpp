// What the statements of an upgrade rely on, whatever the server, the database, the role or the application has set.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace aludel::postgresql {

struct UpgradeSetting {
    std::string_view name;
    std::string_view value;
};

/// Literals are rendered for standard strings. Rows that a policy hides would be passed over without a word: off makes
/// that an error, as pg_dump has it. The others are for values that become text, and are read back as what they were.
inline constexpr std::array<UpgradeSetting, 6> upgrade_settings{{
    {"standard_conforming_strings", "on"},
    {"row_security", "off"},
    {"extra_float_digits", "3"},
    {"datestyle", "ISO"},
    {"intervalstyle", "postgres"},
    {"bytea_output", "hex"},
}};

/// A line for each: `SET name = 'value';`, or SET LOCAL.
std::string upgrade_settings_sql(std::string_view set);

} // namespace aludel::postgresql
