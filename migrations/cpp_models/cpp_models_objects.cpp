#include "migrations/cpp_models/cpp_models_parts.hpp"
#include "migrations/cpp_models/cpp_names.hpp"
#include "migrations/operation/object_use.hpp"

namespace aludel::migrations {
namespace {

std::string with_schema(const Name& name) {
    return name.schema.empty() ? "" : ".schema(" + cpp_literal(name.schema) + ")";
}

std::string sequence_text(const Sequence& sequence) {
    auto text = "aludel::sequence(" + cpp_literal(sequence.name.name) + ")";
    for (const auto& [name, number] : numbers_of(sequence.counting))
        text += "." + name + "(" + cpp_number(number) + ")";
    return text + (sequence.counting.cycle ? ".cycle()" : "") + with_schema(sequence.name);
}

std::string defined_text(const std::string& kind, const Name& name, const SqlText& definition) {
    return "aludel::" + kind + "(" + cpp_literal(name.name) + ", " + cpp_sql(definition) + ")";
}

/// Those that no column is of.
std::set<Name> other_enums(const Schema& schema) {
    std::set<Name> names;
    for (const auto& [name, enumeration] : schema.enums) names.insert(name);
    for (const auto& [name, table] : schema.tables)
        for (const auto& column : table.columns)
            if (const auto* used = find_enum(schema, name, column.type)) names.erase(used->name);
    return names;
}

} // namespace

std::vector<std::string> cpp_objects(const CppModel& model) {
    const auto& schema = model.schema;
    std::vector<std::string> texts;
    for (const auto& [name, extension] : schema.extensions)
        texts.push_back("aludel::extension(" + cpp_literal(name.name) + ")");
    for (const auto& name : other_enums(schema))
        texts.push_back("aludel::enumeration<" + model.names.enums.at(name) + ">()");
    for (const auto& [name, sequence] : schema.sequences) texts.push_back(sequence_text(sequence));
    for (const auto& [name, function] : schema.functions)
        texts.push_back(defined_text("function", name, function.definition) + with_schema(name));
    for (const auto& name : in_order_of_use(schema.views)) {
        texts.push_back(defined_text("view", name, schema.views.at(name).definition) + with_schema(name));
        for (const auto& [own, trigger] : schema.triggers)
            if (trigger.table_name() == name)
                texts.push_back(defined_text("trigger", own, trigger.definition) + ".on(" + cpp_literal(name.name) +
                                ")" + with_schema(own));
    }
    return texts;
}

std::string cpp_enum(const CppModel& model, const Enum& enumeration) {
    const auto& type = model.names.enums.at(enumeration.name);
    const auto& enumerators = model.names.enumerators.at(enumeration.name);
    const auto head = "enum class " + type + " { ";
    auto text = head + cpp_list(enumerators, 4, head.size()) + " };\n";
    const auto specialise = [&](const std::string& variable, const std::string& of, const std::string& value) {
        text += "template <> inline constexpr auto aludel::" + variable + "<" + of + "> = " + value + ";\n";
    };
    if (snake_case(type) != enumeration.name.name) specialise("enum_name", type, cpp_literal(enumeration.name.name));
    if (!enumeration.name.schema.empty()) specialise("enum_schema", type, cpp_literal(enumeration.name.schema));
    constexpr std::size_t looked_at = 256; // aludel::enum_range, from 0
    if (enumerators.size() > looked_at)
        specialise("enum_range", type, "aludel::EnumRange{0, " + std::to_string(enumerators.size() - 1) + "}");
    for (std::size_t at = 0; at < enumerators.size(); ++at)
        if (enumerators[at] != enumeration.values[at])
            specialise("enumerator_name", type + "::" + enumerators[at], cpp_literal(enumeration.values[at]));
    return text;
}

} // namespace aludel::migrations
