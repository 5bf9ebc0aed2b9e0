// A line of a snapshot's text: its kind, and what its keys are.
#pragma once

#include "migrations/schema/sql_text.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aludel::migrations {

class SnapshotRecord {
public:
    /// Throws Error for a line that is none.
    explicit SnapshotRecord(std::string_view line);

    const std::string& kind() const { return kind_; }
    bool has(std::string_view key) const;
    /// Empty where the key is left out.
    std::string text(std::string_view key) const;
    bool flag(std::string_view key) const { return has(key); }
    std::vector<std::string> list(std::string_view key) const;
    /// None where the key is left out. Throws Error for a value that is no number.
    std::optional<std::int64_t> number(std::string_view key) const;
    SqlText sql(std::string_view key) const;

    /// Throws Error where the record has a key that is none of these: another model.hpp wrote it.
    void require_only(std::initializer_list<std::string_view> keys) const;

private:
    std::string kind_;
    std::vector<std::pair<std::string, std::string>> values_;
};

/// Throws Error: another model.hpp wrote the snapshot.
[[noreturn]] void not_understood(std::string_view what);

} // namespace aludel::migrations
