#include "migrations/cpp_models/cpp_models_parts.hpp"
#include "migrations/cpp_models/cpp_names.hpp"

namespace aludel::migrations {
namespace {

using Pieces = std::vector<std::string>;

std::string_view action_word(ForeignKey::Action action) {
    switch (action) {
    case ForeignKey::Action::no_action: break;
    case ForeignKey::Action::restrict: return "aludel::restrict";
    case ForeignKey::Action::cascade: return "aludel::cascade";
    case ForeignKey::Action::set_null: return "aludel::set_null";
    case ForeignKey::Action::set_default: return "aludel::set_default";
    }
    return {};
}

class TableWriter {
public:
    TableWriter(const CppModel& model, const Table& table)
        : model_(model), table_(table), struct_(model.names.tables.at(table.name)) {}

    std::string text() {
        std::string text = "struct " + struct_ + " {\n";
        for (const auto& column : table_.columns)
            text += "    " + cpp_member_type(model_, table_, column) + " " + member(table_.name, column.name) + ";\n";
        add_options();
        text += "\n    static constexpr auto table = aludel::table(" + cpp_literal(table_.name.name);
        constexpr std::size_t indent = 8;
        for (const auto& option : options_) text += ",\n" + std::string(indent, ' ') + cpp_line(option, indent);
        return text + ");\n};\n";
    }

private:
    void add_options() {
        if (!table_.name.schema.empty())
            options_.push_back({"aludel::schema(" + cpp_literal(table_.name.schema) + ")"});
        if (!table_.comment.empty()) options_.push_back({"aludel::comment(" + cpp_literal(table_.comment) + ")"});
        if (table_.strict) options_.push_back({"aludel::strict"});
        if (table_.without_rowid) options_.push_back({"aludel::without_rowid"});
        if (table_.primary_key) add_primary_key(*table_.primary_key);
        for (const auto& column : table_.columns)
            if (auto option = cpp_column_option(model_, table_, column); !option.empty())
                options_.push_back(std::move(option));
        for (const auto& unique : table_.uniques) add_unique(unique);
        for (const auto& check : table_.checks) add_check(check);
        for (const auto& exclusion : table_.exclusions) add_exclusion(exclusion);
        for (const auto& index : table_.indexes) add_index(index);
        for (const auto& key : table_.foreign_keys) add_foreign_key(key);
        for (const auto& [name, trigger] : model_.schema.triggers)
            if (trigger.table_name() == table_.name)
                options_.push_back(
                    {"aludel::trigger(" + cpp_literal(name.name) + ", " + cpp_sql(trigger.definition) + ")"});
    }

    const std::string& member(const Name& table, const std::string& column) const {
        return model_.names.members.at(table).at(column);
    }
    std::string pointer(const Name& table, const std::string& column) const {
        return "&" + model_.names.tables.at(table) + "::" + member(table, column);
    }
    std::string pointers(const Name& table, const Pieces& columns) const {
        std::string text;
        for (const auto& column : columns) text += (text.empty() ? "" : ", ") + pointer(table, column);
        return text;
    }
    /// The models' texts are all that they are named by: no database has given them its own spelling.
    template <class Part> static void forget_spelling(Part& part) {
        if constexpr (requires { part.expression.normal; }) part.expression.normal.clear();
        if constexpr (requires { part.parts; })
            for (auto& each : part.parts) each.expression.normal.clear();
    }
    /// What the naming convention calls it.
    template <class Part> std::string usual_name(Part part, std::vector<Part> Table::*list) const {
        Table alone;
        alone.name = table_.name;
        part.name.clear();
        forget_spelling(part);
        (alone.*list).push_back(std::move(part));
        name_and_sort(alone, model_.naming);
        return (alone.*list)[0].name;
    }
    std::string usual_name(PrimaryKey key) const {
        Table alone;
        alone.name = table_.name;
        key.name.clear();
        alone.primary_key = std::move(key);
        name_and_sort(alone, model_.naming);
        return alone.primary_key->name;
    }
    /// Nothing, where the naming convention gives the same.
    static void add_name(Pieces& pieces, const std::string& name, const std::string& usual) {
        if (name != usual) pieces.push_back(".name(" + cpp_literal(name) + ")");
    }

    void add_primary_key(const PrimaryKey& key) {
        Pieces pieces{"aludel::primary_key(" + pointers(table_.name, key.columns) + ")"};
        add_name(pieces, key.name, usual_name(key));
        options_.push_back(std::move(pieces));
    }

