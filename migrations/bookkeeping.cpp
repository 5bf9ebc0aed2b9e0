#include "migrations/bookkeeping.hpp"

namespace aludel::migrations {

Inspection without_bookkeeping(Inspection found) {
    std::erase_if(found.schema.tables, [](const auto& each) {
        const auto& [name, table] = each;
        return name.name == alembic_table && table.columns.size() == 1 && table.columns.front().name == alembic_column;
    });
    return found;
}

} // namespace aludel::migrations
