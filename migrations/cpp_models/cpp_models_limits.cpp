// What models cannot say. All of it is rare, and most of it no other database would take.
#include "migrations/cpp_models/cpp_models_parts.hpp"
#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/snapshot/snapshot.hpp"

#include <aludel/model/shape.hpp>

#include <algorithm>

namespace aludel::migrations {
namespace {

constexpr std::size_t longest_name = 63;

bool is_good(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && name.find('\0') == std::string_view::npos;
}
bool is_good(const Name& name) { return is_good(name.name) && (name.schema.empty() || is_good(name.schema)); }

std::string problem_of(const Schema& schema, const Table& table) {
    const auto is_bad_enum = [&](const Column& column) {
        if (column.type.kind != Type::Kind::enumeration) return false;
        const auto* enumeration = find_enum(schema, table.name, column.type);
        return !enumeration ||
               !std::ranges::all_of(enumeration->values, [](const auto& value) { return is_good(value); });
    };
    if (!is_good(table.name)) return "its name is empty or longer than 63 bytes";
    if (table.columns.empty()) return "it has no columns";
    if (table.columns.size() > detail::largest_field_count)
        return "it has more than " + std::to_string(detail::largest_field_count) + " columns";
    for (const auto& column : table.columns) {
        if (!is_good(column.name)) return "the name of a column is empty or longer than 63 bytes";
        if (is_bad_enum(column)) return "a value of the enum " + column.type.name + " is empty or longer than 63 bytes";
    }
    return {};
}

/// Defaults that no literal is.
std::string problem_of(const Column& column) {
    if (!column.default_value) return {};
    const auto& value = *column.default_value;
    using Kind = Type::Kind;
    const bool is_number = is_integer(column.type) || column.type.kind == Kind::boolean ||
                           column.type.kind == Kind::real || column.type.kind == Kind::double_precision ||
                           column.type.kind == Kind::decimal;
    if (value.kind == Default::Kind::now && is_number) return "the time of the insert is no number";
    return {};
}

class Limits {
public:
    Limits(const Schema& schema, std::vector<std::string>& left_out) : all_(schema), left_out_(left_out) {}

    Schema keep() {
        kept_ = all_;
        keep_tables();
        for (auto& [name, table] : kept_.tables) keep_parts(table);
        keep_good(kept_.extensions, "extension");
        keep_good(kept_.sequences, "sequence");
        keep_good(kept_.enums, "enum");
        keep_good(kept_.functions, "function");
        keep_good(kept_.views, "view");
        keep_triggers();
        return std::move(kept_);
    }

private:
    void leave_out(const std::string& what, const std::string& why) { left_out_.push_back(what + ": " + why); }

    void keep_tables() {
        for (const auto& [name, table] : all_.tables) {
            auto problem = problem_of(all_, table);
            if (problem.empty()) continue;
            leave_out("table " + to_string(name), problem);
            kept_.tables.erase(name);
        }
        std::erase_if(kept_.enums, [](const auto& each) {
            return !std::ranges::all_of(each.second.values, [](const auto& value) { return is_good(value); });
        });
    }

    /// One after the other, so that what contradicts another is found, too.
    void keep_parts(Table& table) {
        Table bare{.name = table.name, .columns = table.columns, .comment = table.comment};
        for (auto& column : bare.columns)
            if (const auto problem = problem_of(column); !problem.empty()) {
                leave_out("default of " + to_string(table.name) + "." + column.name, problem);
                column.default_value.reset();
            }
        bare.primary_key = table.primary_key;
        bare.strict = table.strict;
        bare.without_rowid = table.without_rowid;
        keep_each(table, bare, &Table::uniques, "unique");
        keep_each(table, bare, &Table::checks, "check");
        keep_each(table, bare, &Table::exclusions, "exclusion");
        keep_each(table, bare, &Table::indexes, "index");
        keep_each(table, bare, &Table::foreign_keys, "foreign key");
        table = std::move(bare);
    }

    template <class List> void keep_each(const Table& table, Table& bare, List Table::*list, const std::string& kind) {
        for (const auto& item : table.*list) {
            (bare.*list).push_back(item);
            auto problem = is_good(item.name) ? refusal_of(bare) : "its name is empty or longer than 63 bytes";
            if (problem.empty()) continue;
            (bare.*list).pop_back();
            leave_out(kind + " " + item.name + " on " + to_string(table.name), problem);
        }
    }

    /// What the reader of the models would say.
    std::string refusal_of(const Table& table) {
        try {
            check_one_table(kept_, table, lookup_);
            return {};
        } catch (const OperationError& error) {
            return error.what();
        }
    }

    template <class Object> void keep_good(std::map<Name, Object>& objects, const std::string& kind) {
        std::erase_if(objects, [&](const auto& each) {
            if (is_good(each.first)) return false;
            leave_out(kind + " " + to_string(each.first), "its name is empty or longer than 63 bytes");
            return true;
        });
    }

    void keep_triggers() {
        keep_good(kept_.triggers, "trigger");
        std::erase_if(kept_.triggers, [&](const auto& each) {
            const auto of = each.second.table_name();
            if (kept_.tables.contains(of) || kept_.views.contains(of)) return false;
            leave_out("trigger " + to_string(each.first), "the models have no " + to_string(of));
            return true;
        });
    }

    const Schema& all_;
    std::vector<std::string>& left_out_;
    Schema kept_;
    TableLookup lookup_; ///< of what is kept
};

} // namespace

Schema sayable(const Schema& schema, std::vector<std::string>& left_out) { return Limits(schema, left_out).keep(); }

} // namespace aludel::migrations
