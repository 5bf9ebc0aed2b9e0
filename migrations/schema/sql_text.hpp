// SQL that a person wrote: one text for every database, or one for each.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace aludel::migrations {

struct SqlText {
    std::string common;                          ///< for every dialect that has none of its own
    std::map<std::string, std::string> dialects; ///< dialect name to text
    /// From Dialect::canonical(): one spelling for all that means the same there. It is compared, and never written:
    /// only the text itself is sure to mean what it does.
    std::string normal = {};

    bool empty() const { return common.empty() && dialects.empty(); }
    /// The text for a dialect; empty where there is none.
    const std::string& text_for(std::string_view dialect) const;
    /// The same to be put into more SQL: usable_sql().
    std::string sql_for(std::string_view dialect) const;

    /// What it is compared by.
    const std::string& compared() const { return normal.empty() ? common : normal; }
    bool operator==(const SqlText&) const; ///< the same texts, or texts that mean the same
};

/// Without blanks around it. One that ends in a `--` comment has a line end more: what stands behind it is no comment.
std::string usable_sql(std::string_view sql);

} // namespace aludel::migrations
