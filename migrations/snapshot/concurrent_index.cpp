#include "migrations/snapshot/concurrent_index.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

bool creates(const std::vector<Operation>& operations, const Name& table) {
    return std::ranges::any_of(operations, [&](const Operation& operation) {
        const auto* create = std::get_if<CreateTable>(&operation);
        return create && create->table.name == table;
    });
}

void mark(Operation& operation, const ConcurrentIndex& wanted) {
    if (auto* create = std::get_if<CreateIndex>(&operation))
        create->concurrently |= create->table == wanted.table && create->index.name == wanted.index;
    if (auto* drop = std::get_if<DropIndex>(&operation))
        drop->concurrently |= drop->table == wanted.table && drop->name == wanted.index;
}

} // namespace

void mark_concurrent(std::vector<Operation>& operations, const std::vector<ConcurrentIndex>& indexes) {
    for (const auto& index : indexes) {
        if (creates(operations, index.table)) continue; // nobody writes to it yet
        for (auto& operation : operations) mark(operation, index);
    }
}

} // namespace aludel::migrations
