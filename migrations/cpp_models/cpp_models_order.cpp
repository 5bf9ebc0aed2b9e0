#include "migrations/cpp_models/cpp_models_parts.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

/// Whether `references(&U::n)` compiles: the members must be of like types.
bool are_alike(const Type& one, const Type& other) {
    return one.kind == other.kind || (is_integer(one) && is_integer(other)) || (is_textual(one) && is_textual(other));
}

bool are_members_alike(const Schema& schema, const Table& table, const ForeignKey& key) {
    const auto& referred = schema.tables.at(key.referred_table);
    for (std::size_t at = 0; at < key.columns.size(); ++at) {
        const auto& own = table.find_column(key.columns[at])->type;
        const auto& other = referred.find_column(key.referred_columns[at])->type;
        if (!are_alike(own, other)) return false;
    }
    return true;
}

class Sorter {
public:
    explicit Sorter(const Schema& schema) : schema_(schema) {}

    CppOrder sorted() {
        for (const auto& [name, table] : schema_.tables) visit(table);
        return std::move(order_);
    }

private:
    void visit(const Table& table) {
        if (!seen_.insert(table.name).second) return;
        for (const auto& key : table.foreign_keys) {
            const auto& referred = schema_.tables.at(key.referred_table);
            visit(referred);
            const bool is_there = referred.name == table.name || done_.contains(referred.name);
            if (!is_there || !are_members_alike(schema_, table, key)) order_.by_name.insert({table.name, key.name});
        }
        done_.insert(table.name);
        order_.tables.push_back(table.name);
    }

    const Schema& schema_;
    std::set<Name> seen_, done_;
    CppOrder order_;
};

} // namespace

CppOrder cpp_order(const Schema& schema) { return Sorter(schema).sorted(); }

} // namespace aludel::migrations
