#include "tests/migrations/revision_file_random.hpp"

#include "migrations/schema/naming.hpp"

#include <array>
#include <set>

namespace aludel::migrations {
namespace {

/// What YAML, JSON, C++ or SQL might take for something else.
// clang-format off
const std::vector<std::string> nasty = {
    "null", "~", "true", "False", "yes", "NO", "on", "y", "n", "5", "-5", "+5", "5.0", "1e5", ".5", ".inf", "-.inf",
    ".nan", "0x1f", "0o17", "017", "1_000", "12:30:45", "2026-11-23", "2026-11-23T06:00:00Z", "5f3a9c01d2e4",
    "123e45678901", "a: b", "a:b", "a:", ":a", "a #b", "#a", "- a", "-", "--- ", "...", "? a", "!tag", "&a", "*a",
    "|", ">", "%a", "@a", "`a`", "{a}", "[a]", "a, b", "a]", "'", "''", "\"", "\\", "\\n", "it's", " a", "a ", " ",
    "\t", "a\tb", "\ta", "\n", "\n\n", "a\n", "a\nb", "a\nb\n", "a\n\nb", "a\n\n", " a\nb", "a\n b", "a \nb",
    "a\n \nb", "a\n\tb", "a\rb", "a\r\nb", "\r", std::string("\0", 1), std::string("a\0b", 3), "\x01", "\x04", "\x1f",
    "\x7f", "SELECT 1;\n-- a comment\nSELECT ': #' FROM \"t\"", "<<", "=", "a=b", "äöü", "日本語", "🏺", "\xC2\x85",
    "\xC2\xA0z", "a\xE2\x80\xA8z", "b", "\xE2\x80\xA9", "\xEF\xBB\xBF", "?\?=", "?\?/", "R\"(x)\"", "$1", "%s",
    "lower(name)", "(a)", "default", "irreversible", "auto", "select", "group", "/", "a/*b*/"};
// clang-format on

const std::array<std::string, 2> dialect_names = {"sqlite", "postgresql"};

} // namespace

std::string RandomValues::text() {
    if (chance(60)) return nasty[below(nasty.size())];
    std::string result;
    const auto length = 1 + below(chance(10) ? 300 : 12);
    constexpr std::string_view characters = "abcxyz019_-.,:;#'\"\\{}[]()&*!|>%@ \n\t?=~<+/";
    for (std::size_t at = 0; at < length; ++at) result += characters[below(characters.size())];
    return result;
}

std::string RandomValues::optional_text() { return chance(60) ? std::string() : text(); }

template <class Make> auto RandomValues::list(Make make) {
    std::vector<decltype(make())> result;
    for (auto count = below(3); count > 0; --count) result.push_back(make());
    return result;
}

std::vector<std::string> RandomValues::texts(std::size_t at_most) {
    std::vector<std::string> result;
    for (auto count = 1 + below(at_most); count > 0; --count) result.push_back(text());
    return result;
}

std::string RandomValues::id() {
    std::string result;
    for (int digit = 0; digit < 12; ++digit) result += "0123456789abcdef"[below(chance(50) ? 10 : 16)];
    return result;
}

Name RandomValues::name() { return {optional_text(), text()}; }

SqlText RandomValues::sql() {
    SqlText result;
    if (chance(50)) result.common = text();
    for (const auto& dialect : dialect_names)
        if (chance(30)) result.dialects[dialect] = optional_text();
    if (result.empty()) result.common = text();
    return result;
}

Type RandomValues::type() {
    Type result;
    result.kind = static_cast<Type::Kind>(below(18));
    if (result.kind == Type::Kind::varchar) result.length = 1 + static_cast<int>(below(500));
    if (result.kind == Type::Kind::decimal && chance(70)) {
        result.precision = 1 + static_cast<int>(below(38));
        result.scale = static_cast<int>(below(static_cast<std::size_t>(result.precision) + 1));
    }
    if (result.kind == Type::Kind::enumeration) result.name = "mood: of # 'day'";
    if (result.kind == Type::Kind::native) result.name = "numeric(3, 1)[]";
    return result;
}

Default RandomValues::default_value(const Type& type) {
    Default result;
    result.kind = static_cast<Default::Kind>(below(3));
    if (result.kind == Default::Kind::sql) result.sql = sql();
    if (result.kind != Default::Kind::literal) return result;
    if (type.kind == Type::Kind::boolean)
        result.literal = chance(50) ? "true" : "false";
    else if (is_integer(type))
        result.literal = chance(50) ? "-5" : "0";
    else
        result.literal = optional_text();
    return result;
}

Counting RandomValues::counting() {
    Counting result;
    for (auto* number : {&result.start, &result.increment, &result.minimum, &result.maximum, &result.cache})
        if (chance(40)) *number = chance(10) ? INT64_MIN : static_cast<std::int64_t>(below(100)) - 50;
    result.cycle = chance(20);
    return result;
}

Identity RandomValues::identity() {
    if (chance(50)) return {};
    return {.always = chance(50), .autoincrement = chance(50), .counting = counting()};
}

Generated RandomValues::generated() { return {sql(), chance(50)}; }

Column RandomValues::column() {
    Column result{.name = text(), .type = type(), .nullable = chance(50)};
    if (chance(20)) result.identity = identity();
    if (chance(50)) result.default_value = default_value(result.type);
    if (chance(20)) result.generated = generated();
    result.collation = optional_text();
    result.comment = optional_text();
    return result;
}

PrimaryKey RandomValues::primary_key() { return {text(), texts()}; }
Unique RandomValues::unique() { return {text(), texts(), chance(30)}; }
Check RandomValues::check() { return {text(), sql()}; }

ForeignKey RandomValues::foreign_key() {
    return {text(),
            texts(),
            name(),
            texts(),
            static_cast<ForeignKey::Action>(below(5)),
            static_cast<ForeignKey::Action>(below(5)),
            chance(50),
            chance(50),
            chance(30)};
}

Exclusion RandomValues::exclusion() {
    Exclusion result{.name = text(), .method = text()};
    for (auto count = 1 + below(2); count > 0; --count) {
        ExclusionPart part{.column = optional_text(), .with = text(), .operator_class = optional_text()};
        if (part.column.empty()) part.expression = sql();
        result.parts.push_back(std::move(part));
    }
    if (chance(30)) result.where = sql();
    return result;
}

IndexPart RandomValues::index_part() {
    IndexPart result{.column = optional_text(), .expression = {}, .descending = chance(50)};
    if (result.column.empty()) result.expression = sql();
    if (chance(30)) result.nulls_first = chance(50);
    result.operator_class = optional_text();
    return result;
}

Index RandomValues::index() {
    Index result{.name = text(), .parts = list([this] { return index_part(); }), .unique = chance(50)};
    result.method = optional_text();
    if (chance(30)) result.include = texts();
    result.nulls_not_distinct = chance(30);
    if (result.parts.empty()) result.parts.push_back(index_part());
    if (chance(30)) result.where = sql();
    return result;
}

Table RandomValues::table() {
    Table result{.name = name(), .columns = list([this] { return column(); })};
    if (chance(50)) result.primary_key = primary_key();
    result.uniques = list([this] { return unique(); });
    result.checks = list([this] { return check(); });
    result.foreign_keys = list([this] { return foreign_key(); });
    result.exclusions = list([this] { return exclusion(); });
    result.indexes = list([this] { return index(); });
    result.strict = chance(20);
    result.without_rowid = chance(20);
    result.comment = optional_text();
    return result;
}

Enum RandomValues::enumeration() { return {name(), chance(90) ? texts(5) : std::vector<std::string>()}; }

AlterColumn RandomValues::alter_column() {
    AlterColumn result{.table = name(), .column = text()};
    if (chance(30)) result.type = type();
    if (chance(30)) result.nullable = chance(50);
    if (chance(20))
        result.identity.emplace();
    else if (chance(30))
        result.identity.emplace(identity());
    if (chance(20))
        result.default_value.emplace();
    else if (chance(40))
        result.default_value.emplace(default_value(Type{}));
    if (chance(20))
        result.generated.emplace();
    else if (chance(20))
        result.generated.emplace(generated());
    if (chance(30)) result.collation = optional_text();
    if (chance(30)) result.comment = optional_text();
    if (result.type && chance(30)) result.convert = sql();
    if (chance(30)) result.fill = sql();
    return result;
}

AlterTable RandomValues::alter_table() {
    AlterTable result{.table = name()};
    if (chance(50)) result.comment = optional_text();
    if (chance(50)) result.strict = chance(50);
    if (chance(50)) result.without_rowid = chance(50);
    return result;
}

Operation RandomValues::table_operation() {
    constexpr std::array alike{OnConflict::stop, OnConflict::keep_first, OnConflict::keep_last};
    switch (below(17)) {
    case 0: return CreateTable{table()};
    case 1: return DropTable{name()};
    case 2: return RenameTable{name(), text()};
    case 3: return alter_table();
    case 4: return AddColumn{name(), column(), chance(30) ? sql() : SqlText()};
    case 5: return DropColumn{name(), text()};
    case 6: return RenameColumn{name(), text(), text()};
    case 7: return alter_column();
    case 8: return CreatePrimaryKey{name(), primary_key(), alike[below(3)]};
    case 9: return CreateUnique{name(), unique(), alike[below(3)]};
    case 10: return CreateCheck{name(), check(), chance(50) ? OnConflict::stop : OnConflict::remove, chance(20)};
    case 11: return CreateForeignKey{name(), foreign_key(), static_cast<OnConflict>(below(3)), chance(20)};
    case 12: return CreateExclusion{name(), exclusion()};
    case 13: return DropConstraint{name(), text()};
    case 14: return RenameConstraint{name(), text(), text()};
    case 15: {
        CreateIndex result{.table = name(), .index = index(), .concurrently = chance(30)};
        if (result.index.unique) result.on_conflict = alike[below(3)];
        return result;
    }
    default: return chance(50) ? Operation(DropIndex{name(), text(), chance(30)}) : RenameIndex{name(), text(), text()};
    }
}

Extension RandomValues::extension() { return {{"", text()}}; }
Sequence RandomValues::sequence() { return {name(), counting()}; }
Function RandomValues::function() { return {name(), sql()}; }
View RandomValues::view() { return {name(), sql()}; }
Trigger RandomValues::trigger() { return {name(), text(), sql()}; }

Operation RandomValues::object_operation() {
    switch (below(15)) {
    case 0: return CreateEnum{enumeration()};
    case 1: return DropEnum{name()};
    case 2: return AlterEnum{name(), texts(), {{text(), text()}, {text(), optional_text()}}};
    case 3: return CreateObject<Extension>{extension()};
    case 4: return DropObject<Extension>{{"", text()}};
    case 5: return CreateObject<Sequence>{sequence()};
    case 6: return AlterObject<Sequence>{sequence()};
    case 7: return DropObject<Sequence>{name()};
    case 8: return CreateObject<Function>{function()};
    case 9: return AlterObject<Function>{function()};
    case 10: return DropObject<Function>{name()};
    case 11: return CreateObject<View>{view()};
    case 12: return DropObject<View>{name()};
    case 13: return CreateObject<Trigger>{trigger()};
    default: return DropObject<Trigger>{name()};
    }
}

std::vector<RowValues> RandomValues::rows() {
    std::vector<RowValues> result;
    for (auto count = 1 + below(3); count > 0; --count) {
        auto& row = result.emplace_back();
        for (auto columns = 1 + below(3); columns > 0; --columns) {
            auto& value = row[text()];
            if (chance(80)) value = default_value(type());
        }
    }
    return result;
}

Operation RandomValues::operation(int depth) {
    if (chance(5)) return InsertRows{name(), rows(), chance(30) ? texts() : std::vector<std::string>()};
    if (chance(5)) return DeleteRows{name(), rows(), chance(30) ? texts() : std::vector<std::string>()};
    if (chance(5)) {
        Backfill result{.table = name(), .set = {}, .where = chance(50) ? sql() : SqlText()};
        for (auto count = 1 + below(3); count > 0; --count) result.set[text()] = sql();
        if (chance(50)) result.batch = 1 + static_cast<std::int64_t>(below(5000));
        if (chance(50)) result.pause = static_cast<std::int64_t>(below(100));
        return result;
    }
    switch (below(depth < 2 ? 22 : 20)) {
    default: return chance(60) ? table_operation() : object_operation();
    case 20: {
        Execute result{.sql = sql(), .reverse = {}, .state = operations(depth + 1)};
        if (chance(30))
            result.reverse = SqlText();
        else if (chance(50))
            result.reverse = sql();
        if (chance(30)) { // in a database of any kind, and of what it does nothing is known
            result.when.common = "SELECT " + text();
            result.state.clear();
            if (result.reverse) result.reverse->dialects.clear(), result.reverse->common.clear();
        }
        return result;
    }
    case 21: {
        Call result{.function = "fill_power", .reverse = {}};
        if (chance(30))
            result.reverse = "";
        else if (chance(50))
            result.reverse = "empty_power";
        return result;
    }
    }
}

std::vector<Operation> RandomValues::operations(int depth) {
    return list([&] { return operation(depth); });
}

Revision RandomValues::revision() {
    Revision result{.id = id(), .message = optional_text(), .created = "2026-11-23T06:00:00Z"};
    result.parents = list([this] { return id(); });
    result.depends_on = list([this] { return id(); });
    result.branch = chance(50) ? "main" : "";
    result.without_transaction = chance(20);
    if (chance(30)) result.older_applications = static_cast<Compatibility>(below(3));
    if (chance(20)) result.replaces = {{"s1", text(), {{"r1", text(), {}}, {"r2", text(), {}}}}, {"r3", text(), {}}};
    result.upgrade = operations();
    if (chance(30))
        result.irreversible = text();
    else if (chance(50))
        result.downgrade = operations();
    return result;
}

Schema RandomValues::schema() {
    Schema result;
    for (auto count = below(4); count > 0; --count) {
        auto made = table();
        name_and_sort(made);
        result.tables[made.name] = made;
        const auto add = [](auto& objects, auto object) { objects.emplace(object.name, object); };
        add(result.enums, enumeration());
        add(result.extensions, extension());
        add(result.sequences, sequence());
        add(result.functions, function());
        add(result.views, view());
        add(result.triggers, trigger());
    }
    return result;
}

} // namespace aludel::migrations
