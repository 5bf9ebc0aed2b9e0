#include "location.hpp"
#include "sqlite_session.hpp"

#include <aludel/sqlite.hpp>

#include <atomic>

namespace aludel::sqlite {

namespace {

constexpr int open_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
/// How long a statement of the application waits for another connection's.
constexpr int busy_timeout_ms = 5'000;

/// Only now SQLite looks at the file. One that another process has for itself (it commits, or it upgrades more than
/// fits into its cache) is a database: who uses the connection waits as long as is right for that.
void look(::sqlite3* handle) {
    try {
        query_integer(handle, "SELECT 1 FROM sqlite_schema LIMIT 1");
    } catch (const Error& error) {
        if (!failed_for_a_lock(error)) throw;
    }
}

void configure(::sqlite3* handle) {
    execute(handle, "PRAGMA foreign_keys = ON");
    look(handle);
    sqlite3_busy_timeout(handle, busy_timeout_ms);
}

class FileSource final : public detail::Source {
public:
    FileSource(std::string url, std::string path) : url_(std::move(url)), path_(std::move(path)) {}

    std::unique_ptr<detail::Session> connect() const override {
        check_path(path_);
        try {
            auto handle = open(path_, open_flags);
            configure(handle.get());
            return std::make_unique<SqliteSession>(std::move(handle));
        } catch (const Error& error) {
            throw_about_file(error);
        }
    }
    std::unique_ptr<detail::Session> connect_existing() const override {
        check_path(path_);
        if (is_missing(path_))
            throw Error("there is no database \"" + path_ + "\"", {.hint = "An upgrade makes it, or check the URL."});
        return connect();
    }
    std::string url() const override { return url_; }
    std::string_view dialect() const override { return dialect_name; }

private:
    [[noreturn]] void throw_about_file(const Error& error) const {
        auto details = error.details();
        details.sql.clear(); // it is none of the application's
        if (details.code.starts_with("SQLITE_CANTOPEN"))
            details.hint = "The file and its directory must be readable and writable for this user.";
        throw Error(path_ + ": " + error.message(), std::move(details));
    }

    std::string url_;
    std::string path_;
};

/// Connections share a database of SQLite's `memdb`, which lives as long as one of them: the first is kept.
class MemorySource final : public detail::Source {
public:
    MemorySource() : first_(open(name_, flags)) {}

    std::unique_ptr<detail::Session> connect() const override {
        auto handle = open(name_, flags);
        configure(handle.get());
        return std::make_unique<SqliteSession>(std::move(handle));
    }
    std::string url() const override { return "sqlite://"; }
    std::string_view dialect() const override { return dialect_name; }

private:
    static constexpr int flags = open_flags | SQLITE_OPEN_URI;
    static std::string next_name() {
        static std::atomic<int> number{0};
        return "file:/aludel-" + std::to_string(++number) + "?vfs=memdb"; // with a slash it is shared
    }

    std::string name_ = next_name();
    Handle first_;
};

std::shared_ptr<const detail::Source> parse(std::string_view url) {
    auto location = parse_url(url);
    if (location.memory) return std::make_shared<MemorySource>();
    return std::make_shared<FileSource>(std::string(url), std::move(location.path));
}

constexpr std::string_view schemes[] = {"sqlite"};

} // namespace

Connection use(::sqlite3* handle) { return Connection(std::make_unique<SqliteSession>(Handle(handle, false))); }

bool register_backend() noexcept { return detail::register_backend({dialect_name, schemes, parse}); }

} // namespace aludel::sqlite
