// New revision files.
#include "migrations/history.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
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

[[noreturn]] void refuse(const fs::path& path, const std::string& text) {
    throw FileError({path.string()}, text + ": " + std::generic_category().message(errno));
}

/// A file of its own next to `path`, with the text, that goes away again.
class TemporaryFile {
public:
    TemporaryFile(const fs::path& path, const std::string& text)
        : path_(path.parent_path() / ("." + path.filename().string() + "." + new_revision_id())) {
        const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0) refuse(path, "the file cannot be made");
        if (!write_all(file, text)) {
            const int reason = errno;
            ::close(file);
            ::unlink(path_.c_str());
            errno = reason;
            refuse(path, "the file cannot be written");
        }
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { ::unlink(path_.c_str()); }

    const fs::path& path() const { return path_; }

private:
    static bool write_all(int file, std::string_view text) {
        while (!text.empty()) {
            const auto count = ::write(file, text.data(), text.size());
            if (count < 0 && errno != EINTR) return false;
            if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
        }
        return ::fsync(file) == 0 && ::close(file) == 0;
    }

    fs::path path_;
};

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
    const TemporaryFile temporary(path, text);
    // A link, unlike a rename, never takes the place of a file that is there.
    if (::link(temporary.path().c_str(), path.c_str()) != 0) refuse(path, "the file cannot be made");
    return path;
}

void replace_revision(const fs::path& path, const std::string& text) {
    const TemporaryFile temporary(path, text);
    if (::rename(temporary.path().c_str(), path.c_str()) != 0) refuse(path, "the file cannot be written");
}

} // namespace aludel::migrations
