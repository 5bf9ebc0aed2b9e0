// New revision files.
#include "migrations/history.hpp"
#include "migrations/text_file.hpp"

#include <random>
#include <system_error>

namespace aludel::migrations {
namespace {

namespace fs = std::filesystem;

/// `Add power!` as `add_power`: lower-case ASCII letters, digits and single underscores, at most 40.
std::string slug(const std::string& message) {
    std::string result;
    for (const char character : message) {
        const bool upper = character >= 'A' && character <= 'Z';
        const char lower = upper ? static_cast<char>(character - 'A' + 'a') : character;
        const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (kept)
            result += lower;
        else if (!result.empty() && result.back() != '_')
            result += '_';
        if (result.size() == 40) break;
    }
    while (result.ends_with('_')) result.pop_back();
    return result;
}

} // namespace

std::string new_revision_id() {
    std::random_device random;
    std::string id;
    while (id.size() < 12) id += "0123456789abcdef"[random() % 16];
    return id;
}

std::string revision_file_name(const Revision& revision) {
    std::string digits;
    for (const char character : revision.created)
        if (character >= '0' && character <= '9' && digits.size() < 14) digits += character;
    const auto name = slug(revision.message);
    return (digits.empty() ? revision.id : digits) + (name.empty() ? "" : "_" + name) + ".yaml";
}

fs::path add_revision(const fs::path& directory, const Revision& revision) {
    const auto path = directory / revision_file_name(revision);
    const auto text = write_revision(revision);
    if (read_revision(text, path.string()).revision != revision)
        throw FileError({path.string()}, "the revision cannot be written so that it is read as the same");
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) throw FileError({directory.string()}, "the directory cannot be made: " + error.message());
    write_new_file(path, text);
    return path;
}

void replace_revision(const fs::path& path, const std::string& text) { replace_file(path, text); }

} // namespace aludel::migrations
