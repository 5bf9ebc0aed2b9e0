// How much of what is played by chance.
#pragma once

#include <algorithm>

#if defined(__SANITIZE_ADDRESS__)
#define ALUDEL_TESTS_ARE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ALUDEL_TESTS_ARE_SANITIZED 1
#endif
#endif

namespace aludel::test {

/// Of `count` cases, those to play: a third under AddressSanitizer, where each takes four times as long, and where all
/// have been played without it in the same run of tests/run.
constexpr int cases(int count) {
#ifdef ALUDEL_TESTS_ARE_SANITIZED
    return std::max(1, count / 3);
#else
    return count;
#endif
}

} // namespace aludel::test
