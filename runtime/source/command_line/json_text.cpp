#include "command_line/json_text.hpp"

#include <algorithm>

namespace aludel::detail {

namespace {

std::string deeper(const std::string& text) {
    std::string result;
    for (const char c : text) {
        result += c;
        if (c == '\n') result += "  ";
    }
    return result;
}

std::string enclosed(const std::vector<std::string>& items, char open, char close) {
    std::string text(1, open);
    for (const auto& item : items) text += (text.size() == 1 ? "\n  " : ",\n  ") + deeper(item);
    return text + (items.empty() ? "" : "\n") + close;
}

} // namespace

Json Json::of(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    static constexpr std::string_view named = "\b\f\n\r\t", letters = "bfnrt";
    std::string result = "\"";
    for (const char c : text) {
        if (const auto at = named.find(c); at != named.npos)
            result.append("\\").append(1, letters[at]);
        else if (static_cast<unsigned char>(c) < 0x20)
            result.append("\\u00").append(1, digits[static_cast<std::size_t>(c >> 4)]).append(1, digits[c & 15]);
        else
            result.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
    }
    return {result + "\""};
}

Json Json::of(const std::vector<std::string>& texts) {
    std::vector<Json> values;
    for (const auto& text : texts) values.push_back(of(std::string_view(text)));
    return list(values);
}

Json Json::list(std::span<const Json> values) {
    std::vector<std::string> items;
    for (const auto& value : values) items.push_back(value.text);
    return {enclosed(items, '[', ']')};
}

Json Json::map(std::vector<std::pair<std::string, Json>> values) {
    std::ranges::sort(values, {}, &std::pair<std::string, Json>::first);
    std::vector<std::string> items;
    for (const auto& [key, value] : values) items.push_back(of(std::string_view(key)).text + ": " + value.text);
    return {enclosed(items, '{', '}')};
}

} // namespace aludel::detail
