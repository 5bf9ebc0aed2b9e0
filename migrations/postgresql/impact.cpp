#include "migrations/postgresql/impact.hpp"

#include "migrations/postgresql/live_table.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/unchecked.hpp"
#include "migrations/statement_reader.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <set>

namespace aludel::migrations::postgresql {
namespace {

using Work = Impact::Work;

constexpr const char* everybody = "ACCESS EXCLUSIVE";
constexpr const char* writers = "SHARE ROW EXCLUSIVE";
constexpr const char* rows_only = "ROW EXCLUSIVE";

/// Reads one statement. What earlier steps do is not in the catalogue yet: where it matters, that is said.
class Reader {
public:
    Reader(std::string_view sql, Connection& connection, const std::set<Name>& changed)
        : sql_(sql), statement_(sql), connection_(connection), changed_(changed) {}

    Impact read() {
        if (is_unchecked(sql_)) return no_table(Work::definition);
        if (!statement_.is_one_statement()) return {};
        if (statement_.take("ALTER TABLE")) return alter_table();
        if (statement_.take("CREATE TABLE")) return create_table();
        if (statement_.take("DROP TABLE")) return drop_table();
        if (statement_.take("CREATE INDEX") || statement_.take("CREATE UNIQUE INDEX")) return create_index();
        if (statement_.take("DROP INDEX")) return drop_index();
        if (statement_.take("UPDATE") || statement_.take("INSERT INTO") || statement_.take("DELETE FROM"))
            return on(Work::changes, rows_only);
        if (statement_.take("LOCK TABLE")) return lock_table();
        if (statement_.take("COMMENT ON TABLE")) return on(Work::definition, "SHARE UPDATE EXCLUSIVE");
        if (statement_.take("COMMENT ON COLUMN")) return comment_on_column();
        if (statement_.take("CREATE TRIGGER") || statement_.take("CREATE CONSTRAINT TRIGGER"))
            return statement_.take_behind("ON") ? on(Work::definition, writers) : Impact{};
        if (statement_.take("DROP TRIGGER"))
            return statement_.take_behind("ON") ? on(Work::definition, everybody) : Impact{};
        for (const auto* other : {"CREATE", "DROP", "ALTER", "SET"})
            if (statement_.take(other)) return no_table(Work::definition);
        return {};
    }

private:
    static Impact no_table(Work work) {
        Impact impact;
        impact.work = work;
        return impact;
    }

    Impact on(Work work, const char* mode) {
        auto impact = no_table(work);
        impact.table = statement_.take_name();
        if (impact.table) impact.locks.push_back({*impact.table, mode});
        return impact;
    }

    Impact lock_table() {
        auto impact = on(Work::definition, everybody);
        for (const char* mode : {"ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
                                 "SHARE ROW EXCLUSIVE", "EXCLUSIVE"})
            if (!impact.locks.empty() && statement_.take("IN " + std::string(mode) + " MODE"))
                impact.locks.front().mode = mode;
        return impact;
    }

    Impact create_table() {
        auto impact = no_table(Work::definition);
        impact.table = statement_.take_name();
        while (statement_.take_behind("REFERENCES"))
            if (const auto referred = statement_.take_name(); referred && referred != impact.table)
                impact.locks.push_back({*referred, writers});
        return impact;
    }

    Impact drop_table() {
        auto impact = on(Work::definition, everybody);
        if (impact.table) lock_joined(impact, {}, {}, false);
        return impact;
    }

    Impact create_index() {
        const bool concurrently = statement_.take("CONCURRENTLY");
        if (!statement_.take_behind("ON")) return {};
        return on(Work::index, concurrently ? "SHARE UPDATE EXCLUSIVE" : "SHARE");
    }

    Impact drop_index() {
        const bool concurrently = statement_.take("CONCURRENTLY");
        statement_.take("IF EXISTS");
        auto impact = no_table(Work::definition);
        const auto index = statement_.take_name();
        if (index) impact.table = table_of_index(*index, connection_);
        if (impact.table) impact.locks.push_back({*impact.table, concurrently ? "SHARE UPDATE EXCLUSIVE" : everybody});
        return impact;
    }

    Impact comment_on_column() {
        auto impact = no_table(Work::definition);
        impact.table = statement_.take_table_of_column();
        if (impact.table) impact.locks.push_back({*impact.table, "SHARE UPDATE EXCLUSIVE"});
        return impact;
    }

