#include "migrations/embed/embed_rows.hpp"

#include "migrations/cpp_models/cpp_names.hpp"
#include "migrations/embed/embed_text.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace aludel::migrations {
namespace {

using Kind = Type::Kind;

const char* type_of(const Type& type) {
    switch (type.kind) {
    case Kind::boolean: return "bool";
    case Kind::smallint: return "std::int16_t";
    case Kind::integer: return "std::int32_t";
    case Kind::bigint: return "std::int64_t";
    case Kind::real: return "float";
    case Kind::double_precision: return "double";
    case Kind::bytes: return "std::vector<std::byte>";
    default: return "std::string";
    }
}

bool is_required(const Table& table, const Column& column) {
    return !column.nullable || (table.primary_key && std::ranges::find(table.primary_key->columns, column.name) !=
                                                         table.primary_key->columns.end());
}

/// Names of a database may become one in C++.
std::string unique(std::string name, std::set<std::string>& taken) {
    while (!taken.insert(name).second) name += '_';
    return name;
}

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char c : name) text.append(c == '"' ? 2 : 1, c);
    return text + "\"";
}

std::string struct_of(const Table& table, std::set<std::string>& taken) {
    const auto& [schema, plain] = table.name;
    const auto name = unique(cpp_identifier(schema.empty() ? plain : schema + "_" + plain), taken);
    std::set<std::string> members{name, "select_from", "from"};
    std::string fields, values, columns;
    for (const auto& column : table.columns) {
        const std::string plain_type = type_of(column.type);
        const auto type = is_required(table, column) ? plain_type : "std::optional<" + plain_type + ">";
        fields += "    " + type + " " + unique(cpp_identifier(column.name), members) + ";\n";
        const auto index = std::count(values.begin(), values.end(), '\n');
        values += std::string(index == 0 ? "" : ",") + "\n            aludel::field<" + type + ">(row[" +
                  std::to_string(index) + "], " + cpp_text(column.name) + ")";
        columns += (columns.empty() ? "" : ", ") + quoted(column.name);
    }
    const auto from = (schema.empty() ? "" : quoted(schema) + ".") + quoted(plain);
    return "struct " + name + " {\n" + fields + "\n    static constexpr std::string_view select_from =\n    " +
           cpp_text("SELECT " + columns + " FROM " + from) + ";\n    static " + name +
           " from(const aludel::Row& row) {\n        return {" + values + "};\n    }\n};\n";
}

} // namespace

std::string embed_rows(const std::string& revision, const Schema& schema) {
    std::string text = "/// The tables' rows, as the C++ steps of revision " + revision + " find them.\nnamespace at_" +
                       revision + " {\n\nusing namespace std::string_view_literals;\n\n";
    std::set<std::string> taken;
    for (const auto& [name, table] : schema.tables) text += struct_of(table, taken) + "\n";
    return text + "} // namespace at_" + revision + "\n\n";
}

} // namespace aludel::migrations
