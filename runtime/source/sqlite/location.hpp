// What a sqlite:// URL names.
#pragma once

#include <string>
#include <string_view>

namespace aludel::sqlite {

struct Location {
    bool memory = false;
    std::string path; ///< of the file
};

/// `sqlite:///relative`, `sqlite:////absolute`, `sqlite://`; `%20` and the like are decoded. Throws Error.
Location parse_url(std::string_view url);
/// False where the system does not say: what goes on then finds out why.
bool is_missing(const std::string& path);
/// Throws Error for what SQLite would only call "unable to open database file": a directory, a directory that is not
/// there.
void check_path(const std::string& path);

} // namespace aludel::sqlite
