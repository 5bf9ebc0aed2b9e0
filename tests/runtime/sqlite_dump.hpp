// Everything that a SQLite database holds, as text that can be compared.
#pragma once

#include <aludel/connection.hpp>

#include <string>

namespace aludel::test {

inline std::string shown(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value)) {
        std::string hex = "x";
        for (const auto byte : *bytes) hex += std::to_string(std::to_integer<int>(byte)) + ".";
        return hex;
    }
    return "NULL";
}

inline std::string shown(const Result& result) {
    std::string text;
    for (const auto& row : result.rows) {
        for (const auto& value : row) text += shown(value) + "|";
        text += "\n";
    }
    return text;
}

inline std::string dump(Connection& connection) {
    const auto objects =
        connection.query("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name, tbl_name");
    std::string text = shown(objects);
    for (const auto& object : objects.rows)
        if (std::get<std::string>(object[0]) == "table") {
            const auto& table = std::get<std::string>(object[1]);
            text += table + ":\n" + shown(connection.query("SELECT * FROM \"" + table + "\""));
        }
    return text;
}

} // namespace aludel::test
