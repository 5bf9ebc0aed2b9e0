#include "migrations/operation/lookup.hpp"
#include "migrations/operation/report.hpp"

#include <algorithm>

namespace aludel::migrations {
namespace {

using Lines = std::vector<ReportLine>;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// The first line of a text, cut where it is long.
std::string shortened(std::string_view text) {
    constexpr std::size_t longest = 72;
    while (text.starts_with(' ') || text.starts_with('\n')) text.remove_prefix(1);
    auto end = std::min({text.find('\n'), longest, text.size()});
    const bool is_whole = text.find_first_not_of(" \n;", end) == std::string_view::npos;
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end)) + (is_whole ? "" : " …");
}

std::string text_of(const SqlText& sql) {
    if (sql.dialects.empty()) return shortened(sql.common);
    std::string text = sql.common.empty() ? "" : shortened(sql.common);
    for (const auto& [dialect, own] : sql.dialects)
        text += (text.empty() ? "" : "; ") + dialect + ": " + shortened(own);
    return text;
}

std::string text_of(const Default& value, const Type& type) {
    switch (value.kind) {
    case Default::Kind::now: return "now()";
    case Default::Kind::sql: return text_of(value.sql);
    case Default::Kind::literal: break;
    }
    using Kind = Type::Kind;
    const bool is_bare = is_integer(type) || type.kind == Kind::boolean || type.kind == Kind::real ||
                         type.kind == Kind::double_precision || type.kind == Kind::decimal;
    return is_bare ? value.literal : "'" + value.literal + "'";
}

std::string text_of(const Generated& generated) {
    return "generated (" + text_of(generated.expression) + ")" + (generated.stored ? "" : " virtual");
}

std::string text_of(const Counting& counting) {
    std::string text;
    const auto add = [&](const char* word, const std::optional<std::int64_t>& value) {
        if (value) text += std::string(" ") + word + " " + std::to_string(*value);
    };
    add("start", counting.start);
    add("increment", counting.increment);
    add("minimum", counting.minimum);
    add("maximum", counting.maximum);
    add("cache", counting.cache);
    return text + (counting.cycle ? " cycle" : "");
}

std::string text_of(const Identity& identity) {
    return std::string("identity") + (identity.always ? " always" : "") +
           (identity.autoincrement ? " autoincrement" : "") + text_of(identity.counting);
}

std::string text_of(const Column& column) {
    auto text = to_string(column.type);
    if (!column.nullable) text += " not null";
    if (column.identity) text += " " + text_of(*column.identity);
    if (column.default_value) text += " default " + text_of(*column.default_value, column.type);
    if (column.generated) text += " " + text_of(*column.generated);
    if (!column.collation.empty()) text += " collate " + column.collation;
    return text;
}

std::string text_of(const Index& index) {
    std::vector<std::string> parts;
    for (const auto& part : index.parts)
        parts.push_back((part.column.empty() ? text_of(part.expression) : part.column) +
                        (part.operator_class.empty() ? "" : " " + part.operator_class) +
                        (part.descending ? " desc" : "") +
                        (part.nulls_first ? *part.nulls_first ? " nulls first" : " nulls last" : ""));
    return (index.method.empty() ? "" : index.method + " ") + "(" + joined(parts) + ")" +
           (index.unique ? " unique" : "") + (index.nulls_not_distinct ? " nulls not distinct" : "") +
           (index.include.empty() ? "" : " include (" + joined(index.include) + ")") +
           (index.where.empty() ? "" : " where " + text_of(index.where));
}

std::string text_of(ForeignKey::Action action) {
    switch (action) {
    case ForeignKey::Action::no_action: return "no action";
    case ForeignKey::Action::restrict: return "restrict";
    case ForeignKey::Action::cascade: return "cascade";
    case ForeignKey::Action::set_null: return "set null";
    case ForeignKey::Action::set_default: return "set default";
    }
    return {};
}

std::string text_of(const ForeignKey& key) {
    auto text =
        "(" + joined(key.columns) + ") -> " + to_string(key.referred_table) + " (" + joined(key.referred_columns) + ")";
    if (key.on_delete != ForeignKey::Action::no_action) text += " on delete " + text_of(key.on_delete);
    if (key.on_update != ForeignKey::Action::no_action) text += " on update " + text_of(key.on_update);
    if (key.match_full) text += " match full";
    if (key.deferrable) text += key.initially_deferred ? " initially deferred" : " deferrable";
    return text;
}

std::string text_of(const Exclusion& exclusion) {
    std::vector<std::string> parts;
    for (const auto& part : exclusion.parts)
        parts.push_back((part.column.empty() ? text_of(part.expression) : part.column) +
                        (part.operator_class.empty() ? "" : " " + part.operator_class) + " with " + part.with);
    return exclusion.method + " (" + joined(parts) + ")" +
           (exclusion.where.empty() ? "" : " where " + text_of(exclusion.where));
}

