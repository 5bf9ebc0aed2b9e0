// The keys of every operation.
#include "migrations/dialect.hpp"
#include "migrations/revision/codec_table.hpp"
#include "migrations/schema/nearest.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace aludel::migrations {

template <> inline constexpr auto fields_of<CreateTable> = std::tuple{inlined(&CreateTable::table)};
template <> inline constexpr auto fields_of<DropTable> = std::tuple{name("table", &DropTable::table)};
template <>
inline constexpr auto fields_of<RenameTable> =
    std::tuple{name("table", &RenameTable::table), required("to", &RenameTable::to)};
template <>
inline constexpr auto fields_of<AlterTable> =
    std::tuple{name("table", &AlterTable::table), removable("comment", &AlterTable::comment),
               optional("strict", &AlterTable::strict), optional("without_rowid", &AlterTable::without_rowid)};

template <>
inline constexpr auto fields_of<AddColumn> =
    std::tuple{name("table", &AddColumn::table), inlined(&AddColumn::column), optional("fill", &AddColumn::fill)};
template <>
inline constexpr auto fields_of<DropColumn> =
    std::tuple{name("table", &DropColumn::table), required("column", &DropColumn::column)};
template <>
inline constexpr auto fields_of<RenameColumn> = std::tuple{
    name("table", &RenameColumn::table), required("column", &RenameColumn::column), required("to", &RenameColumn::to)};
template <>
inline constexpr auto fields_of<AlterColumn> = std::tuple{name("table", &AlterColumn::table),
                                                          required("column", &AlterColumn::column),
                                                          optional("type", &AlterColumn::type),
                                                          optional("nullable", &AlterColumn::nullable),
                                                          removable("identity", &AlterColumn::identity),
                                                          removable("default", &AlterColumn::default_value),
                                                          removable("generated", &AlterColumn::generated),
                                                          removable("collation", &AlterColumn::collation),
                                                          removable("comment", &AlterColumn::comment),
                                                          optional("using", &AlterColumn::convert),
                                                          optional("fill", &AlterColumn::fill),
                                                          optional("concurrently", &AlterColumn::concurrently)};

template <>
inline constexpr auto fields_of<CreatePrimaryKey> =
    std::tuple{name("table", &CreatePrimaryKey::table), inlined(&CreatePrimaryKey::primary_key),
               optional("on_conflict", &CreatePrimaryKey::on_conflict)};
template <>
inline constexpr auto fields_of<CreateUnique> =
    std::tuple{name("table", &CreateUnique::table), inlined(&CreateUnique::unique),
               optional("on_conflict", &CreateUnique::on_conflict)};
template <>
inline constexpr auto fields_of<CreateCheck> =
    std::tuple{name("table", &CreateCheck::table), inlined(&CreateCheck::check),
               optional("on_conflict", &CreateCheck::on_conflict),
               optional("concurrently", &CreateCheck::concurrently)};
template <>
inline constexpr auto fields_of<CreateForeignKey> =
    std::tuple{name("table", &CreateForeignKey::table), inlined(&CreateForeignKey::foreign_key),
               optional("on_conflict", &CreateForeignKey::on_conflict),
               optional("concurrently", &CreateForeignKey::concurrently)};
template <>
inline constexpr auto fields_of<CreateExclusion> =
    std::tuple{name("table", &CreateExclusion::table), inlined(&CreateExclusion::exclusion)};
template <>
inline constexpr auto fields_of<DropConstraint> =
    std::tuple{name("table", &DropConstraint::table), required("name", &DropConstraint::name)};
template <>
inline constexpr auto fields_of<RenameConstraint> =
    std::tuple{name("table", &RenameConstraint::table), required("name", &RenameConstraint::name),
               required("to", &RenameConstraint::to)};

template <>
inline constexpr auto fields_of<CreateIndex> =
    std::tuple{name("table", &CreateIndex::table), inlined(&CreateIndex::index),
               optional("on_conflict", &CreateIndex::on_conflict),
               optional("concurrently", &CreateIndex::concurrently)};
