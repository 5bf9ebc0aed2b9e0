#include "migrations/revision/text_file.hpp"

#include "migrations/revision/revision_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>

namespace aludel::migrations {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& text) {
    throw FileError({path.string()}, text + ": " + std::generic_category().message(errno));
}

/// A file of its own next to `path`, with the text, that goes away again.
class TemporaryFile {
public:
    TemporaryFile(const fs::path& path, const std::string& text, mode_t mode)
        : path_(path.parent_path() / ("." + path.filename().string() + "." + new_revision_id())) {
        const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
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

std::string read_text_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) refuse(path, "the file cannot be read");
    return text;
}

void write_new_file(const fs::path& path, const std::string& text) {
    const TemporaryFile temporary(path, text, 0666);
    // A link, unlike a rename, never takes the place of a file that is there.
    if (::link(temporary.path().c_str(), path.c_str()) != 0) refuse(path, "the file cannot be made");
}

void replace_file(const fs::path& path, const std::string& text) {
    struct stat old {};
    if (::stat(path.c_str(), &old) != 0) refuse(path, "the file cannot be read");
    const TemporaryFile temporary(path, text, 0666);
    ::chmod(temporary.path().c_str(), old.st_mode & 07777U);
    if (::rename(temporary.path().c_str(), path.c_str()) != 0) refuse(path, "the file cannot be written");
}

} // namespace aludel::migrations
