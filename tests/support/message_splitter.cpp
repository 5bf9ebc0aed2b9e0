#include "tests/support/message_splitter.hpp"

#include <cstdint>

namespace aludel::test {

namespace {

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

} // namespace

bool MessageSplitter::asks_for_encryption(std::string_view message) {
    constexpr std::uint32_t ssl = 80877103, gss = 80877104;
    return message.size() == 8 && (number_at(message, 4) == ssl || number_at(message, 4) == gss);
}

std::optional<std::string> MessageSplitter::next() {
    std::size_t size = 1;
    if (next_ != Next::one_byte) {
        const std::size_t type = next_ == Next::typed ? 1 : 0;
        if (bytes_.size() < type + 4) return std::nullopt;
        size = type + number_at(bytes_, type);
    }
    if (bytes_.size() < size) return std::nullopt;
    auto message = bytes_.substr(0, size);
    bytes_.erase(0, size);
    if (next_ == Next::one_byte || !asks_for_encryption(message)) next_ = Next::typed;
    return message;
}

} // namespace aludel::test