template <>
inline constexpr auto fields_of<DropIndex> =
    std::tuple{name("table", &DropIndex::table), required("name", &DropIndex::name),
               optional("concurrently", &DropIndex::concurrently)};
template <>
inline constexpr auto fields_of<RenameIndex> = std::tuple{
    name("table", &RenameIndex::table), required("name", &RenameIndex::name), required("to", &RenameIndex::to)};

template <> inline constexpr auto fields_of<CreateEnum> = std::tuple{inlined(&CreateEnum::enumeration)};
template <> inline constexpr auto fields_of<DropEnum> = std::tuple{name("name", &DropEnum::name)};
template <>
inline constexpr auto fields_of<AlterEnum> = std::tuple{
    name("name", &AlterEnum::name), required("values", &AlterEnum::values), optional("mapping", &AlterEnum::mapping)};

template <class Object>
inline constexpr auto fields_of<CreateObject<Object>> = std::tuple{inlined(&CreateObject<Object>::object)};
template <class Object>
inline constexpr auto fields_of<AlterObject<Object>> = std::tuple{inlined(&AlterObject<Object>::object)};
template <class Object>
inline constexpr auto fields_of<DropObject<Object>> = std::tuple{name("name", &DropObject<Object>::name)};

template <>
inline constexpr auto fields_of<InsertRows> = std::tuple{
    name("table", &InsertRows::table), required("rows", &InsertRows::rows), optional("key", &InsertRows::key)};
template <>
inline constexpr auto fields_of<DeleteRows> = std::tuple{
    name("table", &DeleteRows::table), required("rows", &DeleteRows::rows), optional("key", &DeleteRows::key)};

template <>
inline constexpr auto fields_of<Backfill> =
    std::tuple{name("table", &Backfill::table), required("set", &Backfill::set), optional("where", &Backfill::where),
               optional("batch", &Backfill::batch), optional("pause", &Backfill::pause)};

template <>
inline constexpr auto fields_of<Execute> =
    std::tuple{required("sql", &Execute::sql), optional("when", &Execute::when), optional("reverse", &Execute::reverse),
               optional("state", &Execute::state)};
template <>
inline constexpr auto fields_of<Call> =
    std::tuple{required("function", &Call::function), optional("reverse", &Call::reverse)};

namespace {

/// One kind of operation: what it is called, and how its keys are read.
struct Reader {
    std::string_view kind;
    Operation (*read)(const Node&);
};

template <std::size_t Index> Operation read_operation(const Node& node) {
    std::variant_alternative_t<Index, Operation::variant> operation;
    decode(node, operation);
    return operation;
}

template <std::size_t... Indexes> auto make_readers(std::index_sequence<Indexes...>) {
    return std::array{Reader{kind_of(Operation(std::variant_alternative_t<Indexes, Operation::variant>{})),
                             read_operation<Indexes>}...};
}

const auto& readers() {
    static const auto all = make_readers(std::make_index_sequence<std::variant_size_v<Operation::variant>>());
    return all;
}

const Reader& reader_of(const Node& item) {
    std::vector<std::string_view> known;
    for (const auto& reader : readers()) {
        if (reader.kind == item.key) return reader;
        known.push_back(reader.kind);
    }
    throw NodeError(item.key_mark, "unknown operation '" + item.key + "'" + did_you_mean(item.key, known));
}

bool is_identifier(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos &&
           (text[0] < '0' || text[0] > '9');
}

} // namespace

namespace {

void check_conflict(const Node& node, OnConflict action, std::initializer_list<OnConflict> possible, const char* text) {
    if (action == OnConflict::stop || std::ranges::find(possible, action) != possible.end()) return;
    refuse_kind(*node.find("on_conflict"), text);
}
constexpr auto alike = {OnConflict::keep_first, OnConflict::keep_last};
constexpr const char* alike_text = "'stop', 'keep first' or 'keep last' for rows that must not be alike";

} // namespace

