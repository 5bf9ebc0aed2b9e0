#include "unsynced.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

namespace aludel::test {

namespace {

constexpr std::size_t sector = 512;

void put(std::string& contents, std::string_view data, std::size_t offset) {
    if (contents.size() < offset + data.size()) contents.resize(offset + data.size());
    std::ranges::copy(data, contents.begin() + static_cast<std::ptrdiff_t>(offset));
}

/// How much of what is not synced is there: all, nothing, or each sector by chance.
class Luck {
public:
    explicit Luck(unsigned seed) : random_(seed), mode_(random_() % 4) {}
    bool takes() { return mode_ == 0 || (mode_ > 1 && random_() % 2 == 0); }

private:
    std::mt19937 random_;
    std::mt19937::result_type mode_;
};

void put_in_parts(std::string& contents, std::string_view data, std::size_t offset, Luck& luck) {
    while (!data.empty()) {
        const auto part = data.substr(0, sector - offset % sector);
        if (luck.takes()) put(contents, part, offset);
        data.remove_prefix(part.size());
        offset += part.size();
    }
}

} // namespace

void Unsynced::open(const std::string& path, std::string contents) {
    auto& file = files_[path];
    if (file.removed || (file.durable.empty() && file.pending.empty())) file = {std::move(contents), {}, false};
}

void Unsynced::write(const std::string& path, std::string_view data, std::int64_t offset) {
    files_[path].pending.push_back({true, offset, std::string(data)});
}

void Unsynced::truncate(const std::string& path, std::int64_t size) {
    files_[path].pending.push_back({false, size, {}});
}

void Unsynced::remove(const std::string& path) { files_[path].removed = true; }

void Unsynced::sync(const std::string& path) {
    auto& file = files_[path];
    for (const auto& change : file.pending) {
        if (change.is_write)
            put(file.durable, change.data, static_cast<std::size_t>(change.offset));
        else
            file.durable.resize(static_cast<std::size_t>(change.offset));
    }
    file.pending.clear();
}

void Unsynced::lose_power(unsigned seed) const {
    Luck luck(seed);
    for (const auto& [path, file] : files_) {
        if (file.removed && luck.takes()) {
            std::filesystem::remove(path);
            continue;
        }
        auto contents = file.durable;
        for (const auto& change : file.pending) {
            if (change.is_write)
                put_in_parts(contents, change.data, static_cast<std::size_t>(change.offset), luck);
            else if (luck.takes())
                contents.resize(static_cast<std::size_t>(change.offset));
        }
        std::ofstream(path, std::ios::binary | std::ios::trunc)
            .write(contents.data(), static_cast<std::streamsize>(contents.size()));
    }
}

} // namespace aludel::test
