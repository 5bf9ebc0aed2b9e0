// What may become of a random schema.
#include "migrations/operation/lookup.hpp"
#include "tests/migrations/random_schema.hpp"

namespace aludel::migrations::testing {

std::vector<Operation> RandomSchema::object_edit(const Schema& schema) {
    if (!schema.sequences.empty() && chance(40)) {
        auto sequence = any_of(schema.sequences).second;
        if (chance(30)) return {DropObject<Sequence>{sequence.name}};
        sequence.counting.increment = 1 + below(5);
        return {AlterObject<Sequence>{sequence}};
    }
    if (!schema.functions.empty() && chance(60)) {
        auto function = any_of(schema.functions).second;
        if (chance(30)) return {DropObject<Function>{function.name}};
        auto& sql = function.definition.dialects["postgresql"];
        sql = chance(50) ? "(bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT $1 $$" // another signature
                         : sql.substr(0, sql.find("SELECT")) + "SELECT $1 $$";
        return {AlterObject<Function>{function}};
    }
    return {CreateObject<Sequence>{{{"", new_name()}, {}}}};
}

std::vector<Operation> RandomSchema::option_edit(const Table& table) {
    const auto& name = table.name;
    switch (below(4)) {
    case 0: return {AlterTable{.table = name, .without_rowid = !table.without_rowid}};
    case 1: return {CreateExclusion{name, exclusion(table)}};
    case 2:
        return table.exclusions.empty() ? std::vector<Operation>{}
                                        : std::vector<Operation>{DropConstraint{name, any_of(table.exclusions).name}};
    default:
        for (const auto& column : table.columns)
            if (column.identity) return {AlterColumn{.table = name, .column = column.name, .identity = identity()}};
        return {};
    }
}

std::vector<Operation> RandomSchema::column_edit(const Schema& schema, const Table& table, const Column& column) {
    const auto& name = table.name;
    TableLookup lookup;
    const bool is_used = !first_use_of_column(schema, table, column.name, lookup).empty();
    AlterColumn change{.table = name, .column = column.name};
    switch (below(6)) {
    case 0: return {DropColumn{name, column.name}};
    case 1: return {RenameColumn{name, column.name, new_name()}};
    case 2:
        if (is_used || column.generated) return {};
        if (column.type.kind == Type::Kind::smallint)
            change.type = Type{.kind = Type::Kind::integer};
        else if (column.type.kind == Type::Kind::integer)
            change.type = Type{.kind = Type::Kind::bigint};
        else if (column.type.kind == Type::Kind::varchar)
            change.type = Type{.kind = Type::Kind::text};
        else
            return {};
        break;
    case 3:
        if (!column.nullable)
            change.nullable = true;
        else if (options_.unfilled_columns && !column.generated)
            change.nullable = false;
        break;
    case 4:
        if (column.identity || column.generated) return {};
        if (column.default_value)
            change.default_value.emplace();
        else
            change.default_value = default_of(schema, column.type);
        break;
    default: change.comment = column.comment.empty() ? "now with words" : "";
    }
    return {change};
}

std::vector<Operation> RandomSchema::constraint_edit(const Schema& schema, const Table& table) {
    const auto& name = table.name;
    switch (below(8)) {
    case 0: return {CreateCheck{name, check(table)}};
    case 1: return {CreateIndex{name, index(table)}};
    case 2:
        return table.checks.empty() ? std::vector<Operation>{}
                                    : std::vector<Operation>{DropConstraint{name, any_of(table.checks).name}};
    case 3:
        return table.indexes.empty() ? std::vector<Operation>{}
                                     : std::vector<Operation>{DropIndex{name, any_of(table.indexes).name}};
    case 4:
        return table.uniques.empty() ? std::vector<Operation>{}
                                     : std::vector<Operation>{DropConstraint{name, any_of(table.uniques).name}};
    case 5:
        return table.foreign_keys.empty()
                   ? std::vector<Operation>{}
                   : std::vector<Operation>{DropConstraint{name, any_of(table.foreign_keys).name}};
    case 6:
        return table.indexes.empty()
                   ? std::vector<Operation>{}
                   : std::vector<Operation>{RenameIndex{name, any_of(table.indexes).name, "ix_" + new_name()}};
    default: break;
    }
    const auto& other = any_of(schema.tables).second;
    if (!options_.cycles && !(other.name < name)) return {};
    Schema changed = schema;
    add_foreign_key(changed, changed.tables.at(name), other);
    return diff(schema, changed).operations;
}

std::vector<Operation> RandomSchema::table_edit(const Schema& schema, const Table& table) {
    switch (below(12)) {
    case 0: return {DropTable{table.name}};
    case 1: return {RenameTable{table.name, new_name()}};
    case 2:
        if (options_.exclusions && chance(60)) return option_edit(table);
        return {AlterTable{.table = table.name, .comment = table.comment.empty() ? "words" : ""}};
    case 3:
    case 4:
    case 5: return {AddColumn{table.name, column(schema), {}}};
    case 6:
    case 7:
    case 8: return column_edit(schema, table, any_of(table.columns));
    default: return constraint_edit(schema, table);
    }
}

std::vector<Operation> RandomSchema::edit(const Schema& schema) {
    if (schema.tables.empty() || chance(8)) return {CreateTable{table(schema)}};
    if (options_.objects && chance(8)) return object_edit(schema);
    if (options_.enums && chance(5)) return {CreateEnum{{{"", new_name()}, {"one", "two"}}}};
    if (!schema.enums.empty() && chance(5)) return {DropEnum{any_of(schema.enums).first}};
    if (!schema.enums.empty() && chance(5)) {
        const auto& [name, enumeration] = any_of(schema.enums);
        auto values = enumeration.values;
        values.push_back(new_name());
        return {AlterEnum{name, values, {}}};
    }
    return table_edit(schema, any_of(schema.tables).second);
}

Schema RandomSchema::edited(Schema schema, int count) {
    const Schema before = schema;
    schema.views.clear(); // or every edit of what they use would be refused
    schema.triggers.clear();
    for (int tries = 0; count > 0 && tries < 1000; ++tries) {
        const auto operations = edit(schema);
        try {
            for (const auto& operation : operations) apply(operation, schema);
            count -= !operations.empty();
        } catch (const OperationError&) {
            // somebody would be told so, and try something else
        }
    }
    follow(schema, before);
    return schema;
}

std::vector<Rename> RandomSchema::renames(const Schema& from, const Schema& to) {
    std::vector<Rename> renames;
    for (int i = below(6); i > 0 && !from.tables.empty() && !to.tables.empty(); --i) {
        const auto& old_table = any_of(from.tables).second;
        const auto& new_table = any_of(to.tables).second;
        if (chance(30)) renames.push_back({{}, old_table.name.name, new_table.name.name});
        const auto found = from.tables.find(new_table.name);
        const auto& source = found == from.tables.end() ? old_table : found->second;
        renames.push_back({new_table.name, any_of(source.columns).name, any_of(new_table.columns).name});
    }
    return renames;
}

} // namespace aludel::migrations::testing
