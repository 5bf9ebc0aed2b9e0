#include "migrations/embed_text.hpp"

#include <algorithm>
#include <array>

namespace aludel::migrations {
namespace {

constexpr std::size_t piece = 2000; // compilers and editors dislike endless lines

/// Words of C++20, names that the generated file needs, and what compilers define as macros.
constexpr auto reserved = std::to_array<std::string_view>(
    {"alignas",     "alignof",   "and",        "and_eq",    "asm",      "auto",         "bitand",
     "bitor",       "bool",      "break",      "case",      "catch",    "char",         "char8_t",
     "char16_t",    "char32_t",  "class",      "compl",     "concept",  "const",        "consteval",
     "constexpr",   "constinit", "const_cast", "continue",  "co_await", "co_return",    "co_yield",
     "decltype",    "default",   "delete",     "do",        "double",   "dynamic_cast", "else",
     "enum",        "explicit",  "export",     "extern",    "false",    "float",        "for",
     "friend",      "goto",      "if",         "inline",    "int",      "long",         "mutable",
     "namespace",   "new",       "noexcept",   "not",       "not_eq",   "nullptr",      "operator",
     "or",          "or_eq",     "private",    "protected", "public",   "register",     "reinterpret_cast",
     "requires",    "return",    "short",      "signed",    "sizeof",   "static",       "static_assert",
     "static_cast", "struct",    "switch",     "template",  "this",     "thread_local", "throw",
     "true",        "try",       "typedef",    "typeid",    "typename", "union",        "unsigned",
     "using",       "virtual",   "void",       "volatile",  "wchar_t",  "while",        "xor",
     "xor_eq",      "std",       "posix",      "aludel",    "main",     "linux",        "unix",
     "i386"});

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/// Bytes beyond ASCII are escaped, so that the source means the same whatever the compiler takes its encoding to be;
/// three octal digits, so that a digit that follows is not taken for one more.
void append_escaped(std::string& out, char character) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\')
        out += '\\', out += character;
    else if (character == '\n')
        out += "\\n";
    else if (character == '?' && out.ends_with('?'))
        out += "\\?"; // no trigraph
    else if (byte >= 0x20 && byte < 0x7F)
        out += character;
    else {
        out += '\\';
        for (const unsigned shift : {6U, 3U, 0U}) out += static_cast<char>('0' + ((byte >> shift) & 7U));
    }
}

} // namespace

std::string cpp_text(std::string_view text) {
    if (text.empty()) return "{}";
    std::string out = "\"";
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        append_escaped(out, text[at]);
        const bool split = text[at] == '\n' || ++length == piece;
        if (split && at + 1 < text.size()) {
            out += "\"\n    \"";
            length = 0;
        }
    }
    return out + "\"sv";
}

std::string cpp_namespace(std::string_view target) {
    std::string result;
    for (const char character : target) {
        if (is_letter(character) || is_digit(character))
            result += character;
        else if (!result.ends_with('_'))
            result += '_';
    }
    // Names that begin with _ belong to the compiler.
    if (result.empty() || result[0] == '_' || is_digit(result[0]))
        result = "target" + std::string(result.starts_with('_') ? "" : "_") + result;
    if (std::ranges::find(reserved, result) != reserved.end()) result += '_';
    return result;
}

} // namespace aludel::migrations
