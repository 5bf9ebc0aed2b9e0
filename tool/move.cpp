#include "tool/move.hpp"

#include <chrono>

namespace aludel::tool {

void add_lock_option(Command& command, MoveChoice& choice) {
    command.option("--lock-timeout", choice.lock_timeout, "Seconds to wait for another upgrade (default: 60)")
        .between(0.0, 86400.0);
}

void add_copy_option(Command& command, MoveChoice& choice) {
    command.flag("--no-safety-copy", choice.no_safety_copy,
                 "Make no copy of a SQLite file before what cannot be taken back");
}

UpgradeOptions upgrade_options(const MoveChoice& choice) {
    UpgradeOptions options;
    options.lock_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(choice.lock_timeout * 1000));
    if (choice.no_safety_copy) options.safety_copy = SafetyCopy::never;
    return options;
}

UpgradeOptions upgrade_options(const MoveChoice& choice, const Engine& engine, TerminalProgress& progress) {
    progress.show("opening " + engine.url());
    auto options = upgrade_options(choice);
    options.on_progress = progress.callback();
    options.on_wait = progress.wait_callback();
    return options;
}

} // namespace aludel::tool
