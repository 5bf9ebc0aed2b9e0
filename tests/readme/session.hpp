// A document's code as a session: files to write and commands to run, with the output that the document shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::test {

/// In Markdown, ```` ```cpp model.hpp ```` is a file (written anew each time it is shown), and ```` ```console ````
/// holds commands after `$ ` with their output below them.
struct DocumentStep {
    int line = 0;     ///< in the document, counted from 1
    std::string file; ///< write `text` to it, or, where empty,
    std::string command;
    std::string text; ///< the file's content, or the output that is shown
};

/// Steps between `<!-- session: NAME -->` and the next such line.
struct DocumentSession {
    std::string name;
    std::vector<DocumentStep> steps;
};

std::vector<DocumentSession> read_sessions(std::string_view markdown);

/// Code blocks that no session holds: shown, but run by nothing. Line numbers.
std::vector<int> blocks_outside_sessions(std::string_view markdown);

/// Whether the output is as shown: `…` stands for any text (a line of `…` for any lines), any id of 12 hex digits for
/// any other, and spaces at line ends do not matter.
bool matches(std::string_view shown, std::string_view output);

} // namespace aludel::test
