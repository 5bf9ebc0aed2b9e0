#include "migrations/sqlite/obstacles.hpp"

#include "migrations/schema/sql_tokens.hpp"
#include "migrations/sqlite/quote.hpp"

namespace aludel::migrations::sqlite {
namespace {

std::string listed(const std::vector<std::string>& parts) { return joined(parts, " || ', ' || "); }

std::vector<std::string> quoted(const std::vector<std::string>& columns, const std::string& qualifier = "") {
    std::vector<std::string> result;
    for (const auto& column : columns) result.push_back(qualifier + identifier(column));
    return result;
}

std::vector<std::string> each(const std::vector<std::string>& parts, const std::string& after) {
    std::vector<std::string> result;
    for (const auto& part : parts) result.push_back("(" + part + ")" + after);
    return result;
}

std::string place(const Name& table, const std::string& column) { return to_string(table) + "." + column; }

Step check_step(std::string sql, std::string text) {
    Step step;
    step.kind = ChainStep::Kind::check;
    step.sql = std::move(sql);
    step.text = std::move(text);
    return step;
}

/// What a check is about: the first column that it mentions.
std::string subject_of(const Name& table, const std::string& expression) {
    const auto columns = mentioned_columns(expression, table.name);
    return columns.empty() ? "NULL" : identifier(columns.front());
}

} // namespace

std::string key_expression(const Table& table) {
    if (!table.primary_key) return "rowid";
    return listed(quoted(table.primary_key->columns));
}

Step obstacle(const Relation& rows, const std::string& value, const std::string& condition, std::string text) {
    return check_step("SELECT " + rows.key + ", " + value + " FROM " + rows.from + " WHERE " + condition,
                      std::move(text));
}

Step nulls(const Relation& rows, const Name& table, const std::string& column, const std::string& value) {
    return obstacle(rows, "NULL", "(" + value + ") IS NULL",
                    place(table, column) + " becomes NOT NULL, and rows hold NULL: fill them first, or give `fill`");
}

Step any_row(const Relation& rows, const Name& table, const std::string& column) {
    return obstacle(rows, "NULL", "1",
                    place(table, column) +
                        " is new and NOT NULL, and there are rows already: give it a default, or `fill`");
}

Step duplicates(const Relation& rows, const Name& table, const std::vector<std::string>& parts,
                const std::string& where, const std::string& constraint, const std::string& way_out) {
    auto condition = joined(each(parts, " IS NOT NULL"), " AND ");
    if (!where.empty()) condition += " AND (" + where + ")";
    const auto these = joined(parts, ", ");
    const auto alike = "SELECT " + these + " FROM " + rows.from + " WHERE " + condition + " GROUP BY " + these +
                       " HAVING count(*) > 1";
    return check_step("SELECT " + rows.key + ", " + listed(each(parts, "")) + " FROM " + rows.from + " WHERE (" +
                          these + ") IN (" + alike + ")" + (where.empty() ? "" : " AND (" + where + ")"),
                      to_string(table) + ": " + constraint + " wants each value once, and rows share one: " + way_out);
}

Step violations(const Relation& rows, const Name& table, const Check& check, const std::string& way_out) {
    const auto expression = sql_of(check.expression);
    return obstacle(rows, subject_of(table, expression), "NOT (" + expression + ")",
                    to_string(table) + ": the check " + check.name + " (" + expression +
                        ") does not hold for rows: " + way_out);
}

Step orphans(const Relation& rows, const Relation& referred, const Name& table, const ForeignKey& key) {
    const auto children = quoted(key.columns, "child.");
    const auto parents = quoted(key.referred_columns, "parent.");
    std::vector<std::string> pairs;
    for (std::size_t i = 0; i < children.size() && i < parents.size(); ++i)
        pairs.push_back(parents[i] + " = " + children[i]);
    return obstacle({rows.from + " AS child", rows.key, {}}, listed(children),
                    joined(each(children, " IS NOT NULL"), " AND ") + " AND NOT EXISTS (SELECT 1 FROM " +
                        referred.from + " AS parent WHERE " + joined(pairs, " AND ") + ")",
                    to_string(table) + ": the foreign key " + key.name + " refers to rows of " +
                        to_string(key.referred_table) +
                        " that are not there: mend them first, or give `on_conflict: delete` or `set null`");
}

} // namespace aludel::migrations::sqlite
