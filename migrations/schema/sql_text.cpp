#include "migrations/schema/sql_text.hpp"

#include "sql_token.hpp"

namespace aludel::migrations {

const std::string& SqlText::text_for(std::string_view dialect) const {
    const auto own = dialects.find(std::string(dialect));
    return own == dialects.end() ? common : own->second;
}

bool SqlText::operator==(const SqlText& other) const {
    return dialects == other.dialects && (common == other.common || (!normal.empty() && normal == other.normal));
}

std::string SqlText::sql_for(std::string_view dialect) const { return usable_sql(text_for(dialect)); }

std::string usable_sql(std::string_view sql) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = sql.find_first_not_of(blanks);
    if (begin == sql.npos) return {};
    std::string usable(sql.substr(begin, sql.find_last_not_of(blanks) - begin + 1));
    if (detail::sql_tokens(usable).back().text.starts_with("--")) usable += '\n';
    return usable;
}

} // namespace aludel::migrations