    void add_unique(const Unique& unique) {
        Pieces pieces{"aludel::unique(" + pointers(table_.name, unique.columns) + ")"};
        if (unique.nulls_not_distinct) pieces.push_back(".nulls_not_distinct()");
        add_name(pieces, unique.name, usual_name(unique, &Table::uniques));
        options_.push_back(std::move(pieces));
    }

    void add_check(const Check& check) {
        const bool is_usual = check.name == usual_name(check, &Table::checks);
        options_.push_back(
            {"aludel::check(" + (is_usual ? "" : cpp_literal(check.name) + ", ") + cpp_sql(check.expression) + ")"});
    }

    std::string part(const std::string& column, const SqlText& expression) const {
        return column.empty() ? "aludel::expression(" + cpp_sql(expression) + ")" : pointer(table_.name, column);
    }
    static std::string with_operator_class(std::string part, const std::string& name) {
        return name.empty() ? part : "aludel::operator_class(" + part + ", " + cpp_literal(name) + ")";
    }
    std::string part(const IndexPart& each) const {
        auto text = with_operator_class(part(each.column, each.expression), each.operator_class);
        if (each.descending) text = "aludel::descending(" + text + ")";
        if (each.nulls_first) text = (*each.nulls_first ? "aludel::nulls_first(" : "aludel::nulls_last(") + text + ")";
        return text;
    }

    void add_index(const Index& index) {
        std::string parts;
        for (const auto& each : index.parts) parts += (parts.empty() ? "" : ", ") + part(each);
        Pieces pieces{"aludel::index(" + parts + ")"};
        add_name(pieces, index.name, usual_name(index, &Table::indexes));
        if (index.unique) pieces.push_back(".unique()");
        if (index.nulls_not_distinct) pieces.push_back(".nulls_not_distinct()");
        if (!index.method.empty()) pieces.push_back(".method(" + cpp_literal(index.method) + ")");
        if (!index.include.empty()) pieces.push_back(".include(" + pointers(table_.name, index.include) + ")");
        if (!index.where.empty()) pieces.push_back(".where(" + cpp_sql(index.where) + ")");
        options_.push_back(std::move(pieces));
    }

    void add_exclusion(const Exclusion& exclusion) {
        std::string parts;
        for (const auto& each : exclusion.parts)
            parts += (parts.empty() ? "aludel::with(" : ", aludel::with(") +
                     with_operator_class(part(each.column, each.expression), each.operator_class) + ", " +
                     cpp_literal(each.with) + ")";
        Pieces pieces{"aludel::exclusion(" + parts + ")"};
        add_name(pieces, exclusion.name, usual_name(exclusion, &Table::exclusions));
        if (exclusion.method != Exclusion{}.method) pieces.push_back(".method(" + cpp_literal(exclusion.method) + ")");
        if (!exclusion.where.empty()) pieces.push_back(".where(" + cpp_sql(exclusion.where) + ")");
        options_.push_back(std::move(pieces));
    }

    void add_foreign_key(const ForeignKey& key) {
        Pieces pieces{"aludel::foreign_key(" + pointers(table_.name, key.columns) + ")"};
        add_reference(pieces, key);
        if (key.on_delete != ForeignKey::Action::no_action)
            pieces.push_back(".on_delete(" + std::string(action_word(key.on_delete)) + ")");
        if (key.on_update != ForeignKey::Action::no_action)
            pieces.push_back(".on_update(" + std::string(action_word(key.on_update)) + ")");
        if (key.match_full) pieces.push_back(".match_full()");
        if (key.deferrable) pieces.push_back(key.initially_deferred ? ".initially_deferred()" : ".deferrable()");
        add_name(pieces, key.name, usual_name(key, &Table::foreign_keys));
        options_.push_back(std::move(pieces));
    }

    void add_reference(Pieces& pieces, const ForeignKey& key) const {
        const auto& referred = key.referred_table;
        if (!model_.order.by_name.contains({table_.name, key.name})) {
            pieces.push_back(".references(" + pointers(referred, key.referred_columns) + ")");
            return;
        }
        std::string names = cpp_literal(referred.name);
        for (const auto& column : key.referred_columns) names += ", " + cpp_literal(column);
        pieces.push_back(".references(" + names + ")");
        // The default schema is looked into first, and then that of the table itself.
        const bool is_found = referred.schema.empty() || (referred.schema == table_.name.schema &&
                                                          !model_.schema.tables.contains({"", referred.name}));
        if (!is_found) pieces.push_back(".in_schema(" + cpp_literal(referred.schema) + ")");
    }

    const CppModel& model_;
    const Table& table_;
    const std::string& struct_;
    std::vector<Pieces> options_;
};

} // namespace

std::string cpp_struct(const CppModel& model, const Table& table) { return TableWriter(model, table).text(); }

} // namespace aludel::migrations