/// What rows that are in the way of a new constraint become.
std::string text_of(OnConflict action) {
    switch (action) {
    case OnConflict::stop: return "";
    case OnConflict::remove: return ", other rows are deleted";
    case OnConflict::set_null: return ", set null where it does not hold";
    case OnConflict::keep_first: return ", of rows alike the first stays";
    case OnConflict::keep_last: return ", of rows alike the last stays";
    }
    return {};
}

std::string column_of(const Name& table, const std::string& column) { return to_string(table) + "." + column; }
std::string table_subject(const Name& table) { return "table " + to_string(table); }
std::string on(const Name& table, const std::string& detail) { return "on " + to_string(table) + " " + detail; }
std::string comment_text(const std::string& comment) {
    return comment.empty() ? "no comment" : "comment '" + shortened(comment) + "'";
}

/// `text -> varchar(80), not null`.
std::string changes(const AlterColumn& change, const Column& before) {
    std::vector<std::string> parts;
    const auto& type = change.type ? *change.type : before.type;
    const auto default_text = [&](const std::optional<Default>& value) {
        return value ? "default " + text_of(*value, type) : std::string("no default");
    };
    if (change.type) parts.push_back(to_string(before.type) + " -> " + to_string(*change.type));
    if (change.nullable) parts.push_back(*change.nullable ? "not null -> null" : "null -> not null");
    if (change.identity) parts.push_back(*change.identity ? text_of(**change.identity) : "no identity");
    if (change.default_value)
        parts.push_back(before.default_value
                            ? default_text(before.default_value) + " -> " + default_text(*change.default_value)
                            : default_text(*change.default_value));
    if (change.generated) parts.push_back(*change.generated ? text_of(**change.generated) : "no longer generated");
    if (change.collation) parts.push_back(change.collation->empty() ? "no collation" : "collate " + *change.collation);
    if (change.comment) parts.push_back(comment_text(*change.comment));
    return joined(parts);
}

Lines lines_of(const CreateTable& operation, const Schema&) {
    std::vector<std::string> columns;
    for (const auto& column : operation.table.columns) columns.push_back(column.name);
    return {{'+', table_subject(operation.table.name), shortened(joined(columns))}};
}
Lines lines_of(const DropTable& operation, const Schema&) { return {{'-', table_subject(operation.table), {}}}; }
Lines lines_of(const RenameTable& operation, const Schema&) {
    return {{'>', table_subject(operation.table), "renamed to " + operation.to}};
}
Lines lines_of(const AlterTable& operation, const Schema&) {
    std::vector<std::string> parts;
    if (operation.comment) parts.push_back(comment_text(*operation.comment));
    if (operation.strict) parts.push_back(*operation.strict ? "strict" : "not strict");
    if (operation.without_rowid) parts.push_back(*operation.without_rowid ? "without rowid" : "with rowid");
    return {{'~', table_subject(operation.table), joined(parts)}};
}
Lines lines_of(const AddColumn& operation, const Schema&) {
    return {{'+', column_of(operation.table, operation.column.name), text_of(operation.column)}};
}
Lines lines_of(const DropColumn& operation, const Schema&) {
    return {{'-', column_of(operation.table, operation.column), {}}};
}
Lines lines_of(const RenameColumn& operation, const Schema&) {
    return {{'>', column_of(operation.table, operation.column), "renamed to " + operation.to}};
}
Lines lines_of(const AlterColumn& operation, const Schema& before) {
    const auto& column = require_column(require_table(before, operation.table), operation.column);
    return {{'~', column_of(operation.table, operation.column), changes(operation, column)}};
}
Lines lines_of(const CreatePrimaryKey& operation, const Schema&) {
    const auto& key = operation.primary_key;
    return {{'+', "primary key " + key.name,
             on(operation.table, "(" + joined(key.columns) + ")" + text_of(operation.on_conflict))}};
}
Lines lines_of(const CreateUnique& operation, const Schema&) {
    const auto& unique = operation.unique;
    return {{'+', "unique " + unique.name,
             on(operation.table, "(" + joined(unique.columns) + ")" +
                                     (unique.nulls_not_distinct ? " nulls not distinct" : "") +
                                     text_of(operation.on_conflict))}};
}
Lines lines_of(const CreateCheck& operation, const Schema&) {
    const auto& check = operation.check;
    return {{'+', "check " + check.name,
             on(operation.table, "(" + text_of(check.expression) + ")" + text_of(operation.on_conflict))}};
}
Lines lines_of(const CreateForeignKey& operation, const Schema&) {
    const auto& key = operation.foreign_key;
    return {{'+', "foreign key " + key.name, on(operation.table, text_of(key) + text_of(operation.on_conflict))}};
}
Lines lines_of(const CreateExclusion& operation, const Schema&) {
    const auto& exclusion = operation.exclusion;
    return {{'+', "exclusion " + exclusion.name, on(operation.table, text_of(exclusion))}};
}

