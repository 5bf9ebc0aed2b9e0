// What a command line says.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace aludel::detail {

struct Arguments {
    std::string program;
    std::string command;
    std::vector<std::string> revisions;
    std::string url;
    std::string dialect;
    std::string calls = "refuse";
    std::string lock_timeout = "60"; ///< seconds
    std::string range;
    bool sql = false;
    bool json = false;
    bool purge = false;
    bool no_safety_copy = false;
    bool verbose = false;
    bool indicate_current = false;
    bool check_heads = false;
    bool help = false;
};

/// Told with exit status 64.
class UsageError : public std::runtime_error {
public:
    using runtime_error::runtime_error;
};

/// Throws UsageError. `has_url`: whether the database is named on the command line.
void parse(int argc, const char* const* argv, bool has_url, Arguments& arguments);
/// Of the command, or of the program where there is none.
std::string help(const Arguments& arguments, bool has_url);

} // namespace aludel::detail
