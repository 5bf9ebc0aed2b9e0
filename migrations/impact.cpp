#include "migrations/impact.hpp"

#include "migrations/statement_reader.hpp"

namespace aludel::migrations {

bool mentions_any_of(const std::set<std::string>& tables, std::string_view sql) {
    return StatementReader(sql).names_any_of(tables);
}

std::string to_string(Impact::Work work) {
    switch (work) {
    case Impact::Work::definition: return "changes the definition alone";
    case Impact::Work::reads: return "reads every row";
    case Impact::Work::index: return "builds an index";
    case Impact::Work::changes: return "changes rows";
    case Impact::Work::rewrites: return "writes every row anew";
    case Impact::Work::unknown: break;
    }
    return "does what was written by hand";
}

} // namespace aludel::migrations
