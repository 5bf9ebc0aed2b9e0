// A database in memory with a schema and no rows, where steps can be made to see what they execute.
#pragma once

#include "handle.hpp"

#include <aludel/chain.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::sqlite {

class ScratchDatabase {
public:
    ScratchDatabase();

    /// What a step does to the schema.
    void make(const ChainStep& step);
    /// Everything as it is written in a database, what aludel does not model included.
    void copy(Connection& from);

    ::sqlite3* get() const { return handle_.get(); }
    void execute(std::string_view sql) { sqlite::execute(get(), sql); }
    bool has_table(const std::string& name);

    /// Runs one or several statements, but for those that only change rows: each of them, without the spaces around it
    /// and ended by `;`.
    std::vector<std::string> run(std::string_view sql);
    /// What an action executes that is more than a query, each ended by `;`.
    std::vector<std::string> record(const std::function<void()>& action);

private:
    Handle handle_;
};

} // namespace aludel::sqlite
