#include "location.hpp"

#include "handle.hpp"

#include <charconv>
#include <filesystem>

namespace aludel::sqlite {

namespace {

constexpr std::string_view prefix = "sqlite://";

Error url_error(std::string message, std::string hint) {
    return error_with_code(SQLITE_CANTOPEN, std::move(message), std::move(hint));
}

std::string decoded(std::string_view text, std::string_view url) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result += text[i];
            continue;
        }
        unsigned byte = 0;
        const auto digits = text.substr(i + 1, 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2 || byte == 0)
            throw url_error("%" + std::string(digits) + " in " + std::string(url) + " is no character",
                            "A percent sign of a file name is written %25.");
        result += static_cast<char>(byte);
        i += 2;
    }
    return result;
}

} // namespace

Location parse_url(std::string_view url) {
    const auto rest = url.substr(prefix.size());
    if (rest.empty() || rest == "/:memory:") return {.memory = true, .path = {}};
    if (rest[0] != '/')
        throw url_error(
            "the URL " + std::string(url) + " names a host, and SQLite has none",
            "A file is written with three slashes (sqlite:///file.db), or four where its path is absolute.");
    if (rest.size() == 1)
        throw url_error("the URL " + std::string(url) + " names no file", "A database in memory is sqlite://");
    if (rest.find('?') != rest.npos)
        throw url_error("the URL " + std::string(url) + " has options, and sqlite:// takes none",
                        "A question mark of a file name is written %3F.");
    auto path = decoded(rest.substr(1), url);
    // SQLite reads more into some names (`:memory:`, `file:…`) where they do not begin with a directory.
    if (path[0] != '/') path.insert(0, "./");
    return {.memory = false, .path = std::move(path)};
}

bool is_missing(const std::string& path) {
    std::error_code error;
    return !std::filesystem::exists(path, error) && !error;
}

void check_path(const std::string& path) {
    std::error_code ignored;
    const std::filesystem::path file(path);
    if (std::filesystem::is_directory(file, ignored))
        throw url_error(path + " is a directory", "The URL of a SQLite database names a file.");
    const auto parent = file.parent_path().string();
    if (!parent.empty() && is_missing(parent))
        throw url_error("there is no directory " + parent, "Make it first: only the file itself is made.");
}

} // namespace aludel::sqlite
