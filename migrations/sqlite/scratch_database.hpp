// A database in memory with a schema and no rows, where steps can be made to see what they execute.
#pragma once

#include "migrations/schema.hpp"
#include "migrations/step.hpp"
#include "sqlite/handle.hpp"

#include <aludel/connection.hpp>

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::sqlite {

class ScratchDatabase {
public:
    ScratchDatabase();

    void create(const Schema& schema);
    /// Everything as it is written in a database, what aludel does not model included.
    void copy(Connection& from);

    ::sqlite3* get() const { return handle_.get(); }
    void execute(std::string_view sql) { aludel::sqlite::execute(get(), sql); }
    bool has_table(const std::string& name);

    /// Runs one or several statements: each of them, without the spaces around it and ended by `;`.
    std::vector<std::string> run(std::string_view sql);
    /// What an action executes that is more than a query, each ended by `;`.
    std::vector<std::string> record(const std::function<void()>& action);

private:
    aludel::sqlite::Handle handle_;
};

} // namespace aludel::migrations::sqlite
