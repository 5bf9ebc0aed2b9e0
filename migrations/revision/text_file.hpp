// Whole files: nobody ever sees a half of one.
#pragma once

#include <filesystem>
#include <string>

namespace aludel::migrations {

/// Throws FileError.
std::string read_text_file(const std::filesystem::path& path);
/// A new file, never over an old one. Throws FileError.
void write_new_file(const std::filesystem::path& path, const std::string& text);
/// The text takes the place of the file's, which keeps its permissions. Throws FileError.
void replace_file(const std::filesystem::path& path, const std::string& text);

} // namespace aludel::migrations
