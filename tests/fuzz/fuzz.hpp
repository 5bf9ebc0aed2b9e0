// What the targets share. A target is called with one hostile input; whatever it lets out, and whatever it expects in
// vain, ends the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace aludel::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// `seen`: what shows why not.
inline void expect(bool holds, std::string_view what, std::string_view seen = {}) {
    if (holds) return;
    std::fprintf(stderr, "\nfailed: %.*s\n%.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(seen.size()), seen.data());
    std::abort();
}

inline void expect_same(std::string_view got, std::string_view wanted, std::string_view what) {
    if (got != wanted) expect(false, what, std::string(got) + "\n--- wanted:\n" + std::string(wanted));
}

/// Takes the text up to the separator, and that with it.
inline std::string_view take(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto taken = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return taken;
}

} // namespace aludel::fuzz
