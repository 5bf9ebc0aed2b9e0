// Columns that number themselves, and sequences: what was given out is never given again, and rows keep their numbers.
#include "migrations/operation/lookup.hpp"
#include "migrations/postgresql/counting.hpp"
#include "migrations/postgresql/definition.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

constexpr std::size_t longest_name = 63; // NAMEDATALEN - 1

/// Those that belong to the column; `condition` may ask for `seqrelid`, `attrelid`, `attnum` and `deptype`.
std::string owned_sequence(const Name& table, const std::string& column, const std::string& condition) {
    return "(SELECT seqrelid::regclass FROM pg_catalog.pg_sequence JOIN pg_catalog.pg_depend ON objid = seqrelid JOIN "
           "pg_catalog.pg_attribute ON attrelid = refobjid AND attnum = refobjsubid WHERE classid = "
           "'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND attrelid = to_regclass(" +
           string_literal(identifier(table)) + ") AND attname = " + string_literal(column) + condition + " LIMIT 1)";
}

/// The identity's own before one that was left to the column, of which pg_get_serial_sequence() may speak.
std::string sequence_of(const Name& table, const std::string& column) {
    return owned_sequence(table, column, " ORDER BY deptype = 'i' DESC");
}

/// The one that the column's default takes numbers from.
std::string serial_sequence(const Name& table, const std::string& column) {
    return owned_sequence(table, column,
                          " AND EXISTS (SELECT FROM pg_catalog.pg_attrdef JOIN pg_catalog.pg_depend AS used ON "
                          "used.classid = 'pg_attrdef'::regclass AND used.objid = pg_attrdef.oid WHERE adrelid = "
                          "attrelid AND adnum = attnum AND used.refclassid = 'pg_class'::regclass AND used.refobjid = "
                          "seqrelid)");
}

/// With its default a serial column loses its sequence, unless others use that as well.
std::string drop_serial(const Name& table, const std::string& column) {
    return "DO " + string_literal("DECLARE serial regclass := " + serial_sequence(table, column) +
                                  "; BEGIN ALTER TABLE " + identifier(table) + " ALTER COLUMN " + identifier(column) +
                                  " DROP DEFAULT; IF serial IS NOT NULL THEN BEGIN EXECUTE 'DROP SEQUENCE ' || serial; "
                                  "EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END; END IF; END");
}

std::string text(const std::optional<std::int64_t>& number) { return std::to_string(number.value_or(0)); }

bool goes_down(const Counting& full) { return *full.increment < 0; }

/// The sequence keeps its place, unless nothing was taken from it yet, or that place is outside of what it may give.
std::string move_place(const std::string& sequence, const Counting& before, const Counting& after) {
    const char *up = goes_down(after) ? "false" : "true", *down = goes_down(after) ? "true" : "false";
    const auto set = [&](const std::optional<std::int64_t>& number, const char* given) {
        return "PERFORM setval(" + sequence + ", " + text(number) + ", " + given + "); ";
    };
    return "DO " + string_literal("DECLARE place record; BEGIN EXECUTE 'SELECT last_value AS number, is_called AS "
                                  "given FROM ' || " +
                                  sequence + " INTO place; IF NOT place.given AND place.number = " +
                                  text(before.start) + " THEN " + set(after.start, "false") + "ELSIF place.number < " +
                                  text(after.minimum) + " THEN " + set(after.minimum, down) + "ELSIF place.number > " +
                                  text(after.maximum) + " THEN " + set(after.maximum, up) + "END IF; END");
}

/// PostgreSQL's own choice of a name for the sequence of a column; empty where it would have to cut it.
std::string usual_sequence(const std::string& table, const std::string& column) {
    const auto name = table + "_" + column + "_seq";
    return name.size() <= longest_name ? name : "";
}

} // namespace

void Renderer::on(const CreateObject<Sequence>& operation) {
    ensure_schema(operation.object.name.schema);
    apply(operation);
    execute("CREATE SEQUENCE " + identifier(operation.object.name) + counting_sql(operation.object.counting));
}

void Renderer::on(const AlterObject<Sequence>& operation) {
    const auto& [name, after] = operation.object;
    const auto found = schema_.sequences.find(name);
    const auto before = found == schema_.sequences.end() ? Counting{} : found->second.counting;
    apply(operation);
    change_counting(string_literal(identifier(name)), "ALTER SEQUENCE " + identifier(name), before, after,
                    Type{.kind = Type::Kind::bigint});
}

void Renderer::on(const DropObject<Sequence>& operation) {
    apply(operation);
    execute("DROP SEQUENCE " + identifier(operation.name));
}

