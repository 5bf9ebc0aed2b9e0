// URLs: taken or refused with a hint. A password that is in one is in no message, and not in what is shown of it.
#include "tests/fuzz/fuzz.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>

#include <cctype>

using aludel::fuzz::expect;

namespace {

constexpr std::string_view secret = "Qz7xSecretW";

/// `%53` as well as `S`.
std::string decoded(std::string_view text) {
    std::string result;
    const auto is_digit = [&](std::size_t at) {
        return at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at]));
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && is_digit(i + 1) && is_digit(i + 2)) {
            result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

void expect_hidden(const std::string& shown, const std::string& url) {
    expect(decoded(shown).find(secret) == std::string::npos, "no password is shown", url + "\nis shown as\n" + shown);
}

void try_url(const std::string& url, bool has_password) {
    try {
        const auto engine = aludel::create_engine(url);
        if (has_password) expect_hidden(engine.url(), url);
        expect(engine.dialect() == "sqlite" || engine.dialect() == "postgresql", "it is of a known kind");
    } catch (const aludel::Error& error) {
        expect(!error.hint().empty(), "the error has a way out", url + "\n" + error.what());
        expect(error.message().find('\n') == std::string::npos, "the message is one line", error.what());
        if (has_password) expect_hidden(error.what(), url);
    }
}

/// The marker, some of its letters spelt as `%XX`.
std::string spelt(unsigned char which) {
    std::string text;
    for (std::size_t i = 0; i < secret.size(); ++i) {
        char code[4];
        std::snprintf(code, sizeof code, "%%%02x", static_cast<unsigned>(secret[i]));
        text += which >> (i % 8) & 1U ? std::string(code) : std::string(1, secret[i]);
    }
    return text;
}

} // namespace

/// Lines: user, what stands before and behind the marker in the password, the rest of the URL. A last letter says
/// which of the marker's are percent-encoded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = aludel::fuzz::text_of(data, size);
    for (const std::string scheme : {"", "sqlite://", "postgresql://", "postgres://"})
        try_url(scheme + std::string(text), false);

    // The fuzzer may have learnt the marker, and put it where no password stands.
    if (decoded(text).find(secret.substr(0, 4)) != std::string::npos) return 0;

    const auto which = size > 0 ? data[size - 1] : std::uint8_t(0);
    const std::string user(aludel::fuzz::take(text, '\n'));
    const std::string before(aludel::fuzz::take(text, '\n'));
    const std::string behind(aludel::fuzz::take(text, '\n'));
    const std::string rest(text);
    const auto password = before + spelt(which) + behind;
    // With those in the user's name the password stands elsewhere. Any URL can be a password that holds a URL's end.
    const bool ambiguous =
        user.find_first_of(":/@?") != user.npos ||
        (password.find_first_of("/@") != password.npos && password.find('=', password.find('?')) != password.npos);
    if (!ambiguous) try_url("postgresql://" + user + ":" + password + "@" + rest, true);
    if (before.find('&') == before.npos && behind.find('=') == behind.npos) {
        for (const std::string key : {"password", "p%61ssword", "sslpassword", "Password", "passwd", "pwd"}) {
            if (user.find('?') != user.npos && !key.ends_with("word")) break; // the value of another option
            try_url("postgresql://" + user + "?" + key + "=" + password + "&" + rest, true);
        }
    }
    return 0;
}
