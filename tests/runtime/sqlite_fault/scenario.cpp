#include "scenario.hpp"

#include <aludel/engine.hpp>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <optional>

namespace aludel::test {

namespace {

int append(void* text, int count, char** values, char**) {
    for (int i = 0; i < count; ++i) static_cast<std::string*>(text)->append(values[i] ? values[i] : "NULL").append("|");
    static_cast<std::string*>(text)->append("\n");
    return 0;
}

std::string ask(sqlite3* handle, const std::string& sql) {
    std::string text;
    if (sqlite3_exec(handle, sql.c_str(), append, &text, nullptr) != SQLITE_OK)
        text += std::string("error: ") + sqlite3_errmsg(handle) + "\n";
    return text;
}

std::string rows_of_all_tables(sqlite3* handle) {
    std::string names = ask(handle, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"), text;
    while (!names.empty()) {
        const auto name = names.substr(0, names.find('|'));
        const bool history = name == "aludel_revision";
        text += name + ":\n";
        text += ask(handle, "SELECT " + std::string(history ? "position, revision, checksum, message" : "*") +
                                " FROM " + name + " ORDER BY rowid");
        names.erase(0, names.find('\n') + 1);
    }
    return text;
}

} // namespace

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to) {
    for (const auto* suffix : {"", "-journal", "-wal", "-shm"}) {
        const auto source = from.string() + suffix, target = to.string() + suffix;
        std::filesystem::remove(target);
        const bool is_shared_memory = source.ends_with("-shm"); // of the processes that have it open
        if (!is_shared_memory && std::filesystem::exists(source)) std::filesystem::copy_file(source, target);
    }
}

const std::vector<Mode>& modes() {
    static const std::vector<Mode> modes = {
        {.name = "delete", .journal = "DELETE"},
        {.name = "delete_small_cache", .journal = "DELETE", .cache_pages = 8},
        {.name = "delete_auto_vacuum", .journal = "DELETE", .auto_vacuum = true},
        {.name = "truncate", .journal = "TRUNCATE", .cache_pages = 20},
        {.name = "persist", .journal = "PERSIST", .cache_pages = 20},
        {.name = "wal", .journal = "WAL"},
        {.name = "wal_small_cache", .journal = "WAL", .cache_pages = 8},
        {.name = "wal_left", .journal = "WAL", .wal_left = true},
    };
    return modes;
}

std::string contents(const std::string& path) {
    sqlite3* handle = nullptr;
    std::string text;
    if (sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
        text = ask(handle, "PRAGMA integrity_check") + ask(handle, "PRAGMA foreign_key_check");
        text += ask(handle, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
        text += rows_of_all_tables(handle);
    } else {
        text = std::string("cannot be opened: ") + sqlite3_errmsg(handle);
    }
    sqlite3_close(handle);
    return text;
}

Connection connect(const std::string& path, const Mode& mode) {
    auto connection = create_engine("sqlite:///" + path).connect();
    connection.query(std::string("PRAGMA journal_mode = ") + mode.journal);
    if (mode.cache_pages > 0) connection.execute("PRAGMA cache_size = " + std::to_string(mode.cache_pages));
    if (!mode.synced) connection.execute("PRAGMA synchronous = OFF");
    return connection;
}

Scenario::Scenario(const Mode& mode, const Chain& chain) : mode_(mode), chain_(chain) {
    arm();
    make_old();
    bytes_ = read_file(directory_ / "old.db");
    old_contents_ = contents(fresh());
    fresh();
    arm();
    {
        auto connection = connect(path_, mode_);
        const auto before = test::reads();
        upgrade(connection, chain);
        reads_ = test::reads() - before;
    }
    operations_ = test::operations();
    new_contents_ = contents(path_);
}

void Scenario::make_old() const {
    auto connection = std::optional(connect(path_, mode_));
    if (mode_.auto_vacuum) connection->execute("PRAGMA auto_vacuum = FULL");
    if (mode_.wal_left) connection->execute("PRAGMA wal_autocheckpoint = 0");
    upgrade(*connection, old_chain());
    if (mode_.wal_left) {
        connection->query("PRAGMA wal_checkpoint");
        connection->execute("UPDATE hero SET age = age + 1; INSERT INTO log VALUES ('left in the WAL')");
    } else {
        connection.reset();
    }
    copy_database(path_, directory_ / "old.db");
}

const std::string& Scenario::fresh() const {
    copy_database(directory_ / "old.db", path_);
    return path_;
}

} // namespace aludel::test
