#include "migrations/snapshot/snapshot_object.hpp"

#include "migrations/operation/lookup.hpp"
#include "migrations/revision/revision_file.hpp"

#include <aludel/error.hpp>

namespace aludel::migrations {
namespace {

template <class Object> void add(Object object, const SnapshotRecord& record, Snapshot& into) {
    const auto place = parse_place(record);
    if (object.name.name.empty()) not_understood("the record \"" + record.kind() + "\" without a name");
    const auto [other, is_new] = into.object_places.emplace(std::pair(kind_name<Object>, object.name), place);
    if (!is_new)
        throw FileError(place, std::string(kind_name<Object>) + " " + in_quotes(object.name) +
                                   " is described twice; the other is at " + to_string(other->second));
    Name name = object.name;
    if (!(into.schema.*objects_of<Object>).emplace(name, std::move(object)).second) // a table has it already
        throw FileError(place, std::string(kind_name<Object>) + " " + in_quotes(name) + " is described twice");
}

void add_enum(const Enum& enumeration, Snapshot& into) {
    const auto [known, is_new] = into.schema.enums.emplace(enumeration.name, enumeration);
    if (!is_new && known->second != enumeration) throw Error("the metadata has " + is_another(enumeration));
}

} // namespace

Counting parse_counting(const SnapshotRecord& record) {
    return {.start = record.number("start"),
            .increment = record.number("increment"),
            .minimum = record.number("minimum"),
            .maximum = record.number("maximum"),
            .cache = record.number("cache"),
            .cycle = record.flag("cycle")};
}

Place parse_place(const SnapshotRecord& record) {
    return {.file = record.text("file"), .line = static_cast<int>(record.number("line").value_or(0))};
}

Enum parse_enum(const SnapshotRecord& record) {
    record.require_only({"name", "schema", "value"});
    return {{record.text("schema"), record.text("name")}, record.list("value")};
}

std::string is_another(const Enum& enumeration) {
    return "an enum " + in_quotes(enumeration.name) +
           " whose values are not those of another enum of this name; give one of them another name";
}

bool is_object_record(const SnapshotRecord& record) {
    const auto& kind = record.kind();
    return kind == "enumeration" || kind == "trigger_of" || kind == kind_name<Extension> ||
           kind == kind_name<Sequence> || kind == kind_name<Function> || kind == kind_name<View>;
}

void read_object(const SnapshotRecord& record, Snapshot& into) {
    const auto& kind = record.kind();
    const Name name{record.text("schema"), record.text("name")};
    if (kind == kind_name<Extension>) {
        record.require_only({"name", "file", "line"});
        return add(Extension{name}, record, into);
    }
    if (kind == kind_name<Sequence>) {
        record.require_only(
            {"name", "schema", "start", "increment", "minimum", "maximum", "cache", "cycle", "file", "line"});
        return add(Sequence{name, parse_counting(record)}, record, into);
    }
    if (kind == "enumeration") return add_enum(parse_enum(record), into);
    if (kind == "trigger_of") {
        record.require_only({"name", "schema", "table", "sql", "file", "line"});
        return add(Trigger{name, record.text("table"), record.sql("sql")}, record, into);
    }
    record.require_only({"name", "schema", "sql", "file", "line"});
    if (kind == kind_name<Function>) return add(Function{name, record.sql("sql")}, record, into);
    add(View{name, record.sql("sql")}, record, into);
}

} // namespace aludel::migrations
