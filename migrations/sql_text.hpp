// SQL that a person wrote: one text for every database, or one for each.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace aludel::migrations {

struct SqlText {
    std::string common;                          ///< for every dialect that has none of its own
    std::map<std::string, std::string> dialects; ///< dialect name to text

    bool empty() const { return common.empty() && dialects.empty(); }
    /// The text for a dialect; empty where there is none.
    const std::string& text_for(std::string_view dialect) const;
    /// The same to be put into more SQL: usable_sql().
    std::string sql_for(std::string_view dialect) const;

    bool operator==(const SqlText&) const = default;
};

/// Without blanks around it. One that ends in a `--` comment has a line end more: what stands behind it is no comment.
std::string usable_sql(std::string_view sql);

} // namespace aludel::migrations
