// One line on a terminal while an upgrade, or something else, takes long.
#pragma once

#include <aludel/upgrade.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace aludel {

/// Says on standard error which step of which revision runs and for how long, in one line that is written again in
/// place, by a thread of its own: also while the database is at one statement. Nothing is written where standard error
/// is no terminal, nor before `delay` has passed.
///
///     aludel::TerminalProgress progress;
///     aludel::upgrade(engine, heroes::migrations, {.on_progress = progress.callback()});
class TerminalProgress {
public:
    explicit TerminalProgress(std::chrono::milliseconds delay = std::chrono::seconds(1), int file = 2);
    /// Takes the line away.
    ~TerminalProgress();
    TerminalProgress(const TerminalProgress&) = delete;
    TerminalProgress& operator=(const TerminalProgress&) = delete;

    /// For UpgradeOptions::on_progress. It must not be called after this object has gone.
    std::function<void(const Progress&)> callback();
    /// For UpgradeOptions::on_wait, the same.
    std::function<void(const Waiting&)> wait_callback();
    /// Of anything else: a text, on one line.
    void show(std::string_view text);
    /// Takes the line away until there is something else to show: meanwhile others may print.
    void clear();
    /// Takes the line away, for good: something else is to be printed.
    void finish();

private:
    class Line;
    std::unique_ptr<Line> line_; ///< null where there is no terminal
};

} // namespace aludel