struct KindOfConstraint {
    std::string operator()(std::monostate) const { return "constraint "; }
    std::string operator()(const PrimaryKey*) const { return "primary key "; }
    std::string operator()(const Unique*) const { return "unique "; }
    std::string operator()(const Check*) const { return "check "; }
    std::string operator()(const ForeignKey*) const { return "foreign key "; }
    std::string operator()(const Exclusion*) const { return "exclusion "; }
};
std::string constraint_subject(const Name& table, const std::string& name, const Schema& before) {
    return std::visit(KindOfConstraint{}, find_constraint(require_table(before, table), name)) + name;
}

Lines lines_of(const DropConstraint& operation, const Schema& before) {
    return {{'-', constraint_subject(operation.table, operation.name, before), "on " + to_string(operation.table)}};
}
Lines lines_of(const RenameConstraint& operation, const Schema& before) {
    return {{'>', constraint_subject(operation.table, operation.name, before), "renamed to " + operation.to}};
}
Lines lines_of(const CreateIndex& operation, const Schema&) {
    return {{'+', "index " + operation.index.name,
             on(operation.table, text_of(operation.index) + (operation.concurrently ? " concurrently" : "") +
                                     text_of(operation.on_conflict))}};
}
Lines lines_of(const DropIndex& operation, const Schema&) {
    return {{'-', "index " + operation.name, "on " + to_string(operation.table)}};
}
Lines lines_of(const RenameIndex& operation, const Schema&) {
    return {{'>', "index " + operation.name, "renamed to " + operation.to}};
}
Lines lines_of(const CreateEnum& operation, const Schema&) {
    const auto& [name, values] = operation.enumeration;
    return {{'+', "enum " + to_string(name), shortened(joined(values))}};
}
Lines lines_of(const DropEnum& operation, const Schema&) { return {{'-', "enum " + to_string(operation.name), {}}}; }
Lines lines_of(const AlterEnum& operation, const Schema& before) {
    const auto& old_values = require_enum(before, operation.name).values;
    return {{'~', "enum " + to_string(operation.name), joined(old_values) + " -> " + joined(operation.values)}};
}
template <class Object> std::string subject_of(const Name& name) {
    return std::string(kind_name<Object>) + " " + to_string(name);
}
std::string detail_of(const Extension&) { return {}; }
std::string detail_of(const Sequence& sequence) {
    const auto text = text_of(sequence.counting);
    return text.empty() ? text : text.substr(1);
}
std::string detail_of(const Trigger& trigger) {
    return "on " + to_string(trigger.table_name()) + " " + text_of(trigger.definition);
}
std::string detail_of(const auto& object) { return text_of(object.definition); }

template <class Object> Lines lines_of(const CreateObject<Object>& operation, const Schema&) {
    return {{'+', subject_of<Object>(operation.object.name), detail_of(operation.object)}};
}
template <class Object> Lines lines_of(const AlterObject<Object>& operation, const Schema&) {
    return {{'~', subject_of<Object>(operation.object.name), detail_of(operation.object)}};
}
template <class Object> Lines lines_of(const DropObject<Object>& operation, const Schema&) {
    return {{'-', subject_of<Object>(operation.name), {}}};
}

std::string count_of(const std::vector<RowValues>& rows) {
    return std::to_string(rows.size()) + (rows.size() == 1 ? " row" : " rows");
}
Lines lines_of(const InsertRows& operation, const Schema&) {
    return {{'+', count_of(operation.rows), to_string(operation.table)}};
}
Lines lines_of(const DeleteRows& operation, const Schema&) {
    return {{'-', count_of(operation.rows), to_string(operation.table)}};
}
Lines lines_of(const Backfill& operation, const Schema&) {
    std::string detail;
    for (const auto& [column, sql] : operation.set)
        detail += (detail.empty() ? "" : ", ") + column + " = " + text_of(sql);
    if (!operation.where.empty()) detail += " where " + text_of(operation.where);
    return {{'*', "rows of " + to_string(operation.table), detail}};
}
Lines lines_of(const Execute& operation, const Schema& before) {
    Lines lines{
        {'*', "SQL",
         text_of(operation.sql) + (operation.when.empty() ? "" : " (only where " + text_of(operation.when) + ")")}};
    Schema schema = before;
    for (const auto& change : operation.state) {
        std::ranges::move(report_lines(change, schema), std::back_inserter(lines));
        apply(change, schema);
    }
    return lines;
}
Lines lines_of(const Call& operation, const Schema&) { return {{'*', "call " + operation.function, {}}}; }

} // namespace

Lines report_lines(const Operation& operation, const Schema& before) {
    return std::visit([&](const auto& each) { return lines_of(each, before); },
                      static_cast<const Operation::variant&>(operation));
}

} // namespace aludel::migrations
