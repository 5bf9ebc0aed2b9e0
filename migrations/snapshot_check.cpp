#include "migrations/apply.hpp"
#include "migrations/lookup.hpp"
#include "migrations/revision_file.hpp"
#include "migrations/snapshot.hpp"

namespace aludel::migrations {
namespace {

bool is_number(const Type& type) {
    using Kind = Type::Kind;
    return is_integer(type) || type.kind == Kind::decimal || type.kind == Kind::real ||
           type.kind == Kind::double_precision;
}

bool can_be_compared(const Type& left, const Type& right) {
    if (left.kind == Type::Kind::native || right.kind == Type::Kind::native) return true;
    if (is_number(left)) return is_number(right);
    if (is_textual(left)) return is_textual(right);
    if (left.kind == Type::Kind::enumeration) return left == right;
    return left.kind == right.kind;
}

void check_types(const Table& table, const ForeignKey& key, const Table& referred) {
    for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const auto& own = *table.find_column(key.columns[i]);
        const auto& other = *referred.find_column(key.referred_columns[i]);
        if (!can_be_compared(own.type, other.type))
            throw OperationError("column " + in_quotes(own.name) + " is " + to_string(own.type) + ", and column " +
                                 in_quotes(other.name) + " of table " + in_quotes(referred.name) +
                                 ", to which it refers, is " + to_string(other.type));
    }
}

void check_one(const Schema& schema, const Table& table) {
    for (const auto& key : table.foreign_keys)
        if (!schema.tables.contains(key.referred_table))
            throw OperationError("foreign key " + in_quotes(key.name) + " of table " + in_quotes(table.name) +
                                 " refers to table " + in_quotes(key.referred_table) +
                                 ", which no model describes; add its struct to aludel::metadata<…>");
    check_table(schema, table);
    for (const auto& key : table.foreign_keys) check_types(table, key, schema.tables.at(key.referred_table));
}

/// A table that is named without a schema is of the same schema as the one that names it, where the default has none.
void find_referred_tables(Schema& schema) {
    for (auto& [name, table] : schema.tables)
        for (auto& key : table.foreign_keys) {
            const Name in_own_schema{name.schema, key.referred_table.name};
            if (key.referred_table.schema.empty() && !schema.tables.contains(key.referred_table) &&
                schema.tables.contains(in_own_schema))
                key.referred_table = in_own_schema;
        }
}

} // namespace

void check_snapshot(Snapshot& snapshot) {
    find_referred_tables(snapshot.schema);
    const Place* first = nullptr;
    std::string text;
    for (const auto& [name, table] : snapshot.schema.tables) {
        try {
            check_one(snapshot.schema, table);
        } catch (const OperationError& error) {
            const auto& place = snapshot.places.at(name);
            if (first)
                text += '\n' + to_string(place) + ": error: ";
            else
                first = &place;
            text += error.what();
        }
    }
    if (first) throw FileError(*first, text);
}

} // namespace aludel::migrations
