#include "migrations/cpp_models/cpp_names.hpp"

#include "migrations/revision/utf8.hpp"

#include <aludel/model/enumerators.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

namespace aludel::migrations {
namespace {

constexpr auto reserved = std::to_array<std::string_view>({"alignas",       "alignof",     "and",
                                                           "and_eq",        "asm",         "auto",
                                                           "bitand",        "bitor",       "bool",
                                                           "break",         "case",        "catch",
                                                           "char",          "char8_t",     "char16_t",
                                                           "char32_t",      "class",       "compl",
                                                           "concept",       "const",       "consteval",
                                                           "constexpr",     "constinit",   "const_cast",
                                                           "continue",      "co_await",    "co_return",
                                                           "co_yield",      "decltype",    "default",
                                                           "delete",        "do",          "double",
                                                           "dynamic_cast",  "else",        "enum",
                                                           "explicit",      "export",      "extern",
                                                           "false",         "float",       "for",
                                                           "friend",        "goto",        "if",
                                                           "inline",        "int",         "long",
                                                           "mutable",       "namespace",   "new",
                                                           "noexcept",      "not",         "not_eq",
                                                           "nullptr",       "operator",    "or",
                                                           "or_eq",         "private",     "protected",
                                                           "public",        "register",    "reinterpret_cast",
                                                           "requires",      "return",      "short",
                                                           "signed",        "sizeof",      "static",
                                                           "static_assert", "static_cast", "struct",
                                                           "switch",        "template",    "this",
                                                           "thread_local",  "throw",       "true",
                                                           "try",           "typedef",     "typeid",
                                                           "typename",      "union",       "unsigned",
                                                           "using",         "virtual",     "void",
                                                           "volatile",      "wchar_t",     "while",
                                                           "xor",           "xor_eq",      "std",
                                                           "posix",         "aludel",      "main",
                                                           "linux",         "unix",        "i386",
                                                           "errno",         "stdin",       "stdout",
                                                           "stderr",        "alloca",      "assert",
                                                           "major",         "minor",       "offsetof",
                                                           "sched_priority"});

bool is_digit(char32_t letter) { return letter >= '0' && letter <= '9'; }
bool is_small(char32_t letter) { return letter >= 'a' && letter <= 'z'; }
bool is_capital(char32_t letter) { return letter >= 'A' && letter <= 'Z'; }

/// Letters that compilers take in identifiers in any place, and that are one character however they are written.
bool is_letter(char32_t letter) {
    if (is_small(letter) || is_capital(letter)) return true;
    static constexpr std::pair<char32_t, char32_t> ranges[] = {
        {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x17F},   {0x391, 0x3A1}, {0x3A3, 0x3C9},
        {0x400, 0x481},   {0x5D0, 0x5EA},   {0x620, 0x63F},  {0x641, 0x64A}, {0x3041, 0x3094},
        {0x30A1, 0x30FA}, {0x4E00, 0x9FFC}, {0xAC00, 0xD7A3}};
    return std::ranges::any_of(ranges,
                               [&](const auto& range) { return letter >= range.first && letter <= range.second; });
}

/// Of UTF-8; where it is none, no character.
struct Character {
    char32_t letter = 0;
    std::string_view bytes;
    bool is_valid = true;
};

Character first_character(std::string_view text) {
    const auto size = utf8_length(text, 0);
    if (size == 0) return {0, text.substr(0, 1), false};
    char32_t letter = static_cast<unsigned char>(text[0]) & (size == 1 ? 0x7FU : 0xFFU >> (size + 1));
    for (std::size_t at = 1; at < size; ++at) letter = (letter << 6U) | (static_cast<unsigned char>(text[at]) & 0x3FU);
    return {letter, text.substr(0, size)};
}

std::vector<Character> characters(std::string_view text) {
    std::vector<Character> found;
    while (!text.empty()) {
        found.push_back(first_character(text));
        text.remove_prefix(found.back().bytes.size());
    }
    return found;
}

/// What is no letter or digit becomes one `_`, and none at the ends but before the name's own.
std::string joined_words(std::string_view name) {
    std::string result;
    bool is_apart = false;
    for (const auto& each : characters(name)) {
        if (!is_letter(each.letter) && !is_digit(each.letter)) {
            is_apart = true;
            continue;
        }
        if (is_apart && !result.empty()) result += '_';
        is_apart = false;
        result += each.bytes;
    }
    return result;
}

bool is_all_capitals(std::string_view name) {
    constexpr std::size_t longest = 2; // `ID`: no macro of the headers is so short
    return name.size() > longest && std::ranges::any_of(name, is_capital) &&
           std::ranges::none_of(name,
                                [](char letter) { return is_small(static_cast<unsigned char>(letter)) || letter < 0; });
}

std::string small(std::string text) {
    for (char& letter : text)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return text;
}

/// `_id` is a name; `_Id` and `a__b` belong to compilers.
bool is_identifier(std::string_view name) {
    if (name.empty() || name.find("__") != std::string_view::npos) return false;
    const auto all = characters(name);
    if (is_digit(all.front().letter)) return false;
    if (all.front().letter == '_' && (all.size() == 1 || is_capital(all[1].letter))) return false;
    return std::ranges::all_of(all, [](const Character& each) {
        return each.letter == '_' || is_letter(each.letter) || is_digit(each.letter);
    });
}

/// The word, begun with a capital; one of capitals only has no other.
std::string capitalised(std::string_view word) {
    std::string result(word);
    if (std::ranges::none_of(word, [](char letter) { return is_small(static_cast<unsigned char>(letter)); }))
        result = small(result);
    if (is_small(static_cast<unsigned char>(result.front())))
        result.front() = static_cast<char>(result.front() - 'a' + 'A');
    return result;
}

/// Marks that change the direction of what follows would show other code than there is.
bool is_printable(const Character& each) {
    const auto letter = each.letter;
    return each.is_valid && letter != 0x7F && (letter >= 0x20 || letter == '\t') &&
           !(letter >= 0x80 && letter < 0xA0) && !(letter >= 0x200B && letter <= 0x200F) &&
           !(letter >= 0x2028 && letter <= 0x202E) && !(letter >= 0x2066 && letter <= 0x2069) && letter != 0xFEFF;
}

std::string escaped(const Character& each) {
    if (each.letter == '"' || each.letter == '\\') return '\\' + std::string(each.bytes);
    if (each.letter == '\n' && each.is_valid) return "\\n";
    if (each.letter == '\t') return "\\t";
    if (is_printable(each)) return std::string(each.bytes);
    std::string text;
    for (const char byte : each.bytes) { // three digits, so that one that follows is not taken for one more
        text += '\\';
        for (const unsigned shift : {6U, 3U, 0U})
            text += static_cast<char>('0' + ((static_cast<unsigned char>(byte) >> shift) & 7U));
    }
    return text;
}

std::string raw_literal(std::string_view text) {
    std::string mark = "sql";
    while (text.find(")" + mark + "\"") != std::string_view::npos) mark += '_';
    return "R\"" + mark + "(" + std::string(text) + ")" + mark + "\"";
}

} // namespace

bool is_reserved_in_cpp(std::string_view word) { return std::ranges::find(reserved, word) != reserved.end(); }

std::string cpp_identifier(std::string_view name) {
    auto result = is_identifier(name) ? std::string(name) : joined_words(name);
    if (is_all_capitals(result)) result = small(result);
    if (result.empty()) result = "unnamed";
    if (is_digit(static_cast<unsigned char>(result.front()))) result = "_" + result;
    return is_reserved_in_cpp(result) ? result + "_" : result;
}

std::string cpp_type_name(std::string_view name) {
    std::string result;
    const auto joined = joined_words(name);
    for (std::string_view rest = joined; !rest.empty();) {
        const auto word = rest.substr(0, rest.find('_'));
        if (!word.empty()) result += capitalised(word);
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    if (result.empty()) return "Unnamed";
    return is_digit(static_cast<unsigned char>(result.front())) ? "T" + result : result;
}

std::string snake_case(std::string_view type_name) {
    std::string result;
    for (std::size_t at = 0; at < type_name.size(); ++at) {
        if (detail::begins_word(type_name, at)) result += '_';
        result += type_name[at];
    }
    return small(result);
}

std::string cpp_literal(std::string_view text) {
    const auto all = characters(text);
    const auto is_plain = [](const Character& each) { return each.letter == '\n' || is_printable(each); };
    if (text.find('\n') != std::string_view::npos && std::ranges::all_of(all, is_plain)) return raw_literal(text);
    std::string result = "\"";
    for (const auto& each : all) result += each.letter == '?' && result.ends_with('?') ? "\\?" : escaped(each);
    return result + "\"";
}

} // namespace aludel::migrations
