// Indexes and unique constraints of every kind, and those that are made while others write.
#include "migrations/postgresql/postgresql.hpp"
#include "tests/migrations/postgresql_objects_fixture.hpp"

#include <aludel/error.hpp>

namespace aludel::migrations::testing {
namespace {

TEST_F(PostgresqlObjects, indexes_and_uniques_of_every_kind) {
    there_and_back(
        "- create_index: {table: hero, name: x, columns: [{column: name, operator_class: varchar_pattern_ops, "
        "descending: true, nulls: last}, {column: age, nulls: first}], include: [mood]}\n");
    there_and_back("- create_index: {table: hero, name: x, columns: [name], method: hash}\n");
    there_and_back("- create_index: {table: hero, name: x, columns: [{column: age, operator_class: int4_ops, nulls: "
                   "last}], method: btree}\n");
    there_and_back("- create_index: {table: hero, name: x, columns: [age], unique: true, nulls_not_distinct: true}\n");
    there_and_back("- create_unique_constraint: {table: hero, name: x, columns: [age], nulls_not_distinct: true}\n");
    there_and_back("- drop_constraint: {table: sidekick, name: fk_sidekick_hero}\n"
                   "- create_foreign_key: {table: sidekick, name: fk_sidekick_hero, columns: [mood, name], references: "
                   "{table: hero, columns: [mood, name]}, match_full: true}\n");
    there_and_back("- drop_index: {table: hero, name: happy}\n"
                   "- create_index: {table: hero, name: happy, columns: [name], method: hash}\n");
    there_and_back("- drop_constraint: {table: hero, name: moody}\n"
                   "- create_check_constraint: {table: hero, name: moody, sql: age < 100}\n");
}

TEST_F(PostgresqlObjects, index_parts_with_a_collation_of_their_own) {
    const auto made = [&] {
        return lab.rows("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid::regclass::text LIKE "
                        "'own%' ORDER BY 1");
    };
    lab.execute(
        "CREATE EXTENSION btree_gist; CREATE UNIQUE INDEX own_1 ON hero (lower(name) COLLATE \"C\", (name || 'x') "
        "COLLATE \"POSIX\" text_pattern_ops DESC) WHERE (lower(name) COLLATE \"C\") <> 'x';"
        "CREATE INDEX own_2 ON hero (name COLLATE \"C\" DESC, age) INCLUDE (mood); CREATE INDEX own_3 ON hero "
        "(upper(name COLLATE \"C\"), (lower(name COLLATE \"C\") || 'x')); CREATE INDEX own_4 ON hero (lower(name)) "
        "WHERE lower(name) COLLATE \"C\" <> 'x'; ALTER TABLE hero ADD CONSTRAINT own_5 EXCLUDE USING gist (name "
        "COLLATE "
        "\"C\" WITH =, age WITH =), ADD CONSTRAINT own_6 EXCLUDE USING gist (lower(name) COLLATE \"C\" WITH =)");
    const auto had = made();
    const auto found = lab.inspect();
    EXPECT_EQ(found.not_modelled, std::vector<std::string>());
    lab.execute("DROP INDEX own_1, own_2, own_3, own_4; ALTER TABLE hero DROP CONSTRAINT own_5, DROP CONSTRAINT own_6; "
                "DROP EXTENSION btree_gist");
    change(found.schema);
    EXPECT_EQ(made(), had);
    lab.take_back();
    there_and_back("- create_index: {table: hero, name: own, unique: true, columns: [{sql: LOWER(name) COLLATE "
                   "\"C\"}, {sql: name collate \"C\"}]}\n");
}

TEST_F(PostgresqlObjects, concurrently) {
    there_and_back("- create_index: {table: hero, name: x, columns: [age], concurrently: true}\n");
    there_and_back("- drop_index: {table: hero, name: happy, concurrently: true}\n");
    there_and_back("- create_table: {table: t, columns: [{name: a, type: text}]}\n"
                   "- create_index: {table: t, name: x, columns: [a], concurrently: true}\n");
}

/// The index X of the table hero, which is made and dropped outside of any transaction.
class PostgresqlIndexes : public PostgresqlObjects {
protected:
    Step alone(std::string_view yaml) {
        auto schema = lab.schema();
        auto steps = postgresql_dialect().render(operations(yaml), schema);
        EXPECT_EQ(steps.size(), 1U);
        EXPECT_EQ(steps.at(0).kind, ChainStep::Kind::sql_alone);
        return steps.at(0);
    }
    /// As the runtime does it.
    void run(const Step& step) {
        if (!lab.rows(step.subject).empty()) return;
        if (!step.text.empty()) lab.execute(step.text);
        lab.execute(step.sql);
    }
    std::string valid() {
        return lab.rows("SELECT indrelid::regclass, indisvalid FROM pg_index WHERE indexrelid::regclass::text LIKE "
                        "'%happier' ORDER BY 1");
    }
    void leave_invalid() {
        lab.execute("CREATE INDEX happier ON hero (age); UPDATE pg_index SET indisvalid = false WHERE indexrelid = "
                    "'happier'::regclass");
    }
    const std::vector<std::string> made = {
        "- create_index: {table: hero, name: happier, columns: [age], concurrently: true}\n",
        "- execute: {sql: create index concurrently Happier on only Hero(age)}\n",
        "- execute: {sql: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS \"happier\" ON public.hero (age);'}\n"};
    const std::vector<std::string> dropped = {
        "- execute: {sql: DROP INDEX CONCURRENTLY Happier}\n",
        "- execute: {sql: drop index concurrently if exists public.\"happier\"}\n"};
};

TEST_F(PostgresqlIndexes, that_are_there_already_are_left_alone) {
    for (const auto& yaml : made) {
        lab.execute("CREATE INDEX happier ON hero (age)");
        const auto index = lab.rows("SELECT 'happier'::regclass::oid");
        run(alone(yaml));
        EXPECT_EQ(lab.rows("SELECT 'happier'::regclass::oid"), index) << yaml;
        for (const auto& drop : dropped) run(alone(drop)); // the second finds nothing to do
        EXPECT_EQ(valid(), "");
    }
}

TEST_F(PostgresqlIndexes, that_an_attempt_has_left_invalid_are_made_again) {
    for (const auto& yaml : made) {
        leave_invalid();
        run(alone(yaml));
        EXPECT_EQ(valid(), "hero|1") << yaml;
        run(alone(dropped[0]));
    }
}

TEST_F(PostgresqlIndexes, that_are_invalid_do_not_keep_others_waiting) {
    leave_invalid();
    const auto step = alone(made[0]);
    auto reader = create_engine(lab.url()).connect();
    auto reading = reader.begin();
    reader.query("SELECT count(*) FROM hero");
    try {
        run(step);
        FAIL() << "the reader was in the way";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), "55P03") << error.what();
    }
    reading.rollback();
    run(step);
    EXPECT_EQ(valid(), "hero|1");
}

TEST_F(PostgresqlIndexes, of_that_name_in_another_schema_are_another_matter) {
    lab.execute("CREATE SCHEMA aside; CREATE TABLE aside.other (age integer); CREATE INDEX happier ON aside.other "
                "(age); SET search_path = public, aside");
    for (const auto& yaml : made) {
        run(alone(yaml));
        EXPECT_EQ(valid(), "hero|1;other|1") << yaml;
        run(alone("- drop_index: {table: hero, name: happy, concurrently: true}\n"));
        lab.execute("DROP INDEX public.happier");
    }
}

/// Between ALTER TABLE, which locks everybody out, and the next step that commits, no row is looked at.
} // namespace
} // namespace aludel::migrations::testing
