#include "migrations/postgresql/script.hpp"

#include "migrations/postgresql/quote.hpp"
#include "migrations/sql_tokens.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <vector>

namespace aludel::migrations::postgresql {
namespace {

constexpr std::string_view beginning =
    "-- For PostgreSQL: does to a database, rows and all, what an upgrade would. Run it whole, and stop at the first\n"
    "-- error: psql -X -v ON_ERROR_STOP=1 -f SCRIPT URL. What is after the last COMMIT is then undone.\n";
constexpr std::string_view alone_note =
    "-- By psql alone, statement by statement: some of it runs outside of transactions.\n";
constexpr std::string_view settings = "SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n";

/// A comment may be the last line.
std::string statement(const std::string& sql) {
    if (sql.find("--") != sql.npos) return sql + "\n;\n";
    return sql + (sql.ends_with(';') ? "\n" : ";\n");
}

/// What quotes a text in which it does not occur.
std::string dollar_quoted(const std::string& text) {
    std::string tag = "$aludel";
    for (int number = 0; text.find(tag) != text.npos; ++number) tag = "$aludel" + std::to_string(number);
    tag += "$";
    return tag + text + tag;
}

/// As the runtime says it: how many rows, and some of them.
std::string stop_text(const Step& step) {
    const auto found = "(" + step.sql + "\n) AS found";
    return "DO " +
           dollar_quoted("\n#variable_conflict use_column\n"
                         "DECLARE aludel_count bigint; aludel_sample text;\n"
                         "BEGIN\n"
                         "SELECT string_agg(some_rows::text, '; ') INTO aludel_sample FROM (SELECT * FROM " +
                         found +
                         " LIMIT 5) AS some_rows;\n"
                         "IF aludel_sample IS NOT NULL THEN\n"
                         "SELECT count(*) INTO aludel_count FROM " +
                         found +
                         ";\n"
                         "RAISE EXCEPTION USING MESSAGE = " +
                         string_literal(step.text) +
                         " || ' (' || aludel_count || CASE aludel_count WHEN 1 THEN ' row: ' ELSE ' rows: ' END || "
                         "aludel_sample || CASE WHEN aludel_count > 5 THEN '; …)' ELSE ')' END;\n"
                         "END IF;\nEND\n") +
           ";\n";
}

/// What `ALTER TYPE "mood" ADD VALUE 'calm' AFTER 'glad'` makes.
struct Made {
    std::string type;  ///< `mood`
    std::string value; ///< `'calm'`
};
Made made_by(const Step& step) {
    Made made;
    for (const auto& token : sql_tokens(step.sql)) {
        if (token.kind == SqlToken::Kind::quoted) made.type = identifier_of(token);
        if (!token.text.starts_with('\'')) continue;
        made.value = token.text;
        break;
    }
    return made;
}

/// A column of the type, in itself, uses no value of it.
bool declares_columns(const std::string& sql) {
    return sql.starts_with("CREATE TABLE ") || sql.find(" ADD COLUMN ") != sql.npos;
}

/// As a name of its own, not as a part of another's.
bool mentions_name(const std::string& sql, const std::string& name) {
    return std::ranges::any_of(sql_tokens(sql), [&](const SqlToken& token) {
        const bool is_name = token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted;
        return is_name ? identifier_of(token) == name : token.text.find(name) != token.text.npos;
    });
}

/// Whether a later step may use the value, which it can only after a commit. Too many commits would leave more of the
/// work in the database where a row stops the rest; one too few is an error that undoes all.
bool awaited(const Step& step, std::span<const Step> later) {
    const auto made = made_by(step);
    return std::ranges::any_of(later, [&](const Step& each) {
        if (each.kind == ChainStep::Kind::sql_then_commit) return false;
        return each.sql.find(made.value) != each.sql.npos ||
               (mentions_name(each.sql, made.type) && !declares_columns(each.sql));
    });
}

/// In transactions, but for what runs outside of any.
class Script {
public:
    explicit Script(std::string text) : text_(std::move(text)) {}

    void add(const Step& step, std::span<const Step> later) {
        switch (step.kind) {
        case ChainStep::Kind::sql: return within(statement(step.sql));
        case ChainStep::Kind::check: return within(stop_text(step));
        case ChainStep::Kind::sql_then_commit:
            within(statement(step.sql));
            if (awaited(step, later)) commit();
            return;
        case ChainStep::Kind::sql_alone:
            commit();
            if (!step.text.empty()) text_ += statement(step.text);
            text_ += statement(step.sql);
            return;
        case ChainStep::Kind::call:
            throw Error("no script can call " + step.subject + "() of the application",
                        {.hint = "Upgrade the database by launching the application."});
        case ChainStep::Kind::rebuild: break; // no step of this database
        }
        throw Error("a table rebuild was rendered for PostgreSQL, which alters tables in place");
    }

    std::string finish() {
        commit();
        return std::move(text_);
    }

private:
    void within(const std::string& sql) {
        if (!open_) text_ += "BEGIN;\n";
        open_ = true;
        text_ += sql;
    }
    void commit() {
        if (open_) text_ += "COMMIT;\n";
        open_ = false;
    }

    std::string text_;
    bool open_ = false;
};

} // namespace

std::string script(std::span<const Step> steps) {
    const auto is_alone = [](const Step& step) { return step.kind == ChainStep::Kind::sql_alone; };
    std::string text(beginning);
    if (std::ranges::any_of(steps, is_alone)) text += alone_note;
    Script result(text + std::string(settings));
    for (std::size_t i = 0; i < steps.size(); ++i) result.add(steps[i], steps.subspan(i + 1));
    return result.finish();
}

} // namespace aludel::migrations::postgresql
