#include "migrations/operation/row_effect.hpp"

#include "migrations/operation/object_use.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

/// What the rows that an operation chooses, or the values that it makes, come from.
struct Source {
    std::vector<const SqlText*> texts;
    std::vector<std::string> columns;
    const Name* referred_table = nullptr;
};

struct SourceOf {
    Source operator()(const AddColumn& operation) const { return {{&operation.fill}, {}}; }
    Source operator()(const AlterColumn& operation) const {
        if (operation.fill.empty() && operation.convert.empty()) return {};
        return {{&operation.fill, &operation.convert}, {operation.column}};
    }
    Source operator()(const CreatePrimaryKey& operation) const { return {{}, operation.primary_key.columns}; }
    Source operator()(const CreateUnique& operation) const { return {{}, operation.unique.columns}; }
    Source operator()(const CreateCheck& operation) const { return {{&operation.check.expression}, {}}; }
    Source operator()(const CreateForeignKey& operation) const {
        return {{}, operation.foreign_key.columns, &operation.foreign_key.referred_table};
    }
    Source operator()(const CreateIndex& operation) const {
        Source source{{&operation.index.where}, {}};
        for (const auto& part : operation.index.parts) {
            source.texts.push_back(&part.expression);
            source.columns.push_back(part.column);
        }
        return source;
    }
    Source operator()(const auto&) const { return {}; }
};

template <class O> constexpr bool may_give_up_rows = requires(const O& operation) { operation.on_conflict; };

OnConflict conflict_of(const Operation& operation) {
    return std::visit(
        []<class O>(const O& each) {
            if constexpr (may_give_up_rows<O>)
                return each.on_conflict;
            else
                return OnConflict::stop;
        },
        static_cast<const Operation::variant&>(operation));
}

Source source_of(const Operation& operation) {
    const auto& values = static_cast<const Operation::variant&>(operation);
    const bool stops = std::visit(
        [&]<class O>(const O&) { return may_give_up_rows<O> && conflict_of(operation) == OnConflict::stop; }, values);
    return stops ? Source() : std::visit(SourceOf(), values);
}

struct ChangedBy {
    std::vector<std::string> operator()(const RenameColumn& operation) const {
        return {operation.column, operation.to};
    }
    std::vector<std::string> operator()(const DropColumn& operation) const { return {operation.column}; }
    std::vector<std::string> operator()(const AlterColumn& operation) const {
        if (!operation.type && !operation.generated && operation.fill.empty()) return {};
        return {operation.column};
    }
    std::vector<std::string> operator()(const CreateForeignKey& operation) const {
        if (operation.on_conflict != OnConflict::set_null) return {};
        return operation.foreign_key.columns;
    }
    std::vector<std::string> operator()(const auto&) const { return {}; }
};

} // namespace

bool goes_by(const Operation& operation, std::string_view column) {
    const auto source = source_of(operation);
    if (std::ranges::find(source.columns, column) != source.columns.end()) return true;
    return std::ranges::any_of(
        source.texts, [&](const SqlText* text) { return mentions_column(*text, table_of(operation)->name, column); });
}

bool goes_by(const Operation& operation, const Name& other_table) {
    const auto source = source_of(operation);
    if (source.referred_table != nullptr && *source.referred_table == other_table) return true;
    return std::ranges::any_of(source.texts,
                               [&](const SqlText* text) { return mentions_name(*text, other_table.name); });
}

std::vector<std::string> changed_columns(const Operation& operation) {
    return std::visit(ChangedBy(), static_cast<const Operation::variant&>(operation));
}

bool deletes_rows(const Operation& operation) {
    const auto conflict = conflict_of(operation);
    return conflict != OnConflict::stop && conflict != OnConflict::set_null;
}

} // namespace aludel::migrations
