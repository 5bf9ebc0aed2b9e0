#include "command_line/commands.hpp"

#include <aludel/command_line.hpp>

#include <cstdio>
#include <exception>

namespace aludel {

using namespace detail;

namespace {

enum Status : int { done = 0, failed = 1, wrong_usage = 64 };

bool write(std::FILE* stream, const std::string& text) {
    return std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0;
}

int run(Command& command) {
    const auto& name = command.arguments.command;
    if (name == "current") return run_current(command);
    if (name == "history") return run_history(command);
    return run_move(command);
}

/// `named`: the application's database; null: that of the command line.
int run(int argc, const char* const* argv, const Engine* named, const Chain& chain) {
    Arguments arguments;
    try {
        parse(argc, argv, named == nullptr, arguments);
        if (arguments.help) return write(stdout, help(arguments, named == nullptr)) ? done : failed;
        const auto engine = [&] {
            if (named) return *named;
            if (arguments.url.empty()) throw UsageError("which database? Say --url URL, or set ALUDEL_URL");
            return create_engine(arguments.url);
        };
        Command command{arguments, chain, engine, named != nullptr || !arguments.url.empty()};
        const int status = run(command);
        if (write(stdout, command.output)) return status;
        write(stderr, arguments.program + ": the output cannot be written\n");
        return failed;
    } catch (const UsageError& error) {
        write(stderr, arguments.program + ": " + error.what() + "\n  See: " + arguments.program +
                          (arguments.command.empty() ? "" : " " + arguments.command) + " --help\n");
        return wrong_usage;
    } catch (const std::exception& error) {
        write(stderr, arguments.program + ": " + error.what() + "\n");
        return failed;
    }
}

int run_safely(int argc, const char* const* argv, const Engine* named, const Chain& chain) noexcept {
    try {
        return run(argc, argv, named, chain);
    } catch (...) { // not even the message could be made
        return failed;
    }
}

} // namespace

int command_line(int argc, const char* const* argv, const Engine& engine, const Chain& chain) noexcept {
    return run_safely(argc, argv, &engine, chain);
}

int command_line(int argc, const char* const* argv, const Chain& chain) noexcept {
    return run_safely(argc, argv, nullptr, chain);
}

} // namespace aludel
