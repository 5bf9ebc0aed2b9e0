#include "migrations/revision/settings.hpp"

#include "migrations/dialect.hpp"
#include "migrations/revision/codec_fields.hpp"
#include "migrations/revision/revision_file.hpp"
#include "migrations/schema/name_template.hpp"
#include "migrations/schema/nearest.hpp"

#include <algorithm>
#include <array>

namespace aludel::migrations {
namespace {

using Tokens = std::span<const std::string_view>;

constexpr std::array<std::string_view, 9> file_tokens = {"revision", "slug",   "year",   "month", "day",
                                                         "hour",     "minute", "second", "epoch"};
constexpr std::array<std::string_view, 4> column_tokens = {"schema", "table", "columns", "column"};
constexpr std::array<std::string_view, 5> check_tokens = {"schema", "table", "columns", "column", "hash"};
constexpr std::array<std::string_view, 6> key_tokens = {"schema", "table",          "columns",
                                                        "column", "referred_table", "referred_columns"};

/// `needs`: without that token, two would have one name.
void check_form(const Node& node, std::string_view key, Tokens tokens, std::string_view needs) {
    const auto* item = node.find(key);
    if (!item) return;
    try {
        check_template(item->text, tokens);
        if (!has_token(item->text, needs))
            throw TemplateError("it needs {" + std::string(needs) + "}, or two would have one name");
    } catch (const TemplateError& error) {
        throw NodeError(item->mark, "'" + std::string(key) + "': " + error.what());
    }
}

void decode_databases(const Node& node, Settings& settings) {
    decode(node, settings.databases);
    if (settings.databases.empty()) refuse_empty(node);
    const auto known = dialect_names();
    for (const auto& item : node.items)
        if (std::ranges::find(known, item.text) == known.end())
            throw NodeError(item.mark, "'databases': there is no '" + item.text + "'" + did_you_mean(item.text, known));
}

void decode_history_table(const Node& node, Settings& settings) {
    Name name{"", ""};
    const Node* own = &node;
    if (node.kind == Node::Kind::map) {
        constexpr std::array<std::string_view, 2> known = {"name", "schema"};
        require_known_keys(node, known);
        if (const auto* schema = node.find("schema")) decode(*schema, name.schema);
        own = node.find("name");
        if (!own) name.name = HistoryTable().name;
    }
    if (own) {
        decode(*own, name.name);
        if (name.name.empty()) refuse_empty(*own);
    }
    settings.history_table = std::move(name);
}

void decode_file_template(const Node& node, Settings& settings) {
    decode(node, settings.file_template);
    try {
        check_file_template(settings.file_template);
    } catch (const TemplateError& error) {
        throw NodeError(node.mark, std::string("'file_template': ") + error.what());
    }
}

void decode_formatter(const Node& node, Settings& settings) {
    decode(node, settings.formatter);
    if (settings.formatter.empty()) refuse_empty(node);
    const auto names_file = [](const std::string& argument) { return argument.find("{file}") != std::string::npos; };
    if (std::ranges::none_of(settings.formatter, names_file))
        throw NodeError(node.mark, "'formatter' needs {file} as one of its arguments, where the revision's file comes");
}

} // namespace

template <>
inline constexpr auto fields_of<NamingConvention> = std::tuple{optional("primary_key", &NamingConvention::primary_key),
                                                               optional("unique", &NamingConvention::unique),
                                                               optional("foreign_key", &NamingConvention::foreign_key),
                                                               optional("index", &NamingConvention::index),
                                                               optional("check", &NamingConvention::check),
                                                               optional("exclusion", &NamingConvention::exclusion)};

/// Names of keys, uniques and indexes are one for a whole schema on PostgreSQL, those of the others for a table.
void check_decoded(const Node& node, const NamingConvention&) {
    check_form(node, "primary_key", column_tokens, "table");
    check_form(node, "unique", column_tokens, "table");
    check_form(node, "foreign_key", key_tokens, "columns");
    check_form(node, "index", column_tokens, "table");
    check_form(node, "check", check_tokens, "hash");
    check_form(node, "exclusion", column_tokens, "table");
}

template <>
inline constexpr auto fields_of<Filter> =
    std::tuple{optional("include", &Filter::include), optional("exclude", &Filter::exclude),
               optional("schemas", &Filter::schemas)};

template <>
inline constexpr auto fields_of<Settings> = std::tuple{optional("directories", &Settings::directories),
                                                       Custom<Settings>{"databases", nullptr, decode_databases},
                                                       Custom<Settings>{"file_template", nullptr, decode_file_template},
                                                       optional("naming", &Settings::naming),
                                                       inlined(&Settings::filter),
                                                       Custom<Settings>{"history_table", nullptr, decode_history_table},
                                                       Custom<Settings>{"formatter", nullptr, decode_formatter}};

void check_file_template(std::string_view text) {
    check_template(text, file_tokens);
    if (text.find_first_of("/\\") != text.npos)
        throw TemplateError("a name cannot hold / or \\: the file is in the project's directory");
    if (text.starts_with('.') || text.starts_with('#'))
        throw TemplateError("a name that begins with . or # is not read as a revision");
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }))
        throw TemplateError("a name holds no control characters");
    if (!has_token(text, "revision") && !has_token(text, "second") && !has_token(text, "epoch"))
        throw TemplateError("it needs {revision}, {second} or {epoch}, or two revisions would want one file");
}

Settings read_settings(std::string_view text, const std::string& file_name) {
    try {
        Settings settings;
        const auto node = read_yaml(text);
        if (node.kind != Node::Kind::null) decode(node, settings);
        return settings;
    } catch (const NodeError& error) {
        throw FileError({file_name, error.mark().line, error.mark().column}, error.what());
    }
}

HistoryTable history_table(const std::optional<Name>& name) {
    return name ? HistoryTable{name->schema, name->name} : HistoryTable();
}

} // namespace aludel::migrations
