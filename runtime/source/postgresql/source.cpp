#include "postgresql/postgresql_session.hpp"
#include "postgresql/url.hpp"

#include <aludel/postgresql.hpp>

#include <array>

namespace aludel::postgresql {

namespace {

class Source : public detail::Source {
public:
    explicit Source(std::string_view url) : url_(url) { check_url(url_); }

    std::unique_ptr<detail::Session> connect() const override { return std::make_unique<Session>(open_url(url_)); }
    std::string url() const override { return without_password(url_); }
    std::string_view dialect() const override { return "postgresql"; }

private:
    std::string url_;
};

constexpr std::array<std::string_view, 2> schemes{"postgresql", "postgres"};

} // namespace

Connection use(::pg_conn* handle) { return Connection(std::make_unique<Session>(handle)); }

bool register_backend() noexcept {
    return detail::register_backend({.dialect = "postgresql", .schemes = schemes, .parse = [](std::string_view url) {
                                         return std::shared_ptr<const detail::Source>(std::make_shared<Source>(url));
                                     }});
}

} // namespace aludel::postgresql
