// Where a database is, and how to connect to it.
#pragma once

#include <aludel/connection.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace aludel {

namespace detail {
class Source;
}

/// Knows a database's URL; opens connections. Cheap to copy; may be used by several threads.
class Engine {
public:
    explicit Engine(std::shared_ptr<const detail::Source> source);

    /// A new connection. Throws Error when the database cannot be reached or is none.
    Connection connect() const;
    /// The same, but throws Error where connect() would make a new database: for what only reads.
    Connection connect_existing() const;
    /// The URL as it may be shown: without its password.
    std::string url() const;
    /// "sqlite" or "postgresql".
    std::string_view dialect() const;

private:
    std::shared_ptr<const detail::Source> source_;
};

/// `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite://` (in memory, shared by the engine's connections and
/// gone with the engine), or what libpq takes: `postgresql://user:password@host:port/database?options`, `postgres://…`.
/// Nothing is opened yet. Throws Error for a URL of no known kind, and for a database whose library is not linked.
Engine create_engine(std::string_view url);

} // namespace aludel
