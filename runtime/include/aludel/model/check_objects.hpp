// Finds what is wrong with what stands beside the tables of a metadata.
#pragma once

#include <aludel/model/check_metadata.hpp>
#include <aludel/model/check_table.hpp>
#include <aludel/model/object.hpp>
#include <aludel/model/problem.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace aludel::detail {

/// What report() prints as the struct, where none is wrong.
struct Objects;

struct ObjectProblem {
    Problem problem = Problem::none;
    int line = 0;
};

constexpr Problem problem_of_object(const Object& object) {
    if (!is_good_name(object.name.text) || !is_good_optional_name(object.schema)) return Problem::bad_object_name;
    if (object.kind == Object::Kind::trigger && !is_good_name(object.table ? object.table : ""))
        return Problem::bad_object_name;
    const bool is_defined = object.kind != Object::Kind::extension && object.kind != Object::Kind::sequence;
    if (is_defined && (object.definition.empty() || has_empty_text(object.definition)))
        return Problem::empty_definition;
    return is_good_counting(object.counting) ? Problem::none : Problem::bad_counting;
}

/// Relations (tables, views and sequences), functions and extensions each have names of their own.
constexpr bool share_names(Object::Kind one, Object::Kind other) {
    const auto is_relation = [](Object::Kind kind) {
        return kind == Object::Kind::view || kind == Object::Kind::sequence;
    };
    return one == other || (is_relation(one) && is_relation(other));
}

/// The second object of a name, of those that share names with `kind`. `tables` come first, and are fine.
template <std::size_t Tables, int Count>
constexpr ObjectProblem repeated_object(const std::array<OwnedName, Tables>& tables, const Object (&objects)[Count],
                                        Object::Kind kind) {
    NameSet<Tables + Count> seen{};
    if (share_names(kind, Object::Kind::view))
        for (const auto& table : tables) seen.find_or_add(table);
    for (std::size_t at = 0; at < Count; ++at) {
        const auto& object = objects[at];
        if (!share_names(kind, object.kind)) continue;
        const std::string_view schema = object.schema ? view_of(object.schema) : std::string_view{};
        if (seen.find_or_add({schema, view_of(object.name.text), {}, Tables + at}).table != Tables + at)
            return {Problem::object_named_twice, object.name.line};
    }
    return {};
}

template <std::size_t Tables, int Count>
constexpr ObjectProblem problem_of_objects(const std::array<OwnedName, Tables>& tables,
                                           const Object (&objects)[Count]) {
    for (const auto& object : objects)
        if (const auto problem = problem_of_object(object); problem != Problem::none)
            return {problem, object.name.line};
    for (const auto kind : {Object::Kind::view, Object::Kind::function, Object::Kind::extension, Object::Kind::trigger})
        if (const auto repeated = repeated_object(tables, objects, kind); repeated.problem != Problem::none)
            return repeated;
    return {};
}

} // namespace aludel::detail
