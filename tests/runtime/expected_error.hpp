// What must fail, and what its message must hold.
#pragma once

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <string>

namespace aludel::test {

inline Error error_of(const std::function<void()>& work, std::initializer_list<const char*> words = {}) {
    try {
        work();
    } catch (const Error& error) {
        for (const char* word : words)
            EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << word << " is not in\n"
                                                                               << error.what();
        return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error("");
}

} // namespace aludel::test
