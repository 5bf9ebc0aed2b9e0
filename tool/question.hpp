// What only a person knows: whether a column was renamed, what rows that are there already get. Asked on a terminal;
// anywhere else refused, with the options to paste.
#pragma once

#include "migrations/diff/diff.hpp"

#include <memory>
#include <string>
#include <vector>

namespace aludel::tool {

class Questioner {
public:
    virtual ~Questioner() = default;

    /// Whether the first of these is a rename. The others are there to be named in a refusal.
    virtual bool is_rename(const std::vector<migrations::PossibleRename>& undecided) = 0;
    /// The SQL that fills the first of these columns; never empty.
    virtual std::string fill(const std::vector<migrations::MissingFill>& missing) = 0;
};

/// Asks where standard input and standard error are a terminal, refuses with Error elsewhere.
std::unique_ptr<Questioner> make_questioner();

} // namespace aludel::tool
