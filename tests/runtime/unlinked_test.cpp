// A program that links aludel::runtime alone.
#include <aludel/engine.hpp>
#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <string>

namespace aludel {
namespace {

std::string message_for(const char* url) {
    try {
        create_engine(url);
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

TEST(Unlinked, says_which_library_to_link) {
    EXPECT_NE(message_for("sqlite:///a.db").find("link aludel::sqlite"), std::string::npos);
    for (const auto* url : {"postgresql://u:secret@host/d", "postgres://u:secret@host/d"}) {
        EXPECT_NE(message_for(url).find("link aludel::postgresql"), std::string::npos);
        EXPECT_EQ(message_for(url).find("secret"), std::string::npos);
    }
}

} // namespace
} // namespace aludel
