#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/revision/revision_file.hpp"
#include "migrations/snapshot/snapshot.hpp"

#include <optional>
#include <type_traits>

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

class Problems {
public:
    void add(const Place& place, const std::string& text) {
        text_ += place_ ? '\n' + to_string(place) + ": error: " + text : text;
        if (!place_) place_ = place;
    }
    void throw_any() const {
        if (place_) throw FileError(*place_, text_);
    }

private:
    std::optional<Place> place_; ///< of the first
    std::string text_;
};

/// Tables, sequences and views share one space of names.
template <class Object> void check_names(const Snapshot& snapshot, Problems& problems) {
    const std::string kind(kind_name<Object>);
    const auto& schema = snapshot.schema;
    for (const auto& [name, object] : schema.*objects_of<Object>) {
        const auto& place = snapshot.object_places.at({kind_name<Object>, name});
        if (const auto table = snapshot.places.find(name); table != snapshot.places.end())
            problems.add(place, kind + " " + in_quotes(name) + " has the name of a table, which is at " +
                                    to_string(table->second) + "; give one of them another name");
        if constexpr (std::is_same_v<Object, View>)
            if (schema.sequences.contains(name))
                problems.add(place, kind + " " + in_quotes(name) + " has the name of a sequence, which is at " +
                                        to_string(snapshot.object_places.at({kind_name<Sequence>, name})) +
                                        "; give one of them another name");
    }
}

} // namespace

void check_one_table(const Schema& schema, const Table& table, TableLookup& lookup) {
    for (const auto& key : table.foreign_keys)
        if (!schema.tables.contains(key.referred_table))
            throw OperationError("foreign key " + in_quotes(key.name) + " of table " + in_quotes(table.name) +
                                 " refers to table " + in_quotes(key.referred_table) +
                                 ", which no model describes; add its struct to aludel::metadata<…>");
    check_table(schema, table, lookup);
    for (const auto& key : table.foreign_keys) check_types(table, key, schema.tables.at(key.referred_table));
}

void check_snapshot(Snapshot& snapshot) {
    find_referred_tables(snapshot.schema);
    Problems problems;
    TableLookup lookup;
    for (const auto& [name, table] : snapshot.schema.tables) {
        try {
            check_one_table(snapshot.schema, table, lookup);
        } catch (const OperationError& error) {
            problems.add(snapshot.places.at(name), error.what());
        }
    }
    check_names<Sequence>(snapshot, problems);
    check_names<View>(snapshot, problems);
    problems.throw_any();
}

} // namespace aludel::migrations
