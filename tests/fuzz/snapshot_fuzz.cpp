// The bytes of an object file, and the snapshot text in them: a schema that can be written and read again, or an error.
#include "migrations/revision/revision_file.hpp"
#include "migrations/snapshot/snapshot.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <aludel/error.hpp>

using namespace aludel::migrations;
using aludel::fuzz::expect;

namespace {

void read(const std::vector<std::string>& texts) {
    Snapshot snapshot;
    for (const auto& text : texts) read_snapshot_text(text, snapshot);
    check_snapshot(snapshot);
    const auto written = write_schema(snapshot.schema);
    expect(read_schema(written, "a.yaml") == snapshot.schema, "a schema is written and read again", written);
}

/// A length that the fuzzer would have to count.
std::string in_object_file(std::string_view text) {
    auto digits = std::to_string(text.size());
    digits.insert(0, 8 - digits.size(), '0');
    return "\x7f"
           "ELF\x7f"
           "ALUDEL-SNAPSHOT-1\x7f" +
           digits + '\n' + std::string(text) +
           "\x7f"
           "END\x7f";
}

template <class Action> void allow_errors(Action action) {
    try {
        action();
    } catch (const aludel::Error&) {
    } catch (const FileError&) { // of the models themselves, at their place
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = aludel::fuzz::text_of(data, size);
    allow_errors([&] { read(find_snapshot_texts(bytes, "models.o")); });
    // Texts of several tables, one after the other, as they stand in one object file.
    if (size > 10'000) return 0;
    allow_errors([&] {
        std::string object;
        for (auto rest = bytes; !rest.empty();) object += in_object_file(aludel::fuzz::take(rest, '\f'));
        read(find_snapshot_texts(object, "models.o"));
    });
    return 0;
}
