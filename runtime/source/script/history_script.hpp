// The history table in a script: made, asked where the database stands, written.
#pragma once

#include "history/history_table.hpp"
#include "script/script_writer.hpp"

#include <span>
#include <string>
#include <string_view>

namespace aludel::detail {

class HistoryScript {
public:
    HistoryScript(ScriptWriter& writer, HistorySql sql, std::string application)
        : writer_(writer), sql_(std::move(sql)), application_(std::move(application)) {}

    /// Where it is not there.
    void create();
    /// What a table of an older format lacks.
    void add_columns(std::span<const std::string_view> columns);
    /// Before the script begins: the database has it.
    void is_there();
    /// Stops, and says why with `text`, where it does not hold these rows and no other.
    void expect(std::span<const Applied> rows, std::string_view text);

    void insert(std::span<const Record> records);
    void erase(std::span<const std::string> revisions);
    /// As History::replace().
    void replace(const ChainRevision& revision);
    void clear();

private:
    void add(std::string_view sql);

    ScriptWriter& writer_;
    HistorySql sql_;
    std::string application_;
};

} // namespace aludel::detail
