// What a disk holds while the system still has writes to do: whatever was not synced may be lost, in any order, and in
// parts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::test {

class Unsynced {
public:
    /// A file that is opened, with what it holds.
    void open(const std::string& path, std::string contents);
    void write(const std::string& path, std::string_view data, std::int64_t offset);
    void truncate(const std::string& path, std::int64_t size);
    void remove(const std::string& path);
    void sync(const std::string& path);

    bool knows(const std::string& path) const { return files_.contains(path); }
    /// Gives the files what they hold after the power went.
    void lose_power(unsigned seed) const;

private:
    struct Change {
        bool is_write;
        std::int64_t offset; ///< or the size to which it is cut
        std::string data;
    };
    struct File {
        std::string durable;
        std::vector<Change> pending;
        bool removed = false; ///< the directory is not synced: it may come back
    };

    std::map<std::string, File> files_;
};

} // namespace aludel::test
