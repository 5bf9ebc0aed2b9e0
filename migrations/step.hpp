// What a database executes: operations rendered in one dialect. The same as ChainStep of the runtime, but owned.
#pragma once

#include <aludel/chain.hpp>

#include <string>
#include <vector>

namespace aludel::migrations {

struct StepEdit {
    TableEdit::Kind kind;
    std::string subject;
    std::string text;
    std::vector<std::string> columns;

    bool operator==(const StepEdit&) const = default;
};

struct StepSource {
    std::string column;
    std::string expression;

    bool operator==(const StepSource&) const = default;
};

/// See ChainStep for what each member means.
struct Step {
    ChainStep::Kind kind = ChainStep::Kind::sql;
    std::string sql;
    std::string subject;
    std::string text;
    std::vector<StepEdit> edits;
    std::vector<StepSource> sources;

    bool operator==(const Step&) const = default;
};

} // namespace aludel::migrations
