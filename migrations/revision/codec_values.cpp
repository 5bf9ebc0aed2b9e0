// The values that are no maps of fixed keys.
#include "migrations/dialect.hpp"
#include "migrations/revision/codec_table.hpp"
#include "migrations/schema/nearest.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace aludel::migrations {
namespace {

constexpr std::array<std::pair<ForeignKey::Action, std::string_view>, 5> actions{{
    {ForeignKey::Action::no_action, "no action"},
    {ForeignKey::Action::restrict, "restrict"},
    {ForeignKey::Action::cascade, "cascade"},
    {ForeignKey::Action::set_null, "set null"},
    {ForeignKey::Action::set_default, "set default"},
}};

constexpr std::array<std::pair<OnConflict, std::string_view>, 5> conflict_actions{{
    {OnConflict::stop, "stop"},
    {OnConflict::remove, "delete"},
    {OnConflict::set_null, "set null"},
    {OnConflict::keep_first, "keep first"},
    {OnConflict::keep_last, "keep last"},
}};

constexpr std::array<std::string_view, 18> types = {
    "boolean", "smallint", "integer",   "bigint",      "real", "double",         "text", "varchar(80)", "bytes",
    "date",    "time",     "timestamp", "timestamptz", "uuid", "decimal(10, 2)", "json", "enum NAME",   "native NAME"};

/// What SQL may be keyed by: each dialect, and the rest.
const std::vector<std::string_view>& sql_keys() {
    static const auto keys = [] {
        std::vector<std::string_view> result(dialect_names().begin(), dialect_names().end());
        result.push_back("default");
        return result;
    }();
    return keys;
}

std::string_view word_of(std::string_view type) { return type.substr(0, type.find_first_of(" (")); }

[[noreturn]] void refuse_type(const Node& node) {
    const auto same_word = std::ranges::find(types, word_of(node.text), word_of);
    throw NodeError(node.mark, "unknown type '" + node.text + "'" +
                                   (same_word != types.end() ? " (it is spelt '" + std::string(*same_word) + "')"
                                                             : did_you_mean(node.text, types)));
}

} // namespace

Node encode(const std::string& text) { return Node::text_of(text); }
Node encode(bool value) { return Node::plain_of(value ? "true" : "false"); }
Node encode(const Type& type) { return Node::text_of(to_string(type)); }

Node encode(const SqlText& sql) {
    if (sql.dialects.empty()) return encode(sql.common);
    Node node = encode(sql.dialects);
    if (!sql.common.empty()) node.add("default", encode(sql.common));
    return node;
}

Node encode(const Default& value) {
    if (value.kind == Default::Kind::literal) return Node::plain_of(value.literal);
    Node node = Node::map();
    if (value.kind == Default::Kind::now)
        node.add("now", encode(true));
    else
        node.add("sql", encode(value.sql));
    return node;
}

namespace {

/// A number or boolean to every reader: `-1.5`, and not `007`, which may be a text.
bool is_bare(std::string_view text) {
    if (text == "true" || text == "false") return true;
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto whole = std::min(text.find('.'), text.size());
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return digits(text.substr(0, whole)) && (whole == 1 || text[0] != '0') &&
           (whole == text.size() || digits(text.substr(whole + 1)));
}

Node encode_value(const std::optional<Default>& value) {
    if (!value) return {};
    Node node = encode(*value);
    if (node.kind == Node::Kind::scalar) node.quoted = !is_bare(node.text);
    return node;
}

} // namespace

Node encode(const std::map<std::string, SqlText>& texts) {
    Node node = Node::map();
    for (const auto& [column, sql] : texts) node.add(column, encode(sql));
    return node;
}

Node encode(const std::vector<RowValues>& rows) {
    Node node = Node::list();
    node.block = true;
    for (const auto& row : rows) {
        Node& item = node.items.emplace_back(Node::map());
        for (const auto& [column, value] : row) item.add(column, encode_value(value));
    }
    return node;
}

Node encode(ForeignKey::Action action) {
    return Node::text_of(
        std::string(std::ranges::find(actions, action, &decltype(actions)::value_type::first)->second));
}

Node encode(OnConflict action) {
    using Entry = decltype(conflict_actions)::value_type;
    return Node::text_of(std::string(std::ranges::find(conflict_actions, action, &Entry::first)->second));
}

Node encode(std::int64_t number) { return Node::plain_of(std::to_string(number)); }

Node encode(const std::optional<Identity>& identity) {
    if (!identity || *identity == Identity{}) return encode(identity.has_value());
    Node node = Node::map();
    encode_fields(*identity, node);
    return node;
}

Node encode(const IndexPart& part) {
    if (part == IndexPart{.column = part.column} && !part.column.empty()) return encode(part.column);
    Node node = Node::map();
    if (part.column.empty())
        node.add("sql", encode(part.expression));
    else
        node.add("column", encode(part.column));
    if (part.descending) node.add("descending", encode(true));
    if (part.nulls_first) node.add("nulls", encode(std::string(*part.nulls_first ? "first" : "last")));
    if (!part.operator_class.empty()) node.add("operator_class", encode(part.operator_class));
    return node;
}

Node encode(const std::map<std::string, std::string>& mapping) {
    Node node = Node::map();
    for (const auto& [key, value] : mapping) node.add(key, encode(value));
    return node;
}

