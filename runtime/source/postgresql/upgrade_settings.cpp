#include "postgresql/upgrade_settings.hpp"

namespace aludel::postgresql {

std::string upgrade_settings_sql(std::string_view set) {
    std::string text;
    for (const auto& [name, value] : upgrade_settings) {
        text += set;
        text += " ";
        text += name;
        text += " = '";
        text += value;
        text += "';\n";
    }
    return text;
}

} // namespace aludel::postgresql
