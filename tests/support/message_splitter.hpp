// Where the messages of PostgreSQL's protocol begin and end:
// https://www.postgresql.org/docs/current/protocol-message-formats.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aludel::test {

class MessageSplitter {
public:
    /// Of what a client sends, whose first message has no type.
    static MessageSplitter of_frontend() { return MessageSplitter(Next::untyped); }
    static MessageSplitter of_backend() { return MessageSplitter(Next::typed); }

    void add(std::string_view bytes) { bytes_ += bytes; }
    /// The next whole message, its type and length included; nothing where it is not all here.
    std::optional<std::string> next();

    /// The server's answer to a request for encryption is one byte.
    void expect_one_byte() { next_ = Next::one_byte; }
    /// Whether it is a client's request for encryption, after which it starts anew.
    static bool asks_for_encryption(std::string_view message);

private:
    enum class Next { untyped, typed, one_byte };
    explicit MessageSplitter(Next next) : next_(next) {}

    Next next_;
    std::string bytes_;
};

} // namespace aludel::test
