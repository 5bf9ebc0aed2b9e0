// What is said of a step beforehand is what the server does: the locks it takes, and whether the table is written anew.
#include "migrations/impact.hpp"
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace aludel::migrations::testing {
namespace {

constexpr std::string_view modes[] = {"ACCESS SHARE", "ROW SHARE",           "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE",
                                      "SHARE",        "SHARE ROW EXCLUSIVE", "EXCLUSIVE",     "ACCESS EXCLUSIVE"};

/// `ShareRowExclusiveLock` as an index into `modes`.
std::size_t strength(const std::string& lock) {
    std::string words;
    for (const char character : lock.substr(0, lock.size() - std::string_view("Lock").size())) {
        const bool upper = character >= 'A' && character <= 'Z';
        if (upper && !words.empty()) words += ' ';
        words += upper ? character : static_cast<char>(character - 'a' + 'A');
    }
    return static_cast<std::size_t>(std::ranges::find(modes, words) - std::begin(modes));
}

using Locks = std::map<std::string, std::string>;

class PostgresqlImpact : public ::testing::Test {
protected:
    PostgresqlImpact() {
        lab.apply(operations(R"yaml(
- create_table:
    table: team
    columns: [{name: id, type: integer, nullable: false, identity: true}, {name: name, type: varchar(20)}]
    primary_key: {name: pk_team, columns: [id]}
- create_table:
    table: hero
    columns:
      - {name: id, type: integer, nullable: false, identity: true}
      - {name: name, type: varchar(20)}
      - {name: price, type: "decimal(8, 2)"}
      - {name: team_id, type: integer}
    primary_key: {name: pk_hero, columns: [id]}
    indexes: [{name: ix_hero_name, columns: [name]}]
    foreign_keys: [{name: fk_hero_team, columns: [team_id], references: {table: team, columns: [id]}}]
)yaml"));
        schema = lab.schema();
        lab.execute("INSERT INTO team (name) VALUES ('a'); INSERT INTO hero (name, price, team_id) VALUES ('b', 1, 1)");
    }

    std::map<std::string, std::string> files() {
        std::map<std::string, std::string> result;
        for (const auto& row : lab.connection()
                                   .query("SELECT relname, pg_relation_filenode(oid)::text FROM pg_class WHERE "
                                          "relkind = 'r' AND relnamespace = 'public'::regnamespace")
                                   .rows)
            result[std::get<std::string>(row[0])] = std::get<std::string>(row[1]);
        return result;
    }

    /// Tables by their oids, so that one that is renamed or dropped is still known.
    std::map<std::string, std::string> names() {
        std::map<std::string, std::string> result;
        for (const auto& row : lab.connection()
                                   .query("SELECT oid::text, relname FROM pg_class WHERE relkind = 'r' AND "
                                          "relnamespace = 'public'::regnamespace")
                                   .rows)
            result[std::get<std::string>(row[0])] = std::get<std::string>(row[1]);
        return result;
    }

    /// The strongest of each table that was there before, but for those that hold nobody up.
    Locks locks(const std::map<std::string, std::string>& tables) {
        std::map<std::string, std::size_t> strongest;
        for (const auto& row : lab.connection()
                                   .query("SELECT relation::text, mode FROM pg_locks WHERE pid = pg_backend_pid() AND "
                                          "locktype = 'relation' AND granted")
                                   .rows) {
            const auto table = tables.find(std::get<std::string>(row[0]));
            if (table == tables.end()) continue;
            auto& mode = strongest[table->second];
            mode = std::max(mode, strength(std::get<std::string>(row[1])));
        }
        Locks result;
        for (const auto& [table, mode] : strongest)
            if (mode > 1) result[table] = modes[mode];
        return result;
    }

    static Locks said(const Impact& impact, const std::map<std::string, std::string>& tables) {
        Locks result;
        for (const auto& lock : impact.locks)
            if (tables.contains(lock.table.name)) result.emplace(lock.table.name, lock.mode);
        return result;
    }

    /// Each step in a transaction of its own.
    void expect_as_said(const std::string& yaml) {
        SCOPED_TRACE(yaml);
        const auto& dialect = *find_dialect("postgresql");
        const OwnedChain owner("x", {{.dialects = {{"postgresql", dialect.render(operations(yaml), schema), {}}}}});
        const auto steps = owner.chain().revisions.front().dialects.front().upgrade;
        const auto impacts = foresight("postgresql").impacts(steps, lab.connection());
        ASSERT_EQ(impacts.size(), steps.size());
        for (std::size_t i = 0; i < steps.size(); ++i) {
            SCOPED_TRACE(std::string(steps[i].sql));
            if (steps[i].kind == ChainStep::Kind::sql_alone) {
                lab.execute(std::string(steps[i].sql));
                continue;
            }
            const auto before = files();
            const auto tables = names();
            auto transaction = lab.connection().begin();
            lab.execute(std::string(steps[i].sql));
            EXPECT_EQ(said(impacts[i], before), locks(tables));
            auto after = files();
            const auto table = impacts[i].table ? impacts[i].table->name : "";
            if (before.contains(table) && after.contains(table)) {
                EXPECT_EQ(impacts[i].work == Impact::Work::rewrites, before.at(table) != after.at(table));
            }
            transaction.commit();
        }
    }

    PostgresqlLab lab;
    Schema schema;
};

TEST_F(PostgresqlImpact, of_columns) {
    expect_as_said("- add_column: {table: hero, name: a, type: integer}\n");
    expect_as_said("- add_column: {table: hero, name: b, type: integer, nullable: false, default: 0}\n");
    expect_as_said("- add_column: {table: hero, name: c, type: timestamptz, default: {now: true}}\n");
    expect_as_said("- add_column: {table: hero, name: d, type: uuid, default: {sql: gen_random_uuid()}}\n");
    expect_as_said("- add_column: {table: hero, name: e, type: integer, generated: {sql: id + 1}}\n");
    expect_as_said("- add_column: {table: hero, name: f, type: text, nullable: false, fill: \"'x'\", comment: f}\n");
    expect_as_said("- alter_column: {table: hero, column: name, type: varchar(40)}\n");
}

TEST_F(PostgresqlImpact, of_other_types) {
    expect_as_said("- alter_column: {table: hero, column: name, type: text}\n");
    expect_as_said("- alter_column: {table: team, column: name, type: varchar(10)}\n");
    expect_as_said("- alter_column: {table: hero, column: price, type: 'decimal(10, 2)'}\n");
    expect_as_said("- alter_column: {table: hero, column: price, type: double}\n");
    expect_as_said("- alter_column: {table: hero, column: name, nullable: false}\n"
                   "- rename_column: {table: hero, column: name, to: title}\n");
}

TEST_F(PostgresqlImpact, of_a_key_that_others_refer_to) {
    expect_as_said("- alter_column: {table: team, column: id, type: bigint}\n");
}

TEST_F(PostgresqlImpact, of_constraints_and_indexes) {
    expect_as_said("- create_index: {table: hero, name: ix_price, columns: [price]}\n"
                   "- drop_index: {table: hero, name: ix_hero_name}\n");
    expect_as_said("- create_unique_constraint: {table: hero, name: uq_name, columns: [name]}\n"
                   "- create_check_constraint: {table: hero, name: ck_price, sql: price > 0}\n");
    expect_as_said("- drop_constraint: {table: hero, name: fk_hero_team}\n");
    expect_as_said("- create_foreign_key: {table: hero, name: fk, columns: [team_id], references: {table: team, "
                   "columns: [id]}}\n");
    expect_as_said("- drop_index: {table: hero, name: ix_price}\n"
                   "- drop_constraint: {table: hero, name: ck_price}\n"
                   "- drop_column: {table: hero, column: price}\n");
}

TEST_F(PostgresqlImpact, of_tables) {
    expect_as_said("- create_table:\n    table: pet\n    columns: [{name: id, type: integer, nullable: false}, "
                   "{name: hero_id, type: integer}]\n    primary_key: {name: pk_pet, columns: [id]}\n    foreign_keys: "
                   "[{name: fk_pet, columns: [hero_id], references: {table: hero, columns: [id]}}]\n");
    expect_as_said("- rename_table: {table: hero, to: champion}\n");
}

TEST_F(PostgresqlImpact, of_a_table_that_goes) { expect_as_said("- drop_table: {table: hero}\n"); }

TEST_F(PostgresqlImpact, counts_rows_and_says_where_it_estimates) {
    const auto& dialect = foresight("postgresql");
    EXPECT_EQ(dialect.row_count({"", "hero"}, lab.connection())->rows, 1);
    EXPECT_FALSE(dialect.row_count({"", "hero"}, lab.connection())->estimated);
    EXPECT_FALSE(dialect.row_count({"", "nobody"}, lab.connection()));
    lab.execute("CREATE TABLE large (text text); INSERT INTO large SELECT repeat(md5(n::text), 60) FROM "
                "generate_series(1, 40000) AS n; ALTER TABLE large ALTER text SET STORAGE PLAIN; ANALYZE large");
    lab.execute("UPDATE large SET text = text || 'x'; ANALYZE large");
    const auto large = *dialect.row_count({"", "large"}, lab.connection());
    EXPECT_TRUE(large.estimated);
    EXPECT_GT(large.rows, 20000);
    EXPECT_LT(large.rows, 80000);
    lab.execute("DROP TABLE large");
}

} // namespace
} // namespace aludel::migrations::testing
