#include "migrations/snapshot/snapshot.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

namespace aludel::migrations {
namespace {

// formats.md, "Snapshot".
constexpr std::string_view magic = "\x7f"
                                   "ALUDEL-SNAPSHOT-";
constexpr std::string_view layout = "1\x7f";
constexpr std::string_view end_mark = "\x7f"
                                      "END\x7f";
constexpr std::size_t length_digits = 8;

[[noreturn]] void is_damaged(const std::string& file, const std::string& why) {
    throw Error(
        "the snapshot in \"" + file + "\" is damaged: " + why,
        {.hint = "Delete the file and build again; the snapshot is compiled without -flto and is not stripped."});
}

std::string read_bytes(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path))
        throw Error("cannot read the object file \"" + path.string() +
                        "\": " + (stream ? "it is a directory" : std::strerror(errno)),
                    {.hint = "It is made by building the models' snapshot."});
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t parse_length(std::string_view digits, const std::string& file) {
    std::size_t length = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') is_damaged(file, "its length is no number");
        length = length * 10 + static_cast<std::size_t>(c - '0');
    }
    return length;
}

/// `bytes` begins after the magic and the layout's number.
std::string_view text_at(std::string_view bytes, const std::string& file) {
    if (bytes.size() <= length_digits || bytes[length_digits] != '\n') is_damaged(file, "it has no length");
    const auto length = parse_length(bytes.substr(0, length_digits), file);
    bytes.remove_prefix(length_digits + 1);
    if (bytes.size() < length + end_mark.size()) is_damaged(file, "it ends too early");
    if (bytes.substr(length, end_mark.size()) != end_mark) is_damaged(file, "its end is not where its length says");
    return bytes.substr(0, length);
}

} // namespace

std::vector<std::string> find_snapshot_texts(std::string_view bytes, const std::string& file) {
    std::set<std::string_view> seen;
    std::vector<std::string> texts;
    for (auto at = bytes.find(magic); at != std::string_view::npos; at = bytes.find(magic, at)) {
        at += magic.size();
        const auto rest = bytes.substr(at);
        if (!rest.starts_with(layout))
            throw Error("the snapshot in \"" + file + "\" has a layout that this aludel does not know",
                        {.hint = "Build it with the <aludel/model.hpp> that came with this aludel command."});
        // the constant of model.hpp itself, as an unoptimised build may keep it
        if (rest.size() == layout.size() || rest[layout.size()] == '\0') continue;
        const auto text = text_at(rest.substr(layout.size()), file);
        if (seen.insert(text).second) texts.emplace_back(text);
    }
    return texts;
}

Snapshot read_snapshot(const std::vector<std::filesystem::path>& object_files, const NamingConvention& convention) {
    std::set<std::string> seen;
    Snapshot snapshot;
    for (const auto& path : object_files) {
        const auto texts = find_snapshot_texts(read_bytes(path), path.string());
        if (texts.empty())
            throw Error("\"" + path.string() + "\" holds no snapshot of models",
                        {.hint = "It must be the object file that add_migrations() compiles, without -flto."});
        for (const auto& text : texts)
            if (seen.insert(text).second) read_snapshot_text(text, snapshot, convention);
    }
    check_snapshot(snapshot);
    return snapshot;
}

} // namespace aludel::migrations
