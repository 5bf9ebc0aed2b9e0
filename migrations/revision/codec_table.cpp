#include "migrations/revision/codec_table.hpp"

#include "migrations/schema/naming.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

bool is_number(const Type& type) {
    return is_integer(type) || type.kind == Type::Kind::real || type.kind == Type::Kind::double_precision ||
           type.kind == Type::Kind::decimal;
}

bool is_whole_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A whole schema as a file: a list of each kind.
struct SchemaLists {
    std::vector<Extension> extensions;
    std::vector<Sequence> sequences;
    std::vector<Enum> enums;
    std::vector<Function> functions;
    std::vector<Table> tables;
    std::vector<View> views;
    std::vector<Trigger> triggers;
};

/// What is a list in a file is a map in a schema.
template <class Visit> void each_list(Visit visit) {
    visit("extensions", &SchemaLists::extensions, &Schema::extensions);
    visit("sequences", &SchemaLists::sequences, &Schema::sequences);
    visit("enums", &SchemaLists::enums, &Schema::enums);
    visit("functions", &SchemaLists::functions, &Schema::functions);
    visit("tables", &SchemaLists::tables, &Schema::tables);
    visit("views", &SchemaLists::views, &Schema::views);
    visit("triggers", &SchemaLists::triggers, &Schema::triggers);
}

template <class Item> void move_named(std::vector<Item>& list, const Node* nodes, std::map<Name, Item>& into) {
    for (std::size_t index = 0; index < list.size(); ++index) {
        const Name own = list[index].name;
        if (!into.emplace(own, std::move(list[index])).second)
            throw NodeError(nodes->items[index].mark, "'" + to_string(own) + "' stands twice");
    }
}

} // namespace

template <>
inline constexpr auto fields_of<SchemaLists> = std::tuple{optional("extensions", &SchemaLists::extensions),
                                                          optional("sequences", &SchemaLists::sequences),
                                                          optional("enums", &SchemaLists::enums),
                                                          optional("functions", &SchemaLists::functions),
                                                          given("tables", &SchemaLists::tables),
                                                          optional("views", &SchemaLists::views),
                                                          optional("triggers", &SchemaLists::triggers)};

void finish_encoding(const Column& column, Node& node) {
    if (!column.default_value || column.default_value->kind != Default::Kind::literal) return;
    const bool bare = is_number(column.type) || column.type.kind == Type::Kind::boolean;
    for (auto& item : node.items)
        if (item.key == "default") item.quoted = !bare;
}

void check_decoded(const Node& node, const Column& column) {
    const auto& value = column.default_value;
    if (!value || value->kind != Default::Kind::literal) return;
    const auto& literal = value->literal;
    const auto refuse = [&](const char* wanted) { refuse_kind(*node.find("default"), wanted); };
    if (column.type.kind == Type::Kind::boolean && literal != "true" && literal != "false")
        refuse("true or false for a boolean column");
    if (is_integer(column.type) && !is_whole_number(literal)) refuse("a whole number for a column of integers");
}

void check_decoded(const Node& node, const ExclusionPart& part) {
    if (part.column.empty() == part.expression.empty())
        throw NodeError(node.mark, "an exclusion is over either 'column' or 'sql' in each of its columns");
}

Node encode(const Schema& schema) {
    SchemaLists lists;
    each_list([&](const char*, auto list, auto objects) {
        for (const auto& [own, object] : schema.*objects) (lists.*list).push_back(object);
    });
    Node node = encode(lists);
    for (auto& list : node.items)
        for (auto& item : list.items) item.block = list.key == "tables";
    return node;
}

void decode(const Node& node, Schema& schema) {
    SchemaLists lists;
    decode(node, lists);
    for (auto& table : lists.tables) name_and_sort(table);
    each_list(
        [&](const char* key, auto list, auto objects) { move_named(lists.*list, node.find(key), schema.*objects); });
}

} // namespace aludel::migrations
