#include "migrations/postgresql/spelling.hpp"

#include "migrations/diff/diff.hpp"
#include "migrations/postgresql/inspect.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/postgresql/unsettled.hpp"
#include "session.hpp"
#include "sql_token.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace aludel::migrations::postgresql {

using detail::identifier_of;
using detail::sql_tokens;
using detail::SqlToken;

namespace {

const std::string scratch = "aludel_scratch";

std::string scratch_of(const std::string& schema) { return schema.empty() ? scratch : scratch + "_" + schema; }

/// Names by their schema.
using Staged = std::map<std::string, std::set<std::string>>;

/// The text with these names of `from` in `to` instead: `public.hero`.
std::string moved(std::string_view sql, const std::string& from, const std::set<std::string>& names,
                  const std::string& to) {
    const auto tokens = sql_tokens(sql);
    const auto is_name = [&](std::size_t i) {
        return i < tokens.size() &&
               (tokens[i].kind == SqlToken::Kind::word || tokens[i].kind == SqlToken::Kind::quoted);
    };
    std::string result;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool qualifies = is_name(i) && is_name(i + 2) && tokens[i + 1].text == "." &&
                               (i == 0 || tokens[i - 1].text != ".") && identifier_of(tokens[i]) == from &&
                               names.contains(identifier_of(tokens[i + 2]));
        result += qualifies ? identifier(to) : std::string(tokens[i].text);
    }
    return result;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// Every SQL text of a table, or of what stands beside the tables.
template <class Visit> void each_text(Column& column, Visit visit) {
    if (column.default_value) visit(column.default_value->sql);
    if (column.generated) visit(column.generated->expression);
}
template <class Visit> void each_text(Check& check, Visit visit) { visit(check.expression); }
template <class Visit> void each_text_of_parts(auto& item, Visit visit) {
    for (auto& part : item.parts) visit(part.expression);
    visit(item.where);
}
template <class Visit> void each_text(Exclusion& exclusion, Visit visit) { each_text_of_parts(exclusion, visit); }
template <class Visit> void each_text(Index& index, Visit visit) { each_text_of_parts(index, visit); }
template <class Visit> void each_text(Table& table, Visit visit) {
    for (auto& column : table.columns) each_text(column, visit);
    for (auto& check : table.checks) each_text(check, visit);
    for (auto& exclusion : table.exclusions) each_text(exclusion, visit);
    for (auto& index : table.indexes) each_text(index, visit);
}
template <class Visit> void each_text(auto& object, Visit visit) { visit(object.definition); }

/// In the database's order, which is what a view's `*` means there.
void order_columns(Table& table, const std::map<Name, Table>& found) {
    const auto there = found.find(table.name);
    if (there == found.end()) return;
    const auto place = [&](const Column& column) {
        return std::ranges::find(there->second.columns, column.name, &Column::name) - there->second.columns.begin();
    };
    std::ranges::stable_sort(table.columns, {}, place);
}

/// Schemas of the database, and what stands for each of them in the meantime.
class Stage {
public:
    Stage(const Schema& schema, const Unsettled& needed, std::string default_schema)
        : default_schema_(std::move(default_schema)) {
        const auto add = [&](const Name& name) { staged_[name.schema].insert(name.name); };
        for (const auto& [name, enumeration] : schema.enums) add(name);
        for (const auto& [name, sequence] : schema.sequences) add(name);
        for (const auto* names : {&needed.tables, &needed.functions, &needed.views}) std::ranges::for_each(*names, add);
    }

    Name there(Name name) const {
        if (!name.schema.empty()) name.schema = scratch_of(name.schema);
        return name;
    }
    void put_there(SqlText& sql) const {
        auto text = sql_of(sql);
        if (text.empty()) return;
        for (const auto& [schema, names] : staged_)
            text = moved(text, schema.empty() ? default_schema_ : schema, names, scratch_of(schema));
        sql = {std::move(text), {}};
    }
    void bring_back(SqlText& sql) const {
        for (const auto& [schema, names] : staged_) {
            if (schema.empty()) continue;
            replace_all(sql.common, identifier(scratch_of(schema)) + ".", identifier(schema) + ".");
            replace_all(sql.common, scratch_of(schema) + ".", schema + ".");
        }
        replace_all(sql.common, scratch + ".", "");
    }

    /// What the unsettled needs to be there, without what only costs time.
    Schema set(const Schema& schema, const Unsettled& needed, const Schema& found) const {
        Schema result;
        for (auto [name, enumeration] : schema.enums) put(result.enums, enumeration);
        for (auto [name, sequence] : schema.sequences) put(result.sequences, sequence);
        for (const auto& name : needed.tables) {
            auto table = schema.tables.at(name);
            order_columns(table, found.tables);
            table.foreign_keys.clear();
            table.uniques.clear();
            table.comment.clear();
            for (auto& column : table.columns) {
                column.identity.reset();
                column.comment.clear();
            }
            put_with_text(result.tables, table);
        }
        for (const auto& name : needed.functions) put_with_text(result.functions, schema.functions.at(name));
        for (const auto& name : needed.views) put_with_text(result.views, schema.views.at(name));
        for (const auto& name : needed.triggers) put_with_text(result.triggers, schema.triggers.at(name));
        return result;
    }

private:
    template <class Object> void put(std::map<Name, Object>& into, Object object) const {
        object.name = there(object.name);
        auto name = object.name;
        into.emplace(std::move(name), std::move(object));
    }
    template <class Object> void put_with_text(std::map<Name, Object>& into, Object object) const {
        each_text(object, [&](SqlText& sql) { put_there(sql); });
        put(into, std::move(object));
    }

