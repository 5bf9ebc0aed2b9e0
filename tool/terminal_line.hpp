// One line on a terminal while a command takes long; see TerminalProgress.
#pragma once

#include <aludel/engine.hpp>
#include <aludel/terminal_progress.hpp>

#include <string>

namespace aludel::tool {

/// What `work` returns. Where that takes long the text is on the terminal meanwhile: it must print nothing itself.
template <class Work> auto with_line(const std::string& text, const Work& work) {
    TerminalProgress line;
    line.show(text);
    return work();
}

/// The same, for work that reads a database.
template <class Work> auto while_reading(const Engine& engine, const Work& work) {
    return with_line("reading " + engine.url(), work);
}

} // namespace aludel::tool
