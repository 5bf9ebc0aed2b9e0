// aludel.yaml: what a project says once, beside its revision files. The keys are described in formats.md.
#pragma once

#include "migrations/schema/filter.hpp"
#include "migrations/schema/naming.hpp"

#include <aludel/chain.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// Stands in the directory of the revision files, the first where there are several, and is none of them.
inline constexpr std::string_view settings_file = "aludel.yaml";
inline constexpr std::string_view default_file_template = "{year}{month}{day}{hour}{minute}{second}_{slug}";

struct Settings {
    std::vector<std::string> directories; ///< more of them; relative to the file's own
    std::vector<std::string> databases;   ///< names of dialects; empty: not said
    std::string file_template = std::string(default_file_template);
    NamingConvention naming;
    Filter filter; ///< what of a database belongs to the project
    std::optional<Name> history_table;
    std::vector<std::string> formatter; ///< a command; `{file}` is the new revision's

    bool operator==(const Settings&) const = default;
};

/// Throws FileError: an unknown key or database (with the nearest known), a template that would not do.
Settings read_settings(std::string_view text, const std::string& file_name);

/// Throws TemplateError for one of file names that cannot tell two revisions apart or would leave the directory.
void check_file_template(std::string_view text);

/// Where databases keep what they have had. The view is of the name.
HistoryTable history_table(const std::optional<Name>& name);

} // namespace aludel::migrations
