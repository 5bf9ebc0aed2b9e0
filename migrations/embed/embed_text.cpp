#include "migrations/embed/embed_text.hpp"

#include "migrations/cpp_models/cpp_names.hpp"

namespace aludel::migrations {
namespace {

constexpr std::size_t piece = 2000; // compilers and editors dislike endless lines

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
    if (is_reserved_in_cpp(result)) result += '_';
    return result;
}

} // namespace aludel::migrations
