#include <aludel/error.hpp>

#include <utility>

namespace aludel {

namespace {

std::string complete(const std::string& message, const ErrorDetails& details) {
    std::string text = message;
    if (!details.revision.empty()) {
        text += "\n  revision " + details.revision;
        if (details.step > 0) text += ", step " + std::to_string(details.step);
    }
    if (!details.sql.empty()) text += "\n  SQL: " + details.sql;
    if (!details.hint.empty()) text += "\n  " + details.hint;
    return text;
}

} // namespace

Error::Error(std::string message, ErrorDetails details)
    : std::runtime_error(complete(message, details)), message_(std::move(message)), details_(std::move(details)) {}

} // namespace aludel
