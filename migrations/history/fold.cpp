#include "migrations/history/fold.hpp"

#include "migrations/operation/object_use.hpp"
#include "migrations/operation/table_lookup.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace aludel::migrations {
namespace {

using Operations = std::vector<Operation>;

Schema replayed(const Operations& operations, std::size_t count, Schema schema) {
    apply_all(std::span(operations).first(count), schema);
    return schema;
}

bool has_triggers(const Operations& operations, const Schema& before) {
    return !before.triggers.empty() || std::ranges::any_of(operations, [](const Operation& operation) {
        return std::holds_alternative<CreateObject<Trigger>>(operation);
    });
}

/// The SQL of an operation that may look at any table.
struct Mentions {
    std::string_view name;

    bool in(const SqlText& sql) const { return mentions_name(sql, name); }
    bool operator()(const AddColumn& operation) const { return in(operation.fill); }
    bool operator()(const AlterColumn& operation) const { return in(operation.convert) || in(operation.fill); }
    bool operator()(const CreateObject<Function>& operation) const { return in(operation.object.definition); }
    bool operator()(const AlterObject<Function>& operation) const { return in(operation.object.definition); }
    bool operator()(const CreateObject<View>& operation) const { return in(operation.object.definition); }
    bool operator()(const CreateObject<Trigger>& operation) const { return in(operation.object.definition); }
    template <class Other> bool operator()(const Other&) const { return false; }
};

template <class... Kinds> bool is_any(const Operation& operation) {
    return (std::holds_alternative<Kinds>(operation) || ...);
}

/// Whether a table may need it: the type of a column, what a default or a check calls, the value of an enum. A replay
/// does not know of that.
bool may_serve_tables(const Operation& operation) {
    return !table_of(operation) &&
           !is_any<CreateObject<View>, DropObject<View>, CreateObject<Trigger>, DropObject<Trigger>>(operation);
}

class Folder {
public:
    Folder(Operations operations, const Schema& before)
        : before_(before),
          goal_(replayed(operations, operations.size(), before)),
          rows_may_spread_(has_triggers(operations, before)),
          operations_(std::move(operations)) {}

    Operations result() {
        for (std::size_t at = 0; at < operations_.size();)
            if (!fold(at)) ++at;
        return std::move(operations_);
    }

private:
    /// Whether the operation is gone, and the one after it stands in its place.
    bool fold(std::size_t at) {
        const auto& operation = operations_[at];
        if (const auto* drop = std::get_if<DropColumn>(&operation); drop && remove_column(at, *drop)) return true;
        const auto table = table_of(operation);
        if (!table || is_data(operation) || std::holds_alternative<CreateTable>(operation)) return false;
        const auto made = creation_of(*table, at);
        if (!made) return false;
        return std::holds_alternative<DropTable>(operation) ? remove_table(*made, at, *table) : merge(*made, at);
    }

    /// Where the table was made, if nothing between there and `at` gave it rows or looked at it.
    std::optional<std::size_t> creation_of(const Name& table, std::size_t at) const {
        while (at-- > 0) {
            const auto& operation = operations_[at];
            if (const auto* create = std::get_if<CreateTable>(&operation); create && create->table.name == table)
                return at;
            if (is_barrier(operation, table)) return std::nullopt;
        }
        return std::nullopt;
    }

    bool is_barrier(const Operation& operation, const Name& table) const {
        if (std::holds_alternative<Execute>(operation) || std::holds_alternative<Call>(operation)) return true;
        // SQL over a row may look at any table.
        if (std::holds_alternative<Backfill>(operation)) return true;
        if (std::holds_alternative<InsertRows>(operation) || std::holds_alternative<DeleteRows>(operation))
            return rows_may_spread_ || *table_of(operation) == table;
        return std::visit(Mentions{table.name}, static_cast<const Operation::variant&>(operation));
    }

    /// The operation's effect moves to where the table is made; or, where that names what was not there yet, the making
    /// moves here. Where neither may be, the operation stays.
    bool merge(std::size_t made, std::size_t at) {
        if (!may_need_what_lies_between(made, at) && replace(made, made_with(made + 1, at), at)) return true;
        return replace(at, made_with(at, at), made);
    }

    bool may_need_what_lies_between(std::size_t made, std::size_t at) const {
        const auto between = std::span(operations_).subspan(made + 1, at - made - 1);
        return std::ranges::any_of(between, may_serve_tables);
    }

    /// One operation becomes the making of the table, if there is one, and another one goes.
    bool replace(std::size_t place, std::optional<CreateTable> whole, std::size_t gone) {
        if (!whole) return false;
        auto candidate = operations_;
        candidate[place] = *std::move(whole);
        candidate.erase(candidate.begin() + static_cast<std::ptrdiff_t>(gone));
        return take(std::move(candidate));
    }

    /// The making of the table as it is where `at` follows the first `count` operations at once.
    std::optional<CreateTable> made_with(std::size_t count, std::size_t at) const {
        auto name = *table_of(operations_[at]);
        if (const auto* rename = std::get_if<RenameTable>(&operations_[at])) name.name = rename->to;
        try {
            auto schema = replayed(operations_, count, before_);
            apply(operations_[at], schema);
            return CreateTable{schema.tables.at(name)};
        } catch (const OperationError&) {
            return std::nullopt;
        }
    }

    bool remove_table(std::size_t made, std::size_t at, const Name& table) {
        Operations kept;
        for (std::size_t i = 0; i < operations_.size(); ++i)
            if (i < made || i > at || table_of(operations_[i]) != table) kept.push_back(operations_[i]);
        return take(std::move(kept));
    }

    /// A column that comes and goes.
    bool remove_column(std::size_t at, const DropColumn& drop) {
        for (auto i = at; i-- > 0;) {
            const auto* add = std::get_if<AddColumn>(&operations_[i]);
            if (add && add->table == drop.table && add->column.name == drop.column) {
                auto kept = operations_;
                kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(at));
                kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
                return take(std::move(kept));
            }
            if (is_barrier(operations_[i], drop.table) || may_look_at_rows_of(operations_[i], drop.table)) return false;
        }
        return false;
    }

    static bool may_look_at_rows_of(const Operation& operation, const Name& table) {
        if (table_of(operation) != table || std::holds_alternative<DropColumn>(operation)) return false;
        const auto* add = std::get_if<AddColumn>(&operation);
        return !add || !add->fill.empty() || add->column.generated;
    }

    /// Where they still end in the same.
    bool take(Operations candidate) {
        try {
            if (replayed(candidate, candidate.size(), before_) != goal_) return false;
        } catch (const OperationError&) {
            return false;
        }
        operations_ = std::move(candidate);
        return true;
    }

    const Schema& before_;
    Schema goal_;
    bool rows_may_spread_; ///< a trigger may put rows into any table
    Operations operations_;
};

} // namespace

std::vector<Operation> folded(std::vector<Operation> operations, const Schema& before) {
    return Folder(std::move(operations), before).result();
}

} // namespace aludel::migrations