void check_decoded(const Node& node, const CreatePrimaryKey& operation) {
    check_conflict(node, operation.on_conflict, alike, alike_text);
}
void check_decoded(const Node& node, const CreateUnique& operation) {
    check_conflict(node, operation.on_conflict, alike, alike_text);
}
void check_decoded(const Node& node, const CreateIndex& operation) {
    check_conflict(node, operation.on_conflict, alike, alike_text);
    if (operation.on_conflict != OnConflict::stop && !operation.index.unique)
        throw NodeError(node.find("on_conflict")->mark, "no row can be in the way of an index that is not unique");
}
void check_decoded(const Node& node, const CreateCheck& operation) {
    check_conflict(node, operation.on_conflict, {OnConflict::remove}, "'stop' or 'delete' for a check");
}
void check_decoded(const Node& node, const CreateForeignKey& operation) {
    check_conflict(node, operation.on_conflict, {OnConflict::remove, OnConflict::set_null},
                   "'stop', 'delete' or 'set null' for a foreign key");
}

void check_decoded(const Node& node, const AlterColumn& operation) {
    if (!operation.type && !operation.convert.empty())
        throw NodeError(node.find("using")->mark,
                        "'using' says what the values become in a new type, and none is given "
                        "(values alone are changed by `backfill` or `execute`)");
    if (operation.concurrently && operation.nullable != false)
        throw NodeError(node.find("concurrently")->mark,
                        "'concurrently' is how rows are looked at where 'nullable' becomes false, and it does not");
}

void check_decoded(const Node& node, const Backfill& backfill) {
    if (backfill.batch < 1) refuse_kind(*node.find("batch"), "a number of rows, from 1");
    if (backfill.pause < 0) refuse_kind(*node.find("pause"), "milliseconds, from 0");
}

// What became of the schema, and what is to be taken back, would be another matter in each database.
void check_decoded(const Node& node, const Execute& execute) {
    const auto* when = node.find("when");
    if (!when) return;
    if (execute.when.empty()) refuse_empty(*when);
    if (!execute.state.empty())
        throw NodeError(node.find("state")->mark, "SQL that runs in some databases alone ('when') has no 'state'");
    if (execute.reverse && !execute.reverse->empty())
        throw NodeError(node.find("reverse")->mark,
                        "SQL that runs in some databases alone ('when') can be reversed by nothing but ''");
    for (const auto name : dialect_names())
        if (!execute.sql.sql_for(name).empty() && execute.when.sql_for(name).empty())
            throw NodeError(when->mark, "'when' has no query for " + std::string(name) + ", and 'sql' has SQL for it");
}

void check_decoded(const Node& node, const Call& call) {
    const auto check = [&](const char* key, const std::string& function) {
        if (!is_identifier(function))
            throw NodeError(node.find(key)->mark, "'" + function + "' is no name that a C++ function can have");
    };
    check("function", call.function);
    if (call.reverse && !call.reverse->empty()) check("reverse", *call.reverse);
}

Node encode(const Operation& operation) {
    Node node = Node::map();
    node.block = true;
    const Operation::variant& variant = operation;
    node.add(std::string(kind_of(operation)), std::visit([](const auto& value) { return encode(value); }, variant));
    return node;
}

Node encode(const std::vector<Operation>& operations) {
    Node node = Node::list();
    node.block = true;
    for (const auto& operation : operations) node.items.push_back(encode(operation));
    return node;
}

void decode(const Node& node, Operation& operation) {
    if (node.kind != Node::Kind::map || node.items.empty())
        refuse_kind(node, "an operation, a map of one key (add_column: {…})");
    const Node& item = node.items.front();
    if (node.items.size() > 1)
        throw NodeError(node.items[1].key_mark, "'" + node.items[1].key + "' stands beside the operation '" + item.key +
                                                    "': indent it below, or give it a '-' of its own");
    operation = reader_of(item).read(item);
}

} // namespace aludel::migrations