    Impact alter_table() {
        auto impact = on(Work::definition, everybody);
        if (!impact.table) return impact;
        if (statement_.take("ADD COLUMN")) add_column(impact);
        if (statement_.take("ADD CONSTRAINT")) add_constraint(impact);
        if (statement_.take("ALTER COLUMN")) alter_column(impact);
        if (statement_.take("DROP CONSTRAINT"))
            lock_joined(impact, statement_.take_identifier().value_or(""), {}, false);
        if (statement_.take("DROP COLUMN")) lock_joined(impact, {}, statement_.take_identifier().value_or(""), true);
        if (statement_.take("VALIDATE CONSTRAINT")) {
            impact.work = Work::reads;
            impact.locks.front().mode = "SHARE UPDATE EXCLUSIVE";
        }
        return impact;
    }

    void add_column(Impact& impact) {
        statement_.take_identifier();
        if (statement_.has("STORED") || statement_.has("AS IDENTITY")) {
            impact.work = Work::rewrites;
        } else if (statement_.take_behind("DEFAULT")) {
            const auto expression = statement_.take_until({"NOT", "NULL", "COLLATE", "CONSTRAINT", "CHECK"});
            if (is_volatile(expression, connection_)) impact.work = Work::rewrites;
        } else if (statement_.has("NOT NULL")) {
            impact.work = Work::reads;
        }
    }

    void add_constraint(Impact& impact) {
        statement_.take_identifier();
        const bool is_checked = !statement_.has("NOT VALID");
        if (statement_.take("CHECK")) {
            if (is_checked) impact.work = Work::reads;
        } else if (statement_.take("FOREIGN KEY")) {
            if (is_checked) impact.work = Work::reads;
            impact.locks.front().mode = writers;
            statement_.take_behind("REFERENCES");
            if (const auto referred = statement_.take_name(); referred && referred != impact.table)
                impact.locks.push_back({*referred, writers});
        } else if (!statement_.has("USING INDEX")) {
            impact.work = Work::index;
        }
    }

    void alter_column(Impact& impact) {
        const auto column = statement_.take_identifier().value_or("");
        if (statement_.take("SET NOT NULL")) impact.work = Work::reads;
        if (!statement_.take("TYPE") && !statement_.take("SET DATA TYPE")) return;
        const auto type = statement_.take_until({"COLLATE", "USING"});
        const bool converts = statement_.has("USING");
        const auto keeps = keeps_rows(*impact.table, column, type, connection_);
        impact.work = !converts && keeps.value_or(false) ? Work::definition : Work::rewrites;
        if (changed_.contains(*impact.table) && !converts)
            impact.note = "Told from the table as it is now, which earlier steps change.";
        lock_joined(impact, {}, column, true);
    }

    void lock_joined(Impact& impact, const std::string& constraint, const std::string& column, bool from_both_sides) {
        for (const auto& other : joined_tables(*impact.table, constraint, column, from_both_sides, connection_))
            impact.locks.push_back({other, everybody});
    }

    std::string_view sql_;
    StatementReader statement_;
    Connection& connection_;
    const std::set<Name>& changed_; ///< tables that earlier steps change
};

Impact of_check(const ChainStep& step) {
    Impact impact;
    impact.work = Work::reads;
    StatementReader statement(step.sql);
    while (!impact.table && statement.take_behind("FROM")) impact.table = statement.take_name();
    return impact;
}

std::vector<Impact> impacts(std::span<const ChainStep> steps, Connection& connection) {
    std::vector<Impact> result;
    std::set<Name> changed;
    for (const auto& step : steps) {
        if (step.kind == ChainStep::Kind::check)
            result.push_back(of_check(step));
        else
            result.push_back(Reader(step.sql, connection, changed).read());
        if (step.kind != ChainStep::Kind::check && result.back().table) changed.insert(*result.back().table);
    }
    return result;
}

/// Estimated for tables that take long to count, and for those that this role may not read.
std::optional<RowCount> row_count(const Name& table, Connection& connection) {
    if (!is_there(table, connection)) return std::nullopt;
    // Never analysed, a table knows how large it is, and not of how many rows.
    const auto estimate =
        connection
            .query("SELECT CASE WHEN reltuples >= 0 THEN reltuples::bigint ELSE pg_relation_size(oid) / 100 END, "
                   "pg_relation_size(oid) < 64 * 1024 * 1024 AND has_table_privilege(oid, 'SELECT') FROM pg_class "
                   "WHERE oid = to_regclass($1)",
                   regclass(table))
            .rows.at(0);
    if (estimate[1] != Value(std::int64_t{1})) return RowCount{std::get<std::int64_t>(estimate[0]), true};
    const auto count = connection.query("SELECT count(*) FROM " + regclass(table));
    return RowCount{std::get<std::int64_t>(count.rows[0][0]), false};
}

} // namespace

const Foresight foresight{
    dialect_name, impacts, row_count,
    "A lock on a table is held until its transaction is committed. ACCESS EXCLUSIVE holds up everybody, the "
    "others hold up those who write."};

} // namespace aludel::migrations::postgresql
