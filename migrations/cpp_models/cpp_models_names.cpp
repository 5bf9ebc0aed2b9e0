#include "migrations/cpp_models/cpp_models_parts.hpp"
#include "migrations/cpp_models/cpp_names.hpp"

namespace aludel::migrations {
namespace {

/// Gives each name once, and none of those that others have.
class Given {
public:
    explicit Given(const std::set<std::string>* others = nullptr) : others_(others) {}

    /// The first that is free; else the last with a number.
    std::string first_free(const std::vector<std::string>& wishes) {
        for (const auto& wish : wishes)
            if (take(wish)) return wish;
        for (int number = 2;; ++number)
            if (auto name = wishes.back() + std::to_string(number); take(name)) return name;
    }
    const std::set<std::string>& all() const { return taken_; }

private:
    bool take(const std::string& name) { return !(others_ && others_->contains(name)) && taken_.insert(name).second; }

    const std::set<std::string>* others_;
    std::set<std::string> taken_;
};

std::vector<std::string> type_wishes(const Name& name, const std::string& suffix) {
    const auto plain = cpp_type_name(name.name);
    if (name.schema.empty()) return {plain, plain + suffix};
    return {plain, cpp_type_name(name.schema) + plain, cpp_type_name(name.schema) + plain + suffix};
}

/// A member must not hide a type that its struct speaks of.
std::map<std::string, std::string> name_members(const Table& table, const std::set<std::string>& types) {
    Given given(&types);
    given.first_free({"table"}); // where the description stands
    std::map<std::string, std::string> members;
    const auto wishes = [](const std::string& column) {
        const auto name = cpp_identifier(column);
        const auto other = cpp_identifier(snake_case(name));
        return std::vector{name, other, other.ends_with('_') ? other : other + "_"};
    };
    for (const auto& column : table.columns) // names that are kept as they are go first
        if (cpp_identifier(column.name) == column.name) members[column.name] = given.first_free(wishes(column.name));
    for (const auto& column : table.columns)
        if (!members.contains(column.name)) members[column.name] = given.first_free(wishes(column.name));
    return members;
}

std::vector<std::string> name_enumerators(const Enum& enumeration) {
    Given given;
    std::map<std::string, std::string> names;
    for (const auto& value : enumeration.values)
        if (cpp_identifier(value) == value) names[value] = given.first_free({value});
    std::vector<std::string> enumerators;
    for (const auto& value : enumeration.values) {
        if (!names.contains(value))
            names[value] = given.first_free({cpp_identifier(value), cpp_identifier(value) + "_"});
        enumerators.push_back(names[value]);
    }
    return enumerators;
}

} // namespace

CppNames cpp_names(const Schema& schema) {
    CppNames names;
    Given types;
    for (const auto& [name, table] : schema.tables) names.tables[name] = types.first_free(type_wishes(name, "Row"));
    for (const auto& [name, enumeration] : schema.enums) {
        names.enums[name] = types.first_free(type_wishes(name, "Enum"));
        names.enumerators[name] = name_enumerators(enumeration);
    }
    for (const auto& [name, table] : schema.tables) names.members[name] = name_members(table, types.all());
    return names;
}

} // namespace aludel::migrations