    std::string default_schema_;
    Staged staged_;
};

/// Each for itself: what does not fit is passed over.
void make(const Schema& schema, Connection& connection) {
    Schema state;
    Renderer renderer(state);
    for (const auto& operation : diff({}, schema).operations) renderer.render(operation);
    for (const auto& step : renderer.finish()) {
        try {
            connection.execute("SAVEPOINT aludel_step; SET LOCAL check_function_bodies = off;\n" + step.sql +
                               "\n;\nRELEASE aludel_step");
        } catch (const Error&) {
            connection.execute("ROLLBACK TO aludel_step; RELEASE aludel_step");
        }
    }
}

template <class Item> void take(std::vector<Item>& into, const std::vector<Item>& from) {
    for (auto& item : into)
        if (const auto* found = find_named(from, item.name)) item = *found;
}

void take(Table& table, const Table& spelt) {
    for (auto& column : table.columns) {
        const auto* found = spelt.find_column(column.name);
        if (!found) continue;
        if (column.default_value) column.default_value = found->default_value;
        if (column.generated && found->generated) column.generated = found->generated;
        if (column.type.kind == Type::Kind::native) column.type = found->type;
    }
    take(table.checks, spelt.checks);
    take(table.exclusions, spelt.exclusions);
    take(table.indexes, spelt.indexes);
}
void take(auto& object, const auto& spelt) { object.definition = spelt.definition; }

template <class Object>
void take_all(std::map<Name, Object>& into, const std::map<Name, Object>& from, const Stage& stage) {
    for (auto& [name, object] : into) {
        const auto found = from.find(stage.there(name));
        if (found == from.end()) continue;
        take(object, found->second);
        each_text(object, [&](SqlText& sql) { stage.bring_back(sql); });
    }
}

/// `schema` with the texts that the server makes of those in `written`.
Schema spelt(Schema schema, const Schema& written, const Unsettled& needed, const Schema& there,
             Connection& connection) {
    auto transaction = connection.begin();
    const auto default_schema = connection.query("SELECT current_schema()").rows.at(0).at(0);
    if (!std::holds_alternative<std::string>(default_schema)) return schema;
    const Stage stage(schema, needed, std::get<std::string>(default_schema));
    connection.execute("CREATE SCHEMA " + scratch + "; SELECT set_config('search_path', '" + scratch +
                       ", ' || current_setting('search_path'), true)");
    make(stage.set(written, needed, there), connection);
    const auto found = read_schema(connection, {scratch, {}});
    take_all(schema.tables, found.tables, stage);
    take_all(schema.functions, found.functions, stage);
    take_all(schema.views, found.views, stage);
    take_all(schema.triggers, found.triggers, stage);
    return schema;
}

/// What is written stays; the server's spelling is what it is compared by.
template <class Item> void write_again(Item& item, Item written) {
    std::vector<SqlText*> spelt, own;
    each_text(item, [&](SqlText& sql) { spelt.push_back(&sql); });
    each_text(written, [&](SqlText& sql) { own.push_back(&sql); });
    for (std::size_t i = 0; i < spelt.size() && spelt.size() == own.size(); ++i)
        if (!spelt[i]->empty() && !own[i]->empty()) spelt[i]->common = own[i]->common;
}
template <class Item> void write_again(std::vector<Item>& items, const std::vector<Item>& written) {
    for (auto& item : items)
        if (const auto* own = find_named(written, item.name)) write_again(item, *own);
}
void write_again(Table& table, const Table& written) {
    write_again(table.columns, written.columns);
    write_again(table.checks, written.checks);
    write_again(table.exclusions, written.exclusions);
    write_again(table.indexes, written.indexes);
}
template <class Object> void write_all_again(std::map<Name, Object>& objects, const std::map<Name, Object>& written) {
    for (auto& [name, object] : objects) write_again(object, written.at(name));
}
Schema with_texts_of(const Schema& written, Schema schema) {
    write_all_again(schema.tables, written.tables);
    write_all_again(schema.functions, written.functions);
    write_all_again(schema.views, written.views);
    write_all_again(schema.triggers, written.triggers);
    return schema;
}

} // namespace

Schema canonical(Schema schema, Connection& connection) {
    auto textual = canonical(schema); // also without what is not for this database
    if (connection.session().in_transaction()) return textual;
    try {
        const auto there = canonical(read_schema(connection, {}));
        const auto questions = unsettled(textual, there);
        if (questions.empty()) return textual;
        const auto needed = with_what_they_use(questions, textual);
        return with_texts_of(textual, canonical(spelt(textual, schema, needed, there, connection)));
    } catch (const Error&) {
        return textual;
    } catch (const OperationError&) {
        return textual;
    }
}

} // namespace aludel::migrations::postgresql
