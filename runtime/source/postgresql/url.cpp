#include "postgresql/url.hpp"

#include <aludel/error.hpp>

#include <libpq-fe.h>

#include <memory>

namespace aludel::postgresql {

namespace {

/// As libpq divides it (fe-connect.c, conninfo_uri_parse_options): credentials end at the first `@` that no `/`
/// precedes.
struct Parts {
    std::string_view scheme;      ///< with `://`
    std::string_view credentials; ///< without the `@`
    std::string_view place;       ///< host, port and database
    std::string_view options;     ///< without the `?`
};

Parts divide(std::string_view url) {
    Parts parts;
    const auto start = url.find("://") + 3;
    parts.scheme = url.substr(0, start);
    auto rest = url.substr(start);
    if (const auto end = rest.find_first_of("@/"); end != std::string_view::npos && rest[end] == '@') {
        parts.credentials = rest.substr(0, end);
        rest.remove_prefix(end + 1);
    }
    const auto question = rest.find('?');
    parts.place = rest.substr(0, question);
    if (question != std::string_view::npos) parts.options = rest.substr(question + 1);
    return parts;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            result += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

bool is_secret(std::string_view option) {
    const auto key = decoded(option.substr(0, option.find('=')));
    return key == "password" || key == "sslpassword";
}

std::string shown_options(std::string_view options) {
    std::string shown;
    while (!options.empty()) {
        const auto end = options.find('&');
        const auto option = options.substr(0, end);
        if (!is_secret(option)) (shown += shown.empty() ? "?" : "&") += option;
        options = end == std::string_view::npos ? "" : options.substr(end + 1);
    }
    return shown;
}

} // namespace

std::string without_password(std::string_view url) {
    const auto parts = divide(url);
    std::string shown(parts.scheme);
    if (const auto user = parts.credentials.substr(0, parts.credentials.find(':')); !user.empty())
        (shown += user) += '@';
    return (shown += parts.place) += shown_options(parts.options);
}

void check_url(std::string_view url) {
    if (divide(url).place.find('@') != std::string_view::npos)
        throw Error(
            "the database's URL holds an @ too many",
            {.hint = "in a user's name or password, write @ as %40, / as %2F, : as %3A, ? as %3F and % as %25"});
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
        PQconninfoParse(std::string(url).c_str(), &message), PQconninfoFree);
    const std::unique_ptr<char, void (*)(void*)> owned(message, PQfreemem);
    if (options) return;
    const auto shown = without_password(url);
    // libpq quotes what it could not read, which may be the password.
    std::string reason = shown == url && message ? ": " + std::string(message) : "";
    while (!reason.empty() && reason.back() == '\n') reason.pop_back();
    throw Error(
        "not a URL of a PostgreSQL database: " + shown + reason,
        {.hint = "write postgresql://user:password@host:port/database?options, with %XX for special characters"});
}

} // namespace aludel::postgresql
