// A revision file: what is read is written and read again as the same; the quick reader of YAML is as the full one.
#include "migrations/revision/codec.hpp"
#include "migrations/revision/plain_yaml.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <optional>

using namespace aludel::migrations;
using aludel::fuzz::expect;
using aludel::fuzz::expect_same;

namespace {

std::string place(const Mark& mark) { return std::to_string(mark.line) + ":" + std::to_string(mark.column); }

/// All that a node holds, a line each.
void dump(const Node& node, std::string& into, const std::string& indent = "") {
    into += indent + place(node.mark) + " kind " + std::to_string(static_cast<int>(node.kind)) +
            (node.quoted ? " quoted" : "") + " key " + place(node.key_mark) + " <" + node.key + "> <" + node.text +
            ">\n";
    for (const auto& item : node.items) dump(item, into, indent + "  ");
}

std::string full(const std::string& text) {
    try {
        std::string lines;
        dump(read_full_yaml(text), lines);
        return lines;
    } catch (const NodeError& error) {
        return error.what();
    }
}

/// The quick reader wants what read_yaml() has checked: UTF-8, without control characters.
void compare_readers(std::string_view text) {
    for (const char character : text)
        if ((character < ' ' && character != '\n') || character > '~') return;
    const auto node = read_plain_yaml(text);
    if (!node) return;
    std::string lines;
    dump(*node, lines);
    expect_same(lines, full(std::string(text)), "the quick reader reads what the full one does");
}

std::optional<Revision> accepted(std::string_view text) {
    try {
        return read_revision(text, "a.yaml").revision;
    } catch (const FileError&) {
        return std::nullopt;
    }
}

void write_and_read_again(const Revision& revision) {
    const auto written = write_revision(revision);
    const auto again = accepted(written);
    expect(again.has_value(), "what is written is read again", written);
    expect(*again == revision, "what is written is read again as the same", written);
    expect_same(write_revision(*again), written, "it is written the same again");
    expect_same(checksum(*again), checksum(revision), "its checksum stays");
    write_operations_json(revision.upgrade);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = aludel::fuzz::text_of(data, size);
    compare_readers(text);
    if (const auto revision = accepted(text)) write_and_read_again(*revision);
    return 0;
}
