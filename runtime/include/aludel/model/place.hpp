// Where in the source something is described.
#pragma once

namespace aludel::detail {

/// The name of a table, or of what stands beside the tables, with the place in the source where it stands.
struct PlacedName {
    const char* text = "";
    const char* file = "";
    int line = 0;

    constexpr PlacedName() = default;
    consteval explicit(false)
        PlacedName(const char* name, const char* source = __builtin_FILE(), int source_line = __builtin_LINE())
        : text(name), file(source), line(source_line) {}
};

} // namespace aludel::detail
