#include "postgresql/postgresql_script.hpp"

#include "postgresql/lock_keys.hpp"
#include "postgresql/upgrade_settings.hpp"
#include "script/script_text.hpp"
#include "sql_token.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace aludel::postgresql {

namespace {

using detail::identifier_of;
using detail::quoted;
using detail::sql_tokens;
using detail::SqlToken;

constexpr std::string_view beginning =
    "-- For PostgreSQL: does to a database, rows and all, what an upgrade would. Run it whole, and stop at the first\n"
    "-- error: psql -X -v ON_ERROR_STOP=1 -f SCRIPT URL. What is after the last COMMIT is then undone.\n";
constexpr std::string_view alone_note =
    "-- By psql alone, statement by statement: some of it runs outside of transactions.\n";
/// Of the session: some steps run outside of transactions.
std::string settings() { return "SET client_encoding = 'UTF8';\n" + upgrade_settings_sql("SET"); }

/// A comment may be the last line.
std::string statement(std::string_view sql) {
    std::string text(sql);
    if (sql.find("--") != sql.npos) return text + "\n;\n";
    return text + (sql.ends_with(';') ? "\n" : ";\n");
}

/// What quotes a text in which it does not occur.
std::string dollar_quoted(const std::string& text) {
    std::string tag = "$aludel";
    for (int number = 0; text.find(tag) != text.npos; ++number) tag = "$aludel" + std::to_string(number);
    tag += "$";
    return tag + text + tag;
}

/// As the runtime says it: how many rows, and some of them.
std::string stop_text(const ChainStep& step) {
    const auto found = "(" + std::string(step.sql) + "\n) AS found";
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
                         quoted(step.text, '\'') +
                         " || ' (' || aludel_count || CASE aludel_count WHEN 1 THEN ' row: ' ELSE ' rows: ' END || "
                         "aludel_sample || CASE WHEN aludel_count > 5 THEN '; …)' ELSE ')' END;\n"
                         "END IF;\nEND\n") +
           ";\n";
}

std::string conditional_text(const ChainStep& step) {
    return "DO " +
           dollar_quoted("\n#variable_conflict use_column\nBEGIN\nIF EXISTS (" + std::string(step.subject) +
                         "\n) THEN\nEXECUTE " + dollar_quoted(std::string(step.sql)) + ";\nEND IF;\nEND\n") +
           ";\n";
}

/// What `ALTER TYPE "mood" ADD VALUE 'calm' AFTER 'glad'` makes.
struct Made {
    std::string type;  ///< `mood`
    std::string value; ///< `'calm'`
};
Made made_by(const ChainStep& step) {
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
bool declares_columns(std::string_view sql) {
    return sql.starts_with("CREATE TABLE ") || sql.find(" ADD COLUMN ") != sql.npos;
}

/// As a name of its own, not as a part of another's.
bool mentions_name(std::string_view sql, const std::string& name) {
    return std::ranges::any_of(sql_tokens(sql), [&](const SqlToken& token) {
        const bool is_name = token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted;
        return is_name ? identifier_of(token) == name : token.text.find(name) != token.text.npos;
    });
}

// A session that waited for the lock would hold a snapshot, for which another's CREATE INDEX CONCURRENTLY waits.
std::string lock_text(const std::string& offset) {
    const auto lock = [&](std::int64_t key) {
        return "pg_try_advisory_lock(" + std::to_string(key) + " + " + offset + ")";
    };
    return "DO $aludel$ BEGIN IF NOT (" + lock(upgrade_key) + " AND " + lock(work_key) +
           ") THEN RAISE EXCEPTION 'another upgrade is at work on this database' USING HINT = 'Nothing was changed. "
           "Run the script again when it has ended.'; END IF; END $aludel$;\n";
}
std::string unlock_text(const std::string& offset) {
    const auto unlock = [&](std::int64_t key) {
        return "PERFORM pg_advisory_unlock(" + std::to_string(key) + " + " + offset + "); ";
    };
    return "DO $aludel$ BEGIN " + unlock(work_key) + unlock(upgrade_key) + "END $aludel$;\n";
}

class Writer final : public detail::ScriptWriter {
public:
    void history_is(const HistoryTable& history) override { key_offset_ = key_offset_sql(history); }
    void begin() override {}
    void begin_within() override { open_ = true; }
    std::string finish_within() override { return std::move(text_); }
    void comment(std::string_view text) override { text_ += detail::commented(text); }

    void add(const ChainStep& step) override {
        switch (step.kind) {
        case ChainStep::Kind::sql:
        case ChainStep::Kind::sql_then_commit:
        case ChainStep::Kind::batched_update: return within(statement(step.sql)); // in one: a script keeps no cursor
        case ChainStep::Kind::check: return within(stop_text(step));
        case ChainStep::Kind::sql_when: return within(conditional_text(step));
        case ChainStep::Kind::sql_alone:
            has_alone_ = true;
            if (!step.text.empty()) text_ += statement(step.text);
            text_ += statement(step.sql);
            return;
        case ChainStep::Kind::rebuild:
        case ChainStep::Kind::call: break; // no steps of a script's
        }
        throw Error("a table rebuild was rendered for PostgreSQL, which alters tables in place");
    }

    std::string finish() override {
        commit();
        return std::string(beginning) + std::string(has_alone_ ? alone_note : "") + settings() +
               lock_text(key_offset_) + text_ + unlock_text(key_offset_);
    }

    bool runs_alone(const ChainStep& step) const override { return step.kind == ChainStep::Kind::sql_alone; }

    /// Whether it may use the value. Too many commits would leave more of the work in the database where a row stops
    /// the rest; one too few is an error that undoes all.
    bool is_awaited(const ChainStep& step, std::span<const ChainStep> later) const override {
        const auto made = made_by(step);
        return std::ranges::any_of(later, [&](const ChainStep& each) {
            if (each.kind == ChainStep::Kind::sql_then_commit) return false;
            const bool asks =
                each.kind == ChainStep::Kind::sql_when && each.subject.find(made.value) != each.subject.npos;
            return asks || each.sql.find(made.value) != each.sql.npos ||
                   (mentions_name(each.sql, made.type) && !declares_columns(each.sql));
        });
    }

    void commit() override {
        if (open_) text_ += "COMMIT;\n";
        open_ = false;
    }

private:
    void within(const std::string& sql) {
        if (!open_) text_ += "BEGIN;\n";
        open_ = true;
        text_ += sql;
    }

    std::string text_;
    bool open_ = false;
    bool has_alone_ = false;
    std::string key_offset_ = key_offset_sql({});
};

} // namespace

std::unique_ptr<detail::ScriptWriter> script_writer() { return std::make_unique<Writer>(); }

} // namespace aludel::postgresql
