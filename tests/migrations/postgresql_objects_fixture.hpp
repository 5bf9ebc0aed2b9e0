// A table with most of what a table of PostgreSQL may have, another that refers to it, and rows in both.
#pragma once

#include "migrations/diff/diff.hpp"
#include "tests/migrations/postgresql_lab.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations::testing {

class PostgresqlObjects : public ::testing::Test {
protected:
    PostgresqlObjects() {
        lab.apply(operations(R"(
- create_enum: {name: mood, values: [sad, fine, happy]}
- create_table:
    table: hero
    columns:
      - {name: id, type: bigint, identity: true}
      - {name: name, type: varchar(20), nullable: false}
      - {name: age, type: integer, default: 7}
      - {name: mood, type: enum mood, nullable: false, default: fine}
    primary_key: {name: pk_hero, columns: [id]}
    uniques: [{name: uq_hero_mood_name, columns: [mood, name]}]
    checks: [{name: moody, sql: mood <> 'sad' OR age > 3}]
    indexes: [{name: happy, columns: [age], where: mood = 'happy'}]
- create_table:
    table: sidekick
    columns: [{name: id, type: bigint, identity: true}, {name: mood, type: enum mood}, {name: name, type: varchar(20)}]
    primary_key: {name: pk_sidekick, columns: [id]}
    foreign_keys: [{name: fk_sidekick_hero, columns: [mood, name], references: {table: hero, columns: [mood, name]}, on_delete: cascade}]
)"));
        lab.execute(
            "INSERT INTO hero (name, age, mood) VALUES ('Ann', 16, 'happy'), ('Bob', NULL, 'fine'), ('Zoë', 48, "
            "'sad'); INSERT INTO sidekick (mood, name) VALUES ('happy', 'Ann'), ('sad', 'Zoë'), (NULL, NULL)");
        before = all();
    }
    std::string all() {
        return lab.rows("SELECT id, name, age, mood FROM hero ORDER BY id") + "/" +
               lab.rows("SELECT * FROM sidekick ORDER BY id");
    }
    void there_and_back(std::string_view yaml) {
        SCOPED_TRACE(yaml);
        lab.apply(operations(yaml));
        lab.take_back();
        EXPECT_EQ(all(), before);
    }
    std::string filenode(const std::string& relation) {
        return lab.rows("SELECT pg_relation_filenode('" + relation + "')::bigint");
    }
    void change(const Schema& to) { lab.apply(diff(lab.schema(), to).operations); }

    PostgresqlLab lab;
    std::string before;
};

} // namespace aludel::migrations::testing
