#include "migrations/sqlite/impact.hpp"

#include "migrations/sqlite/quote.hpp"
#include "migrations/statement_reader.hpp"
#include "sqlite/definition_edit.hpp"
#include "sqlite/scratch_database.hpp"

#include <aludel/error.hpp>

#include <algorithm>

namespace aludel::migrations::sqlite {
namespace {

using Work = Impact::Work;

/// SQLite has no type for a name of two parts but this.
std::optional<Name> named(std::string_view table) { return Name{"", std::string(table)}; }

Impact alter_table(StatementReader& statement) {
    Impact impact{.work = Work::definition, .table = statement.take_name(), .locks = {}, .note = {}};
    if (statement.take("DROP")) impact.work = Work::rewrites;
    if (statement.take("ADD") && (statement.has("NOT NULL") || statement.has("CHECK"))) impact.work = Work::reads;
    return impact;
}

Impact of_sql(std::string_view sql) {
    StatementReader statement(sql);
    if (!statement.is_one_statement()) return {};
    const auto with_name = [&](Work work) {
        Impact impact;
        impact.table = statement.take_name();
        impact.work = work;
        return impact;
    };
    if (statement.take("ALTER TABLE")) return alter_table(statement);
    if (statement.take("CREATE TABLE")) return with_name(Work::definition);
    if (statement.take("DROP TABLE")) return with_name(Work::changes);
    if (statement.take("CREATE INDEX") || statement.take("CREATE UNIQUE INDEX"))
        return statement.take_behind("ON") ? with_name(Work::index) : Impact{};
    if (statement.take("UPDATE") || statement.take("DELETE FROM") || statement.take("INSERT INTO") ||
        statement.take("INSERT OR REPLACE INTO"))
        return with_name(Work::changes);
    if (statement.take("DROP") || statement.take("CREATE")) {
        Impact impact; // indexes, views and triggers
        impact.work = Work::definition;
        return impact;
    }
    return {};
}

Impact of_check(std::string_view sql) {
    Impact impact;
    impact.work = Work::reads;
    StatementReader statement(sql);
    if (statement.take_behind("FROM")) impact.table = statement.take_name();
    return impact;
}

bool reads_rows(const TableEdit& edit) {
    using Kind = TableEdit::Kind;
    return edit.kind == Kind::set_not_null || edit.kind == Kind::add_constraint || edit.kind == Kind::change_default ||
           edit.kind == Kind::drop_default;
}

/// Whether the definition can be edited is asked of the runtime itself.
Impact of_rebuild(aludel::sqlite::ScratchDatabase& scratch, const ChainStep& step) {
    Impact impact;
    impact.table = named(step.subject);
    if (!aludel::sqlite::edit_definition(scratch.get(), step)) {
        scratch.make(step);
        impact.work = Work::rewrites;
        return impact;
    }
    const bool reads = std::ranges::any_of(step.edits, reads_rows);
    impact.work = reads ? Work::reads : Work::definition;
    if (reads) impact.note = "Where a row depends on the old definition, the table is made again instead.";
    return impact;
}

Impact known_from_text(const ChainStep& step) {
    if (step.kind == ChainStep::Kind::check) return of_check(step.sql);
    if (step.kind == ChainStep::Kind::call) return {};
    if (step.kind != ChainStep::Kind::rebuild) return of_sql(step.sql);
    Impact impact;
    impact.table = named(step.subject);
    impact.work = Work::rewrites;
    impact.note = "Where its edits allow it, the definition is edited instead.";
    return impact;
}

std::vector<Impact> impacts(std::span<const ChainStep> steps, Connection& connection) {
    aludel::sqlite::ScratchDatabase scratch;
    scratch.copy(connection);
    sqlite3_db_config(scratch.get(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    std::vector<Impact> result;
    bool is_alike = true; // up to C++, of which nobody knows what it makes, and to what fails
    for (const auto& step : steps) {
        is_alike = is_alike && step.kind != ChainStep::Kind::call;
        const bool is_rebuild = step.kind == ChainStep::Kind::rebuild;
        result.push_back(known_from_text(step));
        if (!is_alike) continue;
        try {
            if (is_rebuild)
                result.back() = of_rebuild(scratch, step);
            else
                scratch.make(step);
        } catch (const Error& error) {
            result.back().note = "It would fail: " + error.message();
            is_alike = false;
        }
    }
    return result;
}

std::optional<RowCount> row_count(const Name& table, Connection& connection) {
    const auto found = connection.query(
        "SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = $1 COLLATE NOCASE", table.name);
    if (found.rows.empty()) return std::nullopt;
    const auto count = connection.query("SELECT count(*) FROM main." + identifier(table.name));
    return RowCount{std::get<std::int64_t>(count.rows.front().front()), false};
}

} // namespace

const Foresight foresight{dialect_name, impacts, row_count,
                          "All of it holds the database's one write lock: others can read, and wait to write."};

} // namespace aludel::migrations::sqlite
