#include "migrations/postgresql/catalog.hpp"
#include "migrations/postgresql/read.hpp"

namespace aludel::migrations::postgresql {
namespace {

/// pg_get_viewdef() ends it as a statement.
std::string without_end(std::string definition) {
    const auto begin = definition.find_first_not_of(" \n");
    const auto end = definition.find_last_not_of(" \n;");
    return begin == std::string::npos || end == std::string::npos ? "" : definition.substr(begin, end - begin + 1);
}

template <class Object> void add(Schema& schema, Object object) {
    auto name = object.name;
    (schema.*objects_of<Object>).emplace(std::move(name), std::move(object));
}

void read_object(const Row& row, Schema& schema) {
    const auto kind = text(row, 0);
    const Name name{text(row, 1), text(row, 2)};
    const auto definition = sql(kind == "view" ? without_end(text(row, 4)) : text(row, 4));
    if (kind == kind_name<Extension>) add(schema, Extension{name});
    if (kind == kind_name<Function>) add(schema, Function{name, definition});
    if (kind == kind_name<View>) add(schema, View{name, definition});
    if (kind == kind_name<Trigger>) add(schema, Trigger{name, text(row, 3), definition});
}

} // namespace

Counting read_counting(const Row& row, std::size_t index) {
    return {number(row, index),     number(row, index + 1), number(row, index + 2),
            number(row, index + 3), number(row, index + 4), flag(row, index + 5)};
}

void read_objects(Connection& connection, const Scope& scope, Schema& schema) {
    for (const auto& row : connection.query(catalog::enums, scope.schemas).rows) {
        const Name name{text(row, 0), text(row, 1)};
        auto& enumeration = schema.enums[name];
        enumeration.name = name;
        enumeration.values.push_back(text(row, 2));
    }
    for (const auto& row : connection.query(catalog::sequences, scope.schemas, scope.history).rows)
        add(schema, Sequence{{text(row, 0), text(row, 1)}, read_counting(row, 2)});
    for (const auto& row : connection.query(catalog::objects, scope.schemas, scope.history).rows)
        read_object(row, schema);
}

} // namespace aludel::migrations::postgresql
