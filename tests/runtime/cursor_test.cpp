#include "cursor.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace aludel::detail {
namespace {

Row random_key(std::mt19937& random) {
    const auto below = [&](unsigned bound) { return random() % bound; };
    Row key;
    for (auto parts = 1 + below(3); parts > 0; --parts) {
        std::string text;
        for (auto length = below(8); length > 0; --length) text += static_cast<char>(below(256));
        std::vector<std::byte> bytes;
        for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
        const Value values[] = {Value(), Value(static_cast<std::int64_t>(random()) - (std::int64_t{1} << 31)),
                                Value(std::ldexp(static_cast<double>(random()), static_cast<int>(below(200)) - 100)),
                                Value(text), Value(bytes)};
        key.push_back(values[below(5)]);
    }
    return key;
}

TEST(Cursor, is_read_as_it_was_written) {
    const auto seed = std::random_device{}();
    std::mt19937 random(seed);
    for (int i = 0; i < 2000; ++i) {
        const auto key = random_key(random);
        const auto text = write_cursor(key);
        EXPECT_EQ(read_cursor(text), key) << "seed " << seed << ": " << text;
        EXPECT_EQ(text.find(' '), text.npos) << text;
    }
}

TEST(Cursor, has_one_spelling) {
    EXPECT_EQ(write_cursor({std::int64_t{-7}, std::string("a b,%")}), "i-7,ta%20b%2C%25");
    EXPECT_EQ(write_cursor({std::numeric_limits<std::int64_t>::min()}), "i-9223372036854775808");
}

TEST(Cursor, of_another_form_is_none) {
    for (const char* text :
         {"i", "i1x", "x1", "xGG", "t%", "t%4", "t a", "z", "i1,", ",i1", "n1", "i99999999999999999999"})
        EXPECT_EQ(read_cursor(text), std::nullopt) << text;
    EXPECT_EQ(read_cursor(""), Row());
}

} // namespace
} // namespace aludel::detail
