#include "backends.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace aludel::detail {

namespace {

/// Which target of ours serves a scheme: what a program that did not link it is told.
struct KnownScheme {
    std::string_view scheme;
    std::string_view target;
};
constexpr KnownScheme known_schemes[] = {
    {"sqlite", "aludel::sqlite"},
    {"postgresql", "aludel::postgresql"},
    {"postgres", "aludel::postgresql"},
};

struct Registry {
    std::mutex mutex;
    std::vector<Backend> backends;
};

// A function's, because backends register while other globals are still being made.
Registry& registry() {
    static Registry instance;
    return instance;
}

std::string schemes_known() {
    std::string list;
    for (const auto& known : known_schemes) list.append(list.empty() ? "" : ", ").append(known.scheme);
    return list;
}

/// Empty where the URL has none. Nothing else of a URL may be shown before its backend has taken the password out.
std::string_view scheme_of(std::string_view url) {
    const auto end = url.find("://");
    if (end == url.npos) return {};
    const auto scheme = url.substr(0, end);
    const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
    return valid ? scheme : std::string_view();
}

} // namespace

bool register_backend(const Backend& backend) noexcept {
    auto& [mutex, backends] = registry();
    const std::lock_guard lock(mutex);
    const bool known = std::any_of(backends.begin(), backends.end(),
                                   [&](const Backend& other) { return other.dialect == backend.dialect; });
    if (!known) backends.push_back(backend);
    return true;
}

Backend backend_for(std::string_view url) {
    const auto scheme = scheme_of(url);
    ErrorDetails details;
    // A database's library would end the URL at a NUL, and look for a host or file of another name.
    if (std::any_of(url.begin(), url.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; })) {
        details.hint = "Take it out (it may be the line end of a file that the URL was read from), or write it as %XX.";
        throw Error("the database's URL holds a control character", std::move(details));
    }
    if (scheme.empty()) {
        details.hint = "A URL begins with the kind of database: sqlite:///file.db, postgresql://user@host/database.";
        throw Error("this is no URL of a database", std::move(details));
    }
    {
        auto& [mutex, backends] = registry();
        const std::lock_guard lock(mutex);
        for (const auto& backend : backends)
            if (std::find(backend.schemes.begin(), backend.schemes.end(), scheme) != backend.schemes.end())
                return backend;
    }
    for (const auto& known : known_schemes) {
        if (known.scheme != scheme) continue;
        details.hint = "In CMakeLists.txt: target_link_libraries(<target> PRIVATE " + std::string(known.target) + ")";
        throw Error("this program was built without " + std::string(scheme) + ": link " + std::string(known.target),
                    std::move(details));
    }
    details.hint = "aludel knows the schemes " + schemes_known() + ".";
    throw Error("no kind of database is called " + std::string(scheme), std::move(details));
}

} // namespace aludel::detail
