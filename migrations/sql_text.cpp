#include "migrations/sql_text.hpp"

namespace aludel::migrations {

const std::string& SqlText::text_for(std::string_view dialect) const {
    const auto own = dialects.find(std::string(dialect));
    return own == dialects.end() ? common : own->second;
}

} // namespace aludel::migrations
