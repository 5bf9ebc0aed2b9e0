// Extensions, sequences, functions, views and triggers.
#include "migrations/operation/apply.hpp"
#include "migrations/operation/lookup.hpp"
#include "migrations/operation/object_use.hpp"

namespace aludel::migrations {
namespace {

template <class Object> std::string text_of(const Name& name) {
    return std::string(kind_name<Object>) + " " + in_quotes(name);
}

// Tables, views and sequences share one space of names.
template <class Object> void check_object(const Schema& schema, const Object& object) {
    const auto& name = object.name;
    if constexpr (std::is_same_v<Object, View> || std::is_same_v<Object, Sequence>)
        if (schema.tables.contains(name) || schema.views.contains(name) || schema.sequences.contains(name))
            throw OperationError("there is something called " + in_quotes(name) +
                                 " already: give one of them another name");
    if constexpr (std::is_same_v<Object, Trigger>)
        if (!schema.tables.contains(object.table_name()) && !schema.views.contains(object.table_name()))
            throw OperationError(text_of<Trigger>(name) + " is of table " + in_quotes(object.table_name()) +
                                 ", which is not there");
}

/// What else there is of that kind, for a name that nothing has.
template <class Object> std::string known(const Schema& schema) {
    std::string list;
    for (const auto& [name, object] : schema.*objects_of<Object>) list += (list.empty() ? "" : ", ") + in_quotes(name);
    return list.empty() ? "there is none" : "there is " + list;
}

template <class Object> void require_object(const Schema& schema, const Name& name) {
    if (!(schema.*objects_of<Object>).contains(name))
        throw OperationError("there is no " + text_of<Object>(name) + "; " + known<Object>(schema));
}

} // namespace

template <class Object> void apply_to(Schema& schema, const CreateObject<Object>& operation) {
    auto& objects = schema.*objects_of<Object>;
    const auto& object = operation.object;
    if (objects.contains(object.name)) throw OperationError("there is a " + text_of<Object>(object.name) + " already");
    check_object(schema, object);
    objects.emplace(object.name, object);
}

template <class Object> void apply_to(Schema& schema, const AlterObject<Object>& operation) {
    require_object<Object>(schema, operation.object.name);
    (schema.*objects_of<Object>).at(operation.object.name) = operation.object;
}

template <class Object> void apply_to(Schema& schema, const DropObject<Object>& operation) {
    require_object<Object>(schema, operation.name);
    (schema.*objects_of<Object>).erase(operation.name);
}

template void apply_to(Schema&, const CreateObject<Extension>&);
template void apply_to(Schema&, const DropObject<Extension>&);
template void apply_to(Schema&, const CreateObject<Sequence>&);
template void apply_to(Schema&, const AlterObject<Sequence>&);
template void apply_to(Schema&, const DropObject<Sequence>&);
template void apply_to(Schema&, const CreateObject<Function>&);
template void apply_to(Schema&, const AlterObject<Function>&);
template void apply_to(Schema&, const DropObject<Function>&);
template void apply_to(Schema&, const CreateObject<View>&);
template void apply_to(Schema&, const DropObject<View>&);
template void apply_to(Schema&, const CreateObject<Trigger>&);
template void apply_to(Schema&, const DropObject<Trigger>&);

void require_undisturbed(const Operation& operation, const Schema& schema) {
    const auto dependents = disturbed_by(operation, schema);
    if (dependents.empty()) return;
    const bool view = !dependents.views.empty();
    const auto text = view ? text_of<View>(dependents.views.front()) : text_of<Trigger>(dependents.triggers.front());
    const std::string kind(view ? kind_name<View> : kind_name<Trigger>);
    throw OperationError("the " + text + " uses what this changes: drop it before (drop_" + kind +
                         ") and make it again after (create_" + kind + ")");
}

} // namespace aludel::migrations
