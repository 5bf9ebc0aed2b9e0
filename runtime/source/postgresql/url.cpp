#include "postgresql/url.hpp"

#include <aludel/error.hpp>

#include <libpq-fe.h>

#include <algorithm>
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

bool mentions_password(std::string_view value) {
    auto text = decoded(value);
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text.find("password=") != std::string::npos;
}

using Options = std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)>;

/// All that libpq takes in a connection URL, without values.
Options known_options() { return Options(PQconninfoParse("", nullptr), PQconninfoFree); }

enum class Sort { shown, secret, unknown };

/// What libpq does not know may be a part of a password whose `&` is not encoded, or `Password=`. A second `?` instead
/// of an `&` makes it a part of another option's value.
Sort sort_of(std::string_view option, const PQconninfoOption* known) {
    const auto equals = option.find('=');
    if (equals == std::string_view::npos) return Sort::unknown;
    const auto key = decoded(option.substr(0, equals));
    if (mentions_password(option.substr(equals + 1))) return Sort::secret;
    for (; known && known->keyword; ++known)
        if (key == known->keyword)
            return known->dispchar[0] == '*' || key.find("secret") != key.npos ? Sort::secret : Sort::shown;
    return key == "ssl" ? Sort::shown : Sort::unknown; // of JDBC: libpq takes it
}

std::string_view take_option(std::string_view& options) {
    const auto option = options.substr(0, options.find('&'));
    options.remove_prefix(std::min(options.size(), option.size() + 1));
    return option;
}

std::string shown_options(std::string_view options) {
    const auto known = known_options();
    std::string shown;
    while (!options.empty()) {
        const auto option = take_option(options);
        if (sort_of(option, known.get()) == Sort::shown) (shown += shown.empty() ? "?" : "&") += option;
    }
    return shown;
}

/// The first option that libpq does not know, where its name is surely no part of a password; or nothing.
std::string_view unknown_option(std::string_view options) {
    const auto known = known_options();
    while (!options.empty()) {
        const auto option = take_option(options);
        const auto sort = sort_of(option, known.get());
        if (sort == Sort::shown) continue;
        const auto key = option.substr(0, option.find('='));
        const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
        const bool is_name = key.size() < option.size() && std::all_of(key.begin(), key.end(), is_letter);
        return sort == Sort::unknown && is_name ? key : std::string_view();
    }
    return {};
}

/// Of `postgresql://host?password=a@b`, for one, the host and the password's beginning become a user's name.
bool holds_options(std::string_view credentials) {
    const auto question = credentials.find('?');
    return question != std::string_view::npos &&
           (question < credentials.find(':') || credentials.find('=', question) != std::string_view::npos);
}

/// The ports of `one:1,[::1]:2/database`. One that is none is what stands behind the `:` of `user:password/…`.
bool ports_are_numbers(std::string_view place) {
    auto hosts = place.substr(0, place.find('/'));
    while (!hosts.empty()) {
        auto host = hosts.substr(0, hosts.find(','));
        hosts.remove_prefix(std::min(hosts.size(), host.size() + 1));
        if (host.starts_with('[')) host.remove_prefix(std::min(host.find(']'), host.size()));
        const auto port = decoded(host.substr(std::min(host.find(':'), host.size() - 1) + 1));
        if (!std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
    }
    return true;
}

/// What stands between `[` and `]` is shown whatever it is; it may be a password that holds a `?` and an `@`.
bool may_hide_in_brackets(const Parts& parts) {
    return parts.place.find('[') != std::string_view::npos && parts.options.find('@') != std::string_view::npos;
}

constexpr const char* spell_hint =
    "in a user's name or password, write @ as %40, / as %2F, : as %3A, ? as %3F and % as %25";

} // namespace

std::string without_password(std::string_view url) {
    const auto parts = divide(url);
    std::string shown(parts.scheme);
    if (const auto user = parts.credentials.substr(0, parts.credentials.find(':')); !user.empty())
        (shown += user) += '@';
    return (shown += parts.place) += shown_options(parts.options);
}

void check_url(std::string_view url) {
    const auto parts = divide(url);
    if (parts.place.find('@') != std::string_view::npos || holds_options(parts.credentials) ||
        may_hide_in_brackets(parts))
        throw Error("the database's URL holds an @ too many", {.hint = spell_hint});
    if (!ports_are_numbers(parts.place))
        throw Error("the port in the database's URL is no number", {.hint = spell_hint});
    char* message = nullptr;
    const Options options(PQconninfoParse(std::string(url).c_str(), &message), PQconninfoFree);
    const std::unique_ptr<char, void (*)(void*)> owned(message, PQfreemem);
    if (options) return;
    // The @ behind the password, where that holds an @ and a ? itself.
    if (parts.options.find('@') != std::string_view::npos)
        throw Error("the database's URL holds an @ too many, or options that are none", {.hint = spell_hint});
    const auto shown = without_password(url);
    std::string reason;
    if (const auto name = unknown_option(parts.options); !name.empty())
        reason = ": it has no option \"" + std::string(name) + "\"";
    else if (shown == url && message) // libpq quotes what it could not read, which may be the password
        reason = ": " + std::string(message);
    while (!reason.empty() && reason.back() == '\n') reason.pop_back();
    throw Error(
        "not a URL of a PostgreSQL database: " + shown + reason,
        {.hint = "write postgresql://user:password@host:port/database?options, with %XX for special characters"});
}

} // namespace aludel::postgresql
