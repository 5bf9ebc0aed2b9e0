// A copy of a database by SQLite's backup interface: https://www.sqlite.org/backup.html
#include "patience.hpp"
#include "sqlite_session.hpp"

#include <aludel/sqlite.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace aludel::sqlite {

namespace fs = std::filesystem;

namespace {

/// At a time: 4 MiB, with pages of the usual size.
constexpr int pages_at_once = 1024;

/// From one open database to another.
class Backup {
public:
    Backup(::sqlite3* to, ::sqlite3* from) : backup_(sqlite3_backup_init(to, "main", from, "main")) {
        if (!backup_) throw_last_error(to, {});
    }
    Backup(const Backup&) = delete;
    Backup& operator=(const Backup&) = delete;
    ~Backup() { sqlite3_backup_finish(backup_); }

    enum class State { going_on, done, locked };
    /// Copies that many pages; -1: all.
    State copy(int pages) {
        const int code = sqlite3_backup_step(backup_, pages);
        if (code == SQLITE_OK) return State::going_on;
        if (code == SQLITE_DONE) return State::done;
        if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return State::locked;
        throw error_with_code(code, sqlite3_errstr(code), "");
    }
    std::int64_t pages() const { return sqlite3_backup_pagecount(backup_); }
    std::int64_t pages_done() const { return pages() - sqlite3_backup_remaining(backup_); }

private:
    sqlite3_backup* backup_;
};

std::uintmax_t size_of(const std::string& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return error ? 0 : size;
}

fs::path directory_of(const std::string& path) {
    const auto directory = fs::path(path).parent_path();
    return directory.empty() ? fs::path(".") : directory;
}

/// Or the power could take a rename away, and leave what was committed after it. Not every file system can.
void sync_directory_of(const std::string& path) {
    const int directory = ::open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return;
    ::fsync(directory);
    ::close(directory);
}

std::string mebibytes(std::uintmax_t bytes) { return std::to_string(bytes / 1048576) + " MiB"; }

void require_space(const std::string& path) {
    const auto needed = size_of(path) + size_of(path + "-wal");
    std::error_code error;
    const auto space = fs::space(directory_of(path), error);
    if (error || space.available >= needed) return;
    throw error_with_code(SQLITE_FULL,
                          "there is no room for a copy of the database before it is changed: " +
                              mebibytes(needed + 1048575) + " are needed, " + mebibytes(space.available) + " are free",
                          "Make room, or go without: safety_copy.");
}

/// An older copy may hold what this one does not. A name that the system does not take is found to be wrong when the
/// copy is made.
std::string free_name(const std::string& wanted) {
    auto name = wanted;
    std::error_code ignored;
    for (int number = 2; fs::exists(name, ignored); ++number) name = wanted + "-" + std::to_string(number);
    return name;
}

[[noreturn]] void throw_about_copy(const std::string& copy, const Error& error) {
    auto details = error.details();
    if (details.hint.empty()) details.hint = "It is made before what cannot be taken back; to go without: safety_copy.";
    throw Error("the database could not be copied to " + copy + ": " + error.message(), std::move(details));
}

void require_whole(::sqlite3* handle, const std::string& copy) {
    Statement check(handle, "PRAGMA quick_check(1)");
    const auto answer = check.step() ? check.text(0) : std::string("no answer");
    if (answer == "ok") return;
    throw error_with_code(SQLITE_CORRUPT, copy + " is no whole database: " + answer, "Nothing was changed.");
}

/// A backup begins again where others have written between two of its steps; within one reading transaction, they
/// cannot have: https://www.sqlite.org/c3ref/backup_finish.html
void begin_reading(::sqlite3* handle) {
    execute(handle, "BEGIN");
    query_integer(handle, "SELECT count(*) FROM sqlite_schema");
}

void copy_all(::sqlite3* to, ::sqlite3* from, const detail::CopyProgress& told) {
    begin_reading(from);
    const auto page = query_integer(from, "PRAGMA page_size");
    Backup backup(to, from);
    for (auto state = Backup::State::going_on; state != Backup::State::done;) {
        state = backup.copy(pages_at_once);
        if (state == Backup::State::locked) throw error_with_code(SQLITE_BUSY, "another process has it locked", "");
        if (state == Backup::State::going_on) told(backup.pages_done() * page, backup.pages() * page);
    }
}

/// A file that is gone at the end, unless it has got its name before.
class Unfinished {
public:
    explicit Unfinished(std::string path) : path_(std::move(path)) { remove(); }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() { remove(); }
    const std::string& path() const { return path_; }

private:
    void remove() const {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    std::string path_;
};

} // namespace

std::string SqliteSession::copy_beside(std::string_view name, const detail::CopyProgress& told) {
    if (is_in_memory(handle())) return {};
    const std::string path = sqlite3_db_filename(handle(), "main");
    require_space(path);
    const auto copy = free_name(path + "." + std::string(name));
    try {
        const Unfinished unfinished(copy + ".unfinished");
        {
            // What this connection's transaction has not changed yet, another one may read.
            const auto from = open(path, SQLITE_OPEN_READONLY);
            const auto to = open(unfinished.path(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
            copy_all(to.get(), from.get(), told);
        }
        std::error_code ignored;
        fs::permissions(unfinished.path(), fs::status(path).permissions(), ignored);
        fs::rename(unfinished.path(), copy);
        sync_directory_of(copy);
    } catch (const Error& error) {
        throw_about_copy(copy, error);
    } catch (const fs::filesystem_error& error) {
        throw_about_copy(copy, Error(error.code().message()));
    }
    return copy;
}

void restore(Connection& connection, const std::string& copy, std::chrono::milliseconds timeout) {
    auto* session = dynamic_cast<SqliteSession*>(&connection.session());
    if (!session) throw Error("a copy of a SQLite database cannot be restored into another kind of database");
    if (session->in_transaction())
        throw error_with_code(SQLITE_MISUSE, "the connection is in a transaction of the application's",
                              "Nothing was changed. Commit or roll back first.");
    std::error_code error;
    if (!fs::exists(copy, error))
        throw Error(error ? copy + ": " + error.message() : "there is no copy \"" + copy + "\"",
                    {.hint = "Nothing was changed."});
    const auto from = open(copy, SQLITE_OPEN_READONLY);
    require_whole(from.get(), copy);
    detail::Patience patience(timeout);
    while (Backup(session->handle(), from.get()).copy(-1) == Backup::State::locked)
        if (!patience.pause_before_next({}))
            throw error_with_code(SQLITE_BUSY, "another process has the database open, and did not leave it in time",
                                  "Nothing was changed.");
}

} // namespace aludel::sqlite