/// `alter` is the beginning of a statement that takes options, those of a column each after SET.
void Renderer::change_counting(const std::string& sequence, const std::string& alter, const Counting& before,
                               const Counting& after, const Type& type) {
    const auto from = full_counting(before, type), to = full_counting(after, type);
    if (from == to) return;
    const bool of_column = alter.starts_with("ALTER TABLE");
    if (from.start != to.start || from.minimum != to.minimum || from.maximum != to.maximum) {
        Counting both;
        both.minimum = std::min(*from.minimum, *to.minimum);
        both.maximum = std::max(*from.maximum, *to.maximum);
        const auto minimum = "MINVALUE " + text(both.minimum), maximum = "MAXVALUE " + text(both.maximum);
        execute(alter + (of_column ? " SET " + minimum + " SET " + maximum : " " + minimum + " " + maximum));
        execute(move_place(sequence, from, to));
    }
    execute(alter + (of_column ? " " + set_counting_sql(after) : changed_counting_sql(after)));
}

void Renderer::change_identity(const Table& table, const Column& before, const Column& after) {
    if (!after.identity) {
        alter_column(table.name, after.name, "DROP IDENTITY IF EXISTS");
        execute(drop_serial(table.name, after.name)); // somebody else made it
        return;
    }
    if (!before.identity) {
        alter_column(table.name, after.name, "ADD " + identity_sql(*after.identity));
        number_from_rows(table, after);
        return;
    }
    if (before.identity->always != after.identity->always)
        alter_column(table.name, after.name,
                     std::string("SET GENERATED ") + (after.identity->always ? "ALWAYS" : "BY DEFAULT"));
    change_counting(sequence_of(table.name, after.name),
                    "ALTER TABLE " + identifier(table.name) + " ALTER COLUMN " + identifier(after.name),
                    before.identity->counting, after.identity->counting, after.type);
}

/// Rows without a number get one, in the order of their keys, beyond those that others have.
void Renderer::number_rows(const Table& table, const Column& column) {
    const auto name = identifier(column.name), own = identifier(table.name);
    const auto counting = full_counting(column.identity->counting, column.type);
    const auto* outermost = goes_down(counting) ? "least(min(" : "greatest(max(";
    const auto before_first = std::to_string(*counting.start - *counting.increment);
    execute("UPDATE " + own + " SET " + name + " = numbered.number FROM (SELECT tableoid AS t, ctid AS k, (SELECT " +
            outermost + name + "), " + before_first + ") FROM " + own + ") + " + text(counting.increment) +
            " * row_number() OVER (ORDER BY " + order_of(table) + ") AS number FROM " + own + " WHERE " + name +
            " IS NULL) AS numbered WHERE " + own + ".tableoid = numbered.t AND " + own + ".ctid = numbered.k");
    settle();
}

/// The next number is beyond those that rows have.
void Renderer::number_from_rows(const Table& table, const Column& column) {
    if (has_no_rows(table.name)) return;
    const auto counting = full_counting(column.identity->counting, column.type);
    const bool down = goes_down(counting);
    const auto last = (down ? "min(" : "max(") + identifier(column.name) + ")";
    const auto within = down ? "greatest(" + last + ", " + text(counting.minimum) + ")"
                             : "least(" + last + ", " + text(counting.maximum) + ")";
    execute("SELECT CASE WHEN " + last + (down ? " <= " : " >= ") + text(counting.start) + " THEN setval(" +
            sequence_of(table.name, column.name) + ", " + within + ", true) ELSE setval(" +
            sequence_of(table.name, column.name) + ", " + text(counting.start) + ", false) END FROM " +
            identifier(table.name));
}

/// The same, and never back: numbers that were given once are not given again.
void Renderer::number_beyond_rows(const Table& table, const Column& column) {
    const auto counting = full_counting(column.identity->counting, column.type);
    const bool down = goes_down(counting);
    const auto sequence = sequence_of(table.name, column.name);
    const auto last = std::string(down ? "greatest(min(" : "least(max(") + identifier(column.name) + "), " +
                      text(down ? counting.minimum : counting.maximum) + ")";
    execute("SELECT setval(" + sequence + ", last, true) FROM (SELECT " + last + " AS last FROM " +
            identifier(table.name) + ") AS given WHERE last " + (down ? "<=" : ">=") +
            " coalesce(pg_sequence_last_value(" + sequence + "), " + text(counting.start) + ")");
}

/// A sequence that has the name that PostgreSQL gave it by the table's gets the one that it would give now. Who made
/// the table elsewhere may have called it otherwise: only the database knows.
void Renderer::follow_rename_of_sequences(const Table& table, const std::string& from) {
    for (const auto& column : table.columns) {
        if (!column.identity) continue;
        const auto old_name = usual_sequence(from, column.name),
                   new_name = usual_sequence(table.name.name, column.name);
        if (old_name.empty() || new_name.empty()) continue;
        const auto old_sequence = identifier(Name{table.name.schema, old_name});
        const auto new_sequence = identifier(Name{table.name.schema, new_name});
        execute("DO " + string_literal("BEGIN IF " + sequence_of(table.name, column.name) + " = to_regclass(" +
                                       string_literal(old_sequence) + ") AND to_regclass(" +
                                       string_literal(new_sequence) + ") IS NULL THEN ALTER SEQUENCE " + old_sequence +
                                       " RENAME TO " + identifier(new_name) + "; END IF; END"));
    }
}

} // namespace aludel::migrations::postgresql
