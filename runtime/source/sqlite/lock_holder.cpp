// /proc/locks lists what is locked, by inode (proc(5)); which bytes mean what: "unixShmLock" and "SHARED locks" in
// https://www.sqlite.org/src/file/src/os_unix.c
#include "lock_holder.hpp"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace aludel::sqlite {

namespace {

constexpr std::uint64_t reserved_byte = 0x40000001; // of the database: who has it writes
constexpr std::uint64_t shared_byte = 0x40000002;   // and those after it: who has one reads
constexpr std::uint64_t write_ahead_byte = 120;     // of the -shm file, in write-ahead mode

std::optional<std::uint64_t> inode_of(const std::string& path) {
    struct stat file {};
    if (path.empty() || stat(path.c_str(), &file) != 0) return std::nullopt;
    return file.st_ino;
}

/// Whether a line of /proc/locks, "1: POSIX  ADVISORY  WRITE 4711 fe:00:12345 120 120", is of that byte.
bool covers(std::istringstream line, std::uint64_t inode, std::uint64_t byte, std::string& pid) {
    std::string number, kind, advisory, access, file, first, last;
    if (!(line >> number >> kind >> advisory >> access >> pid >> file >> first >> last)) return false;
    if (kind != "POSIX" || (access == "READ") != (byte == shared_byte) || pid == std::to_string(getpid())) return false;
    const auto colon = file.rfind(':');
    if (colon == file.npos || std::strtoull(file.c_str() + colon + 1, nullptr, 10) != inode) return false;
    const bool to_the_end = last == "EOF";
    return std::strtoull(first.c_str(), nullptr, 10) <= byte &&
           (to_the_end || std::strtoull(last.c_str(), nullptr, 10) >= byte);
}

std::string holder_of(const std::string& path, std::uint64_t byte) {
    const auto inode = inode_of(path);
    if (!inode) return {};
    std::ifstream locks("/proc/locks");
    std::string pid;
    for (std::string line; std::getline(locks, line);)
        if (covers(std::istringstream(line), *inode, byte, pid)) return pid;
    return {};
}

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

/// When the machine was started, in seconds since 1970.
std::optional<std::int64_t> boot_time() {
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("btime ")) return std::strtoll(line.c_str() + 6, nullptr, 10);
    return std::nullopt;
}

/// "2026-01-31 12:00:00 UTC", or nothing.
std::string start_of(const std::string& pid) {
    constexpr int fields_before_start = 19; // that follow the name, which may hold anything: it ends at the last ')'
    const auto text = first_line("/proc/" + pid + "/stat");
    const auto name_end = text.rfind(')');
    const auto boot = boot_time();
    if (name_end == text.npos || !boot) return {};
    std::istringstream fields(text.substr(name_end + 1));
    std::string field;
    for (int i = 0; i < fields_before_start; ++i) fields >> field;
    std::int64_t ticks = 0;
    if (!(fields >> ticks)) return {};
    const std::time_t seconds = *boot + ticks / sysconf(_SC_CLK_TCK);
    std::tm broken_down{};
    if (!gmtime_r(&seconds, &broken_down)) return {};
    std::array<char, 32> shown{};
    return {shown.data(), std::strftime(shown.data(), shown.size(), "%Y-%m-%d %H:%M:%S UTC", &broken_down)};
}

} // namespace

std::string lock_holder(::sqlite3* handle) {
    const char* name = sqlite3_db_filename(handle, "main");
    if (!name || *name == '\0') return {};
    const std::string path = name;
    auto pid = holder_of(path, reserved_byte);
    if (pid.empty()) pid = holder_of(path + "-shm", write_ahead_byte);
    if (pid.empty()) pid = holder_of(path, shared_byte);
    if (pid.empty()) return {};
    auto text = "process " + pid;
    if (const auto application = first_line("/proc/" + pid + "/comm"); !application.empty())
        text += " of " + application;
    if (const auto start = start_of(pid); !start.empty()) text += ", running since " + start;
    return text;
}

} // namespace aludel::sqlite
