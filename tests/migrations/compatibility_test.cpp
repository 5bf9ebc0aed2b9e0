// What older applications can still do, and what a database keeps of a revision.
#include "migrations/revision/compatibility.hpp"
#include "migrations/revision/fingerprint.hpp"
#include "migrations/revision/revision_file.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

using enum Compatibility;

Revision with(const std::string& operations, const std::string& more = "") {
    return read_revision("revision: a1\nparents: []\n" + more + "upgrade:\n" + operations, "a1.yaml").revision;
}
Compatibility left_by(const std::string& operation) { return compatibility_of(with("  - " + operation + "\n")); }

constexpr auto table = "create_table: {table: hero, columns: [{name: id, type: bigint, nullable: false}], primary_key: "
                       "{name: pk_hero, columns: [id]}}";

TEST(Compatibility, is_what_an_operation_leaves_to_older_applications) {
    EXPECT_EQ(left_by(table), write);
    EXPECT_EQ(left_by("add_column: {table: hero, name: power, type: integer}"), write);
    EXPECT_EQ(left_by("add_column: {table: hero, name: power, type: integer, nullable: false, default: 0}"), write);
    EXPECT_EQ(left_by("create_index: {table: hero, name: ix, columns: [power]}"), write);
    EXPECT_EQ(left_by("insert: {table: hero, rows: [{id: 1}]}"), write);

    EXPECT_EQ(left_by("add_column: {table: hero, name: power, type: integer, nullable: false, fill: '0'}"), read);
    EXPECT_EQ(left_by("alter_column: {table: hero, column: power, nullable: false}"), read);
    EXPECT_EQ(left_by("create_unique_constraint: {table: hero, name: uq, columns: [power]}"), read);
    EXPECT_EQ(left_by("create_index: {table: hero, name: ix, columns: [power], unique: true}"), read);
    EXPECT_EQ(left_by("create_check_constraint: {table: hero, name: ck, sql: power > 0}"), read);

    EXPECT_EQ(left_by("drop_column: {table: hero, column: power}"), none);
    EXPECT_EQ(left_by("drop_table: {table: hero}"), none);
    EXPECT_EQ(left_by("rename_column: {table: hero, column: power, to: strength}"), none);
    EXPECT_EQ(left_by("alter_column: {table: hero, column: power, type: bigint}"), none);
    EXPECT_EQ(left_by("alter_column: {table: hero, column: power, nullable: true}"), none);
    EXPECT_EQ(left_by("drop_constraint: {table: hero, name: uq}"), none);
    EXPECT_EQ(left_by("drop_index: {table: hero, name: ix}"), none) << "it may be unique";
    EXPECT_EQ(left_by("execute: {sql: \"DELETE FROM hero\"}"), none);
    EXPECT_EQ(left_by("call: {function: fill}"), none);
}

TEST(Compatibility, knows_which_indexes_are_plain) {
    Schema before;
    Table hero{.name = {"", "hero"}};
    hero.indexes = {{.name = "ix"}, {.name = "uq", .unique = true}};
    before.tables.emplace(hero.name, hero);
    EXPECT_EQ(compatibility_of(with("  - drop_index: {table: hero, name: ix}\n"), before), write);
    EXPECT_EQ(compatibility_of(with("  - drop_index: {table: hero, name: uq}\n"), before), none);
}

TEST(Compatibility, of_a_table_whose_rows_hold_on_to_others) {
    const auto child = [](const std::string& action) {
        return "create_table: {table: sidekick, columns: [{name: hero, type: bigint}], foreign_keys: [{name: fk, "
               "columns: "
               "[hero], references: {table: hero, columns: [id]}" +
               action + "}]}";
    };
    EXPECT_EQ(left_by(child("")), read);
    EXPECT_EQ(left_by(child(", on_delete: cascade")), write);
    EXPECT_EQ(compatibility_of(with(std::string("  - ") + table + "\n  - " + child("") + "\n")), write);
}

TEST(Compatibility, is_the_least_of_all) {
    const std::string add = "  - add_column: {table: hero, name: power, type: integer}\n";
    EXPECT_EQ(compatibility_of(with(add + "  - create_check_constraint: {table: hero, name: ck, sql: power > 0}\n")),
              read);
    EXPECT_EQ(compatibility_of(with(add + "  - drop_column: {table: hero, column: age}\n")), none);
}

TEST(Compatibility, is_not_lessened_by_what_older_applications_do_not_know) {
    EXPECT_EQ(compatibility_of(with(std::string("  - ") + table + "\n  - drop_column: {table: hero, column: id}\n")),
              write);
    const std::string add = "  - add_column: {table: hero, name: power, type: integer}\n";
    EXPECT_EQ(compatibility_of(with(add + "  - backfill: {table: hero, set: {power: '1'}}\n")), write);
    EXPECT_EQ(compatibility_of(with(add + "  - backfill: {table: hero, set: {name: upper(name)}}\n")), none);
    EXPECT_EQ(compatibility_of(with(add + "  - alter_column: {table: hero, column: power, nullable: false}\n")), read);
}

TEST(Compatibility, is_what_the_file_says) {
    const std::string drop = "  - drop_column: {table: hero, column: age}\n";
    EXPECT_EQ(compatibility_of(with(drop, "older_applications: write\n")), write);
    EXPECT_EQ(checksum(with(drop, "older_applications: write\n")), checksum(with(drop)));
}

TEST(Losses, are_what_a_downgrade_cannot_put_back) {
    const auto loses = [](const std::string& operations) { return loses_rows(with(operations)); };
    EXPECT_FALSE(loses(std::string("  - ") + table + "\n"));
    EXPECT_TRUE(loses("  - drop_column: {table: hero, column: power}\n"));
    EXPECT_TRUE(loses("  - execute: {sql: \"DELETE FROM hero\"}\n"));
    EXPECT_TRUE(
        loses("  - create_unique_constraint: {table: hero, name: uq, columns: [p], on_conflict: keep first}\n"));
    EXPECT_FALSE(loses("  - create_unique_constraint: {table: hero, name: uq, columns: [p]}\n"));
    EXPECT_FALSE(loses("  - add_column: {table: hero, name: power, type: integer}\n"
                       "  - backfill: {table: hero, set: {power: '1'}}\n"));
    EXPECT_TRUE(loses("  - backfill: {table: hero, set: {power: '1'}}\n"));
}

TEST(Fingerprint, has_a_line_for_each_operation) {
    const auto text = fingerprint(with("  - add_column: {table: hero, name: power, type: integer}\n"
                                       "  - drop_index: {table: hero, name: ix_hero_name}\n"
                                       "  - execute: {sql: SELECT 1}\n"));
    EXPECT_EQ(text.find(" add_column hero.power\n"), 8U) << text;
    EXPECT_NE(text.find(" drop_index hero.ix_hero_name\n"), std::string::npos) << text;
    EXPECT_TRUE(text.ends_with(" execute")) << text;
}

TEST(Fingerprint, differs_where_the_checksum_does) {
    const auto one = with("  - execute: {sql: SELECT 1}\n"), other = with("  - execute: {sql: SELECT 2}\n");
    EXPECT_NE(fingerprint(one), fingerprint(other));
    EXPECT_NE(checksum(one), checksum(other));
}

} // namespace
} // namespace aludel::migrations
