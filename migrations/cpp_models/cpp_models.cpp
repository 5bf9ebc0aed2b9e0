#include "migrations/cpp_models/cpp_models.hpp"

#include "migrations/cpp_models/cpp_models_parts.hpp"
#include "migrations/cpp_models/cpp_names.hpp"

#include <array>

namespace aludel::migrations {
namespace {

constexpr std::size_t line_length = 120;

/// A line of a comment that ends with its line.
std::string comment_line(std::string text) {
    for (char& letter : text)
        if (static_cast<unsigned char>(letter) < ' ') letter = ' ';
    return "//   " + text + (text.ends_with('\\') ? "." : "") + "\n";
}

std::string comment_list(const std::string& head, const std::vector<std::string>& lines) {
    if (lines.empty()) return {};
    auto text = "//\n// " + head + "\n";
    for (const auto& line : lines) text += comment_line(line);
    return text;
}

std::string includes_for(const std::string& code) {
    static constexpr std::array<std::array<std::string_view, 2>, 6> headers{{{"std::chrono", "chrono"},
                                                                             {"std::byte", "cstddef"},
                                                                             {"std::int", "cstdint"},
                                                                             {"std::optional", "optional"},
                                                                             {"std::string", "string"},
                                                                             {"std::vector", "vector"}}};
    std::string text;
    for (const auto& [use, header] : headers) {
        bool is_used = code.find(use) != std::string::npos;
        if (header == "string") // which these hold
            for (const std::string_view type :
                 {"aludel::decimal<", "aludel::json ", "aludel::json>", "aludel::native<"})
                is_used = is_used || code.find(type) != std::string::npos;
        if (is_used) text += "#include <" + std::string(header) + ">\n";
    }
    return text.empty() ? text : "\n" + text;
}

std::string metadata_text(const CppModel& model) {
    std::vector<std::string> structs;
    for (const auto& name : model.order.tables) structs.push_back(model.names.tables.at(name));
    const std::string head = "inline constexpr auto metadata = aludel::metadata<";
    auto text = head + cpp_list(structs, 4, head.size()) + ">";
    const auto objects = cpp_objects(model);
    for (const auto& object : objects) text += (&object == &objects.front() ? ".with(\n    " : ",\n    ") + object;
    return text + (objects.empty() ? ";\n" : ");\n");
}

} // namespace

CppModels write_cpp_models(const Schema& schema, const std::vector<std::string>& not_modelled,
                           const NamingConvention& naming) {
    CppModels result;
    const auto kept = sayable(schema, result.left_out);
    const CppModel model{kept, cpp_names(kept), cpp_order(kept), naming};
    std::string code;
    for (const auto& [name, enumeration] : kept.enums) code += "\n" + cpp_enum(model, enumeration);
    for (const auto& name : model.order.tables) code += "\n" + cpp_struct(model, kept.tables.at(name));
    code += "\n" + metadata_text(model);
    result.text = "// The tables of a database, as aludel found them there. Rename structs and members as you like: "
                  "what they are "
                  "called\n// in the database stays, where .name(\"...\") says it.\n" +
                  comment_list("Not described, and left alone:", not_modelled) +
                  comment_list("Not said by these models, and so a difference from that database:", result.left_out) +
                  "#pragma once\n\n#include <aludel/model.hpp>\n" + includes_for(code) + code;
    return result;
}

std::string cpp_sql(const SqlText& sql) {
    if (sql.dialects.empty()) return cpp_literal(sql.common);
    std::string text;
    const auto add = [&](const std::string& name, const std::string& value) {
        text += (text.empty() ? "{." : ", .") + name + " = " + cpp_literal(value);
    };
    if (!sql.common.empty()) add("common", sql.common);
    for (auto each = sql.dialects.rbegin(); each != sql.dialects.rend(); ++each) // in the order of Sql's members
        add(each->first, each->second);
    return sql.common.empty() ? "aludel::sql(" + text + "})" : "aludel::Sql" + text + "}";
}

std::string cpp_line(const std::vector<std::string>& pieces, std::size_t indent) {
    std::string line;
    for (const auto& piece : pieces) line += piece;
    if (indent + line.size() < line_length || pieces.size() < 2 || line.find('\n') != std::string::npos) return line;
    line = pieces.front();
    for (std::size_t at = 1; at < pieces.size(); ++at) line += "\n" + std::string(indent + 4, ' ') + pieces[at];
    return line;
}

std::string cpp_list(const std::vector<std::string>& items, std::size_t indent, std::size_t begun) {
    std::string text;
    std::size_t column = begun;
    for (const auto& item : items) {
        const bool is_first = &item == &items.front();
        const bool is_too_long = column + item.size() + 2 > line_length;
        if (!is_first) text += is_too_long ? ",\n" + std::string(indent, ' ') : ", ";
        column = is_too_long ? indent + item.size() : column + item.size() + 2;
        text += item;
    }
    return text;
}

} // namespace aludel::migrations
