#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace aludel::test {

/// A new, empty directory, removed with all that is in it at the end.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// Whole files, bytes as they are. Directories on the way are made. Throw std::runtime_error with the path.
std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view text);

} // namespace aludel::test