void decode(const Node& node, std::string& text) {
    if (node.kind == Node::Kind::null) refuse_kind(node, "a text (in quotes, if 'null' is meant)");
    if (node.kind != Node::Kind::scalar) refuse_kind(node, "a text");
    text = node.text;
}

void decode(const Node& node, bool& value) {
    if (node.kind != Node::Kind::scalar || node.quoted || (node.text != "true" && node.text != "false"))
        refuse_kind(node, "true or false");
    value = node.text == "true";
}

void decode(const Node& node, Type& type) {
    if (node.kind != Node::Kind::scalar) refuse_kind(node, "a type");
    const auto parsed = parse_type(node.text);
    if (!parsed) refuse_type(node);
    type = *parsed;
}

void decode(const Node& node, SqlText& sql) {
    if (node.kind == Node::Kind::scalar) {
        sql.common = node.text;
        return;
    }
    if (node.kind != Node::Kind::map) refuse_kind(node, "SQL, or a map of SQL for each dialect");
    if (node.items.empty()) refuse_empty(node);
    require_known_keys(node, sql_keys());
    for (const auto& item : node.items) decode(item, item.key == "default" ? sql.common : sql.dialects[item.key]);
}

void decode(const Node& node, Default& value) {
    if (node.kind == Node::Kind::null) refuse_kind(node, "left out, or in quotes if the text 'null' is meant");
    if (node.kind == Node::Kind::scalar) {
        value.literal = node.text;
        return;
    }
    if (node.kind != Node::Kind::map || node.items.size() != 1) refuse_kind(node, "a literal, {now: true} or {sql: …}");
    constexpr std::array<std::string_view, 2> known = {"now", "sql"};
    require_known_keys(node, known);
    const Node& item = node.items.front();
    value.kind = item.key == "now" ? Default::Kind::now : Default::Kind::sql;
    if (value.kind == Default::Kind::sql) {
        decode(item, value.sql);
        if (value.sql.empty()) refuse_empty(item);
    } else if (item.text != "true" || item.quoted) {
        refuse_kind(item, "true");
    }
}

void decode(const Node& node, std::map<std::string, SqlText>& texts) {
    if (node.kind != Node::Kind::map) refuse_kind(node, "a map of SQL for each column");
    for (const auto& item : node.items) decode(item, texts[item.key]);
}

void decode(const Node& node, RowValues& row) {
    if (node.kind != Node::Kind::map) refuse_kind(node, "a row, a map of a value for each column");
    if (node.items.empty()) refuse_empty(node);
    for (const auto& item : node.items) {
        auto& value = row[item.key];
        if (item.kind != Node::Kind::null) decode(item, value.emplace());
    }
}

void decode(const Node& node, ForeignKey::Action& action) {
    const auto found = std::ranges::find(actions, node.text, &decltype(actions)::value_type::second);
    if (node.kind != Node::Kind::scalar || found == actions.end())
        refuse_kind(node, "'no action', 'restrict', 'cascade', 'set null' or 'set default'");
    action = found->first;
}

void decode(const Node& node, OnConflict& action) {
    const auto found = std::ranges::find(conflict_actions, node.text, &decltype(conflict_actions)::value_type::second);
    if (node.kind != Node::Kind::scalar || found == conflict_actions.end())
        refuse_kind(node, "'stop', 'delete', 'set null', 'keep first' or 'keep last'");
    action = found->first;
}

void decode(const Node& node, std::int64_t& number) {
    const char* end = node.text.data() + node.text.size();
    if (node.kind != Node::Kind::scalar || node.quoted ||
        std::from_chars(node.text.data(), end, number) != std::from_chars_result{end, {}})
        refuse_kind(node, "a whole number");
}

void decode(const Node& node, std::optional<Identity>& identity) {
    identity.reset();
    if (node.kind != Node::Kind::map) {
        bool numbers_itself = false;
        decode(node, numbers_itself);
        if (numbers_itself) identity.emplace();
        return;
    }
    static const auto keys = keys_of(fields_of<Identity>);
    require_known_keys(node, keys);
    decode_fields(node, identity.emplace());
}

void decode(const Node& node, IndexPart& part) {
    if (node.kind == Node::Kind::scalar) {
        part.column = node.text;
        if (part.column.empty()) refuse_empty(node);
        return;
    }
    if (node.kind != Node::Kind::map) refuse_kind(node, "a column, or a map of column or sql");
    constexpr std::array<std::string_view, 5> known = {"column", "sql", "descending", "nulls", "operator_class"};
    require_known_keys(node, known);
    const Node* column = node.find("column");
    const Node* sql = node.find("sql");
    if ((column != nullptr) == (sql != nullptr))
        throw NodeError(node.mark, "an index is over either 'column' or 'sql' in each of its columns");
    if (column) decode(*column, part.column);
    if (sql) decode(*sql, part.expression);
    if (part.column.empty() && part.expression.empty()) refuse_empty(column ? *column : *sql);
    if (const Node* descending = node.find("descending")) decode(*descending, part.descending);
    if (const Node* nulls = node.find("nulls")) {
        if (nulls->text != "first" && nulls->text != "last") refuse_kind(*nulls, "'first' or 'last'");
        part.nulls_first = nulls->text == "first";
    }
    if (const Node* operator_class = node.find("operator_class")) decode(*operator_class, part.operator_class);
}

void decode(const Node& node, std::map<std::string, std::string>& mapping) {
    for (const auto& item : require_map(node).items) decode(item, mapping[item.key]);
}

} // namespace aludel::migrations
