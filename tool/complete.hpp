// What may stand where the cursor is. The shells' scripts (completion.cpp) call `aludel __complete WORD…`, so that none
// of them holds a list of its own.
#pragma once

#include "tool/declaration.hpp"

#include <string>
#include <vector>

namespace aludel::tool {

/// `words` are those behind `aludel`, the last of them unfinished. Prints a candidate a line, behind a tab what it is;
/// `:files` and `:directories` stand for what the shell itself knows. Returns the exit status.
int complete(const Declaration& declaration, const std::vector<std::string>& words);

} // namespace aludel::tool
