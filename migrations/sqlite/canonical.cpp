#include "migrations/sqlite/canonical.hpp"

#include "migrations/schema/naming.hpp"
#include "migrations/sqlite/defaults.hpp"
#include "migrations/sqlite/expression.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/types.hpp"
#include "sqlite/create_table.hpp"
#include "sqlite/tokens.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace aludel::migrations::sqlite {
namespace {

SqlText normal(const SqlText& sql) {
    const auto text = sql_of(sql);
    return {text, {}, normal_expression(text)};
}

Type normal_type(const Table& table, const Column& column) {
    if (is_rowid(table, column)) return Type{.kind = Type::Kind::bigint};
    if (column.type.kind == Type::Kind::enumeration) return column.type;
    return read_type(declared_type(table, column));
}

std::optional<Identity> normal_identity(const Table& table, const Column& column) {
    if (!is_rowid(table, column)) return std::nullopt;
    return Identity{.autoincrement = column.identity->autoincrement};
}

void normalise(const Table& table, Column& column) {
    const auto default_text = column.default_value ? default_sql(*column.default_value, column.type) : "";
    const auto stored_as = affinity(table, column);
    const auto type = normal_type(table, column);
    column.identity = normal_identity(table, column);
    column.type = type;
    column.default_value = read_default(default_text, column.type, stored_as);
    if (column.generated) column.generated->expression = normal(column.generated->expression);
    if (aludel::sqlite::same_identifier(column.collation, "BINARY")) column.collation.clear();
    column.comment.clear();
}

/// The column that an expression is, where it is no more than its name.
const Column* column_of(const Table& table, std::string_view expression) {
    const auto tokens = aludel::sqlite::tokenize(expression);
    if (tokens.size() != 1 || tokens.front().text.front() == '\'') return nullptr;
    const auto name = unquoted(tokens.front());
    for (const auto& column : table.columns)
        if (aludel::sqlite::same_identifier(column.name, name)) return &column;
    return nullptr;
}

void normalise(const Table& table, IndexPart& part) {
    part.nulls_first.reset();
    part.operator_class.clear();
    if (!part.column.empty()) return;
    part.expression = normal(part.expression);
    if (const auto* column = column_of(table, part.expression.normal)) {
        part.column = column->name;
        part.expression = {};
    }
}

void normalise_constraints(Table& table) {
    if (table.primary_key) table.primary_key->name.clear();
    for (auto& unique : table.uniques) {
        unique.name.clear();
        unique.nulls_not_distinct = false;
    }
    table.exclusions.clear();
    std::erase_if(table.checks, [](const Check& check) { return sql_of(check.expression).empty(); });
    for (auto& check : table.checks) {
        check.name.clear();
        check.expression = normal(check.expression);
    }
    for (auto& key : table.foreign_keys) {
        key.name.clear();
        key.deferrable = key.deferrable || key.initially_deferred;
        key.match_full = false;
    }
}

/// By what they say, and not by where they stand in the definition: so each has the same name at every inspection.
auto order_of(const Unique& unique) { return std::tie(unique.name, unique.columns); }
auto order_of(const Check& check) { return std::tie(check.name, check.expression.common); }
auto order_of(const ForeignKey& key) {
    return std::tie(key.name, key.columns, key.referred_table, key.referred_columns, key.on_delete, key.on_update,
                    key.deferrable, key.initially_deferred);
}

/// Where several come to one name (`UNIQUE (a, b), UNIQUE (b, a)`), all but the first get a number.
template <class List> void make_distinct(List& list, std::set<std::string>& taken) {
    const auto comes_first = [](const auto& left, const auto& right) { return order_of(left) < order_of(right); };
    std::ranges::sort(list, comes_first);
    for (auto& item : list) {
        const auto name = item.name;
        for (int number = 2; !taken.insert(item.name).second; ++number)
            item.name = cut_name(name + "_" + std::to_string(number));
    }
    std::ranges::sort(list, comes_first);
}

void make_names_distinct(Table& table) {
    std::set<std::string> taken;
    for (const auto& index : table.indexes) taken.insert(index.name); // these are the database's own
    make_distinct(table.uniques, taken);
    make_distinct(table.checks, taken);
    make_distinct(table.foreign_keys, taken);
}

void normalise(Table& table) {
    table.comment.clear();
    for (auto& column : table.columns) normalise(table, column);
    normalise_constraints(table);
    for (auto& index : table.indexes) {
        for (auto& part : index.parts) normalise(table, part);
        index.where = normal(index.where);
        index.method.clear();
        index.include.clear();
        index.nulls_not_distinct = false;
    }
    name_and_sort(table);
    make_names_distinct(table);
}

void drop_unused_enums(Schema& schema) {
    std::set<const Enum*> used;
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns) used.insert(find_enum(schema, name, column.type));
    std::erase_if(schema.enums, [&](const auto& each) { return !used.contains(&each.second); });
}

/// What has no SQL for it is not there.
template <class Object> void normalise(std::map<Name, Object>& objects) {
    std::erase_if(objects, [](const auto& each) { return sql_of(each.second.definition).empty(); });
    for (auto& [name, object] : objects) {
        const auto text = sql_of(object.definition);
        object.definition = {text, {}, normal_statement(text)};
    }
}

} // namespace

Schema canonical(Schema schema) {
    recognise_enums(schema);
    for (auto& [name, table] : schema.tables) normalise(table);
    normalise(schema.views);
    normalise(schema.triggers);
    schema.extensions.clear();
    schema.sequences.clear();
    schema.functions.clear();
    drop_unused_enums(schema);
    return schema;
}

} // namespace aludel::migrations::sqlite
