// What a revision file leaves to applications that were built before it, and what it says when it was edited since:
// from the file through the chain and the database's history to the next launch.
#include "migrations/history/squash.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/migrations/chain_lab.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace aludel::migrations::testing {
namespace {

using Status = Outcome::Status;
using State = Standing::State;

constexpr auto first = R"(
  - create_table:
      table: hero
      columns: [{name: id, type: bigint, nullable: false, identity: true}, {name: name, type: text}, {name: age, type: integer}, {name: motto, type: text}]
      primary_key: {name: pk_hero, columns: [id]}
      indexes: [{name: ix_hero_name, columns: [name]}, {name: uq_hero_age, columns: [age], unique: true}]
  - create_table:
      table: sidekick
      columns: [{name: hero_id, type: bigint}]
      foreign_keys: [{name: fk_sidekick_hero, columns: [hero_id], references: {table: hero, columns: [id]}}]
)";
const std::string add_power = "  - add_column: {table: hero, name: power, type: integer}\n";

class OlderApplications : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        files.write("a1", {}, first);
        older.emplace(files.history());
        database.upgrade(*older);
        database.execute(
            "INSERT INTO hero (name, age) VALUES ('Ann', 41), ('Bea', 42); INSERT INTO sidekick VALUES (1)");
    }
    void TearDown() override {
        EXPECT_EQ(database.rows("SELECT hero_id, count(*) FROM sidekick JOIN hero ON id = hero_id GROUP BY hero_id"),
                  "1|1");
    }
    /// The newer application, with one revision more, was here.
    RevisionHistory upgrade_with(const std::string& operations, const std::string& more = "") {
        files.write("b2", {"a1"}, operations, more);
        auto newer = files.history();
        database.upgrade(newer);
        return newer;
    }
    /// What an older application is told at its launch, or nothing.
    std::string refused(bool accept_read_only = false) {
        UpgradeOptions options;
        options.accept_read_only = accept_read_only;
        try {
            database.upgrade(*older, options);
        } catch (const Error& error) {
            return error.message();
        }
        return "";
    }

    ChainFiles files;
    std::optional<RevisionHistory> older; ///< of a1 alone
    ChainDatabase database{GetParam()};
    const std::string unknown = "the database has had revisions that this program does not know: b2 (by test)";
};
INSTANTIATE_TEST_SUITE_P(Databases, OlderApplications, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(OlderApplications, go_on_after_a_revision_that_takes_nothing_from_them) {
    const auto newer = upgrade_with(add_power);
    EXPECT_EQ(database.upgrade(*older).status, Status::newer_compatible);
    const auto standing = database.status(*older);
    EXPECT_EQ(standing.state, State::newer_compatible);
    ASSERT_EQ(standing.unknown.size(), 1U);
    EXPECT_EQ(standing.unknown[0].revision, "b2");
    EXPECT_EQ(standing.unknown[0].compatibility, Compatibility::write);
    database.execute("INSERT INTO hero (name, age) VALUES ('Cid', 43)");
    EXPECT_EQ(database.rows("SELECT name, power FROM hero ORDER BY id"), "Ann|NULL;Bea|NULL;Cid|NULL");
    EXPECT_EQ(database.upgrade(newer).status, Status::up_to_date);

    database.downgrade(newer, "a1");
    EXPECT_EQ(database.upgrade(*older).status, Status::up_to_date);
    database.stamp(newer, "b2");
    EXPECT_EQ(database.upgrade(*older).status, Status::newer_compatible) << "a stamp records it, too";
}

TEST_P(OlderApplications, only_read_where_the_file_says_so) {
    upgrade_with(add_power, "older_applications: read\n");
    EXPECT_EQ(refused(), unknown);
    EXPECT_EQ(database.status(*older).state, State::newer_read_only);
    UpgradeOptions options;
    options.accept_read_only = true;
    EXPECT_EQ(database.upgrade(*older, options).status, Status::newer_read_only);
    EXPECT_EQ(database.rows("SELECT name FROM hero ORDER BY id"), "Ann;Bea");
    EXPECT_THROW(database.execute("DELETE FROM sidekick"), Error);
}

TEST_P(OlderApplications, only_read_where_rows_of_theirs_could_be_refused) {
    upgrade_with("  - create_unique_constraint: {table: hero, name: uq_hero_name, columns: [name]}\n");
    EXPECT_EQ(refused(), unknown);
    UpgradeOptions options;
    options.accept_read_only = true;
    EXPECT_EQ(database.upgrade(*older, options).status, Status::newer_read_only);
}

TEST_P(OlderApplications, are_refused_where_a_column_of_theirs_is_gone) {
    upgrade_with("  - drop_column: {table: hero, column: motto}\n");
    for (const bool accept_read_only : {false, true}) EXPECT_EQ(refused(accept_read_only), unknown);
    EXPECT_EQ(database.status(*older).state, State::newer);
}

TEST_P(OlderApplications, go_on_without_a_column_where_the_file_says_so) {
    upgrade_with("  - drop_column: {table: hero, column: motto}\n", "older_applications: write\n");
    EXPECT_EQ(database.upgrade(*older).status, Status::newer_compatible);
}

// What an index is, the revisions before it tell.
TEST_P(OlderApplications, go_on_without_a_plain_index_and_not_without_a_unique_one) {
    const auto newer = upgrade_with("  - drop_index: {table: hero, name: ix_hero_name}\n");
    EXPECT_EQ(database.upgrade(*older).status, Status::newer_compatible);
    database.downgrade(newer, "a1");
    upgrade_with("  - drop_index: {table: hero, name: uq_hero_age}\n");
    EXPECT_EQ(refused(true), unknown);
}

TEST_P(OlderApplications, can_do_what_the_worst_of_several_revisions_leaves) {
    files.write("b2", {"a1"}, add_power);
    files.write("c3", {"b2"}, "  - create_check_constraint: {table: hero, name: ck_hero_age, sql: age > 0}\n");
    files.write("d4", {"c3"}, "  - create_index: {table: hero, name: ix_hero_power, columns: [power]}\n");
    database.upgrade(files.history());
    EXPECT_EQ(refused(), "the database has had revisions that this program does not know: b2 (by test), c3 (by test), "
                         "d4 (by test)");
    EXPECT_EQ(database.status(*older).state, State::newer_read_only);
}

TEST_P(OlderApplications, are_left_what_a_squash_of_several_leaves) {
    files.write("b2", {"a1"}, add_power);
    files.write("c3", {"b2"}, "  - add_column: {table: hero, name: home, type: text}\n");
    const auto before = files.history();
    database.upgrade(before);
    const auto checksum_of = [&](const std::string& id) { return checksum(before.at(id).revision); };
    files.write("s1", {"a1"}, add_power + "  - add_column: {table: hero, name: home, type: text}\n",
                "replaces: [{revision: b2, checksum: \"" + checksum_of("b2") + "\"}, {revision: c3, checksum: \"" +
                    checksum_of("c3") + "\"}]\n");
    database.upgrade(files.history());
    EXPECT_EQ(database.applied(), "a1;s1");
    EXPECT_EQ(database.upgrade(*older).status, Status::newer_compatible);
}

TEST_P(OlderApplications, are_left_by_a_squash_what_a_person_said) {
    const auto squash_of = [&](const std::string& says_b2, const std::string& says_c3) {
        files.write("b2", {"a1"}, add_power, says_b2);
        files.write("c3", {"b2"}, "  - create_check_constraint: {table: hero, name: ck, sql: age > 0}\n", says_c3);
        const std::vector<std::string> run{"b2", "c3"};
        return squashed(files.history(), run, {});
    };
    EXPECT_EQ(squash_of("", "").older_applications, std::nullopt) << "it is what the operations leave";
    EXPECT_EQ(squash_of("older_applications: none\n", "").older_applications, Compatibility::none);
    EXPECT_EQ(squash_of("older_applications: write\n", "").older_applications, Compatibility::read) << "c3 leaves that";
    EXPECT_EQ(squash_of("", "older_applications: write\n").older_applications, Compatibility::write);
    EXPECT_FALSE(squash_of("", "").without_transaction);
    EXPECT_TRUE(squash_of("", "transaction: none\n").without_transaction);
}

class EditedRevisions : public OlderApplications {
protected:
    /// What a launch says where b2 was `before` when it was applied, and is `now`.
    std::string said(const std::string& before, const std::string& now, const std::string& more = "") {
        const auto newer = upgrade_with(before);
        files.write("b2", {"a1"}, now, more);
        const auto edited = files.history();
        std::string message;
        try {
            database.upgrade(edited);
        } catch (const Error& error) {
            message = error.message();
        }
        const auto standing = database.status(edited);
        EXPECT_EQ(standing.state, State::changed);
        EXPECT_EQ(standing.message, message);
        database.downgrade(newer, "a1");
        const std::string always = "revision b2 was changed after it was applied to this database: ";
        EXPECT_EQ(message.find(always), 0U) << message;
        return message.substr(std::min(always.size(), message.size()));
    }
};
INSTANTIATE_TEST_SUITE_P(Databases, EditedRevisions, ::testing::Values("sqlite", "postgresql"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(EditedRevisions, are_refused_with_what_was_changed) {
    const std::string add_index = "  - create_index: {table: hero, name: ix_hero_age, columns: [age]}\n";
    EXPECT_EQ(said(add_power, "  - add_column: {table: hero, name: strength, type: integer}\n"),
              "it had add_column hero.power, and has add_column hero.strength");
    EXPECT_EQ(said(add_power, "  - add_column: {table: hero, name: power, type: bigint}\n"),
              "it has another add_column hero.power");
    EXPECT_EQ(said(add_power, add_power + add_index), "it has create_index hero.ix_hero_age besides");
    EXPECT_EQ(said(add_power + add_index, add_index), "it no longer has add_column hero.power");
    EXPECT_EQ(said(add_power + add_index, add_index + add_power), "its operations are in another order");
    EXPECT_EQ(said(add_power, add_power, "downgrade:\n  - drop_column: {table: hero, column: power}\n"),
              "it has downgrade: drop_column hero.power besides");
    EXPECT_EQ(database.rows("SELECT name, age FROM hero ORDER BY id"), "Ann|41;Bea|42");
}

TEST_P(EditedRevisions, are_not_those_of_which_only_the_words_are_others) {
    upgrade_with(add_power);
    files.write("b2", {"a1"}, add_power, "# a comment\nolder_applications: none\n");
    EXPECT_EQ(database.upgrade(files.history()).status, Status::up_to_date);
}

} // namespace
} // namespace aludel::migrations::testing
