// What a database executes: operations rendered in one dialect. The same as ChainStep of the runtime, but owned.
#pragma once

#include <aludel/chain.hpp>

#include <cstdint>
#include <optional>
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

/// See Batches.
struct StepBatches {
    std::string table;
    std::vector<std::string> key;
    std::string update;
    std::string where;
    std::int64_t size = 0;
    std::int64_t pause_ms = 0;

    bool operator==(const StepBatches&) const = default;
};

/// See ChainStep for what each member means.
struct Step {
    ChainStep::Kind kind = ChainStep::Kind::sql;
    std::string sql;
    std::string subject;
    std::string text;
    std::vector<StepEdit> edits;
    std::vector<StepSource> sources;
    std::optional<StepBatches> batches; ///< of kind batched_update

    bool operator==(const Step&) const = default;
};

} // namespace aludel::migrations
