#include "migrations/postgresql/schemas.hpp"

#include "migrations/postgresql/quote.hpp"

#include <aludel/error.hpp>

namespace aludel::migrations::postgresql {
namespace {

/// `options` are divided at spaces that no backslash stands before:
/// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS
std::string as_option(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == ' ' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

std::string percent_encoded(const std::string& text) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (plain)
            result += c;
        else
            result.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return result;
}

} // namespace

std::vector<std::string> schemas(Connection& connection) {
    std::vector<std::string> names;
    for (auto& row : connection
                         .query("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> "
                                "'information_schema' ORDER BY nspname")
                         .rows)
        names.push_back(std::get<std::string>(std::move(row.at(0))));
    return names;
}

std::string url_in_schema(const std::string& url, const std::string& schema) {
    const auto options = url.find('?');
    if (options != url.npos && (url.find("?options=") != url.npos || url.find("&options=", options) != url.npos))
        throw Error("the URL has options of its own, and none can be added for a schema",
                    {.hint = "Leave them out, or put them into a service file."});
    return url + (options == url.npos ? "?" : "&") +
           "options=" + percent_encoded("-csearch_path=" + as_option(identifier(schema)));
}

} // namespace aludel::migrations::postgresql
