// Two people's revisions: what merge proves, and what rebase does instead.
#include "tests/tool/revision_directory.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class Sides : public testing::Test {
protected:
    void SetUp() override { directory.revision("a1", "hero", {}, create_table("hero")); }

    std::filesystem::path left(const std::string& operations) const {
        return directory.revision("b1", "left", {"--head", "a1"}, operations);
    }
    std::filesystem::path right(const std::string& operations) const {
        return directory.revision("c1", "right", {"--head", "a1", "--splice"}, operations);
    }

    const RevisionDirectory directory;
};

constexpr auto add_power = "[add_column: {table: hero, name: power, type: integer}]";
constexpr auto add_motto = "[add_column: {table: hero, name: motto, type: text}]";

TEST_F(Sides, ThatTouchDifferentTables) {
    left(create_table("team"));
    right(add_power);
    const auto check = directory.aludel({"check"});
    EXPECT_EQ(check.status, 2);
    expect_contains(check.output, "2 heads");
    expect_contains(check.output, "aludel merge -m");
    expect_contains(check.output, "aludel rebase c1 --onto b1");
    expect_contains(directory.succeed({"merge"}),
                    "b1 left\nc1 right\n  their order does not matter: they touch nothing in common\n");
    EXPECT_EQ(directory.succeed({"check"}), "nothing is pending\n");
}

TEST_F(Sides, ThatTouchOneTableAndGoTogether) {
    left(add_motto);
    right(add_power);
    expect_contains(directory.succeed({"merge", "--branch-label", "main"}),
                    "  their order does not matter: both touch hero\n");
    expect_contains(directory.succeed({"heads"}), "(main) (head) (mergepoint)");
}

TEST_F(Sides, ThatDiffer) {
    directory.revision("a2", "power", {}, "[add_column: {table: hero, name: power, type: integer, default: 0}]");
    directory.revision("b1", "one", {}, "[alter_column: {table: hero, column: power, default: 1}]");
    directory.revision("c1", "two", {"--head", "a2", "--splice"},
                       "[alter_column: {table: hero, column: power, default: 2}]");
    const auto error = directory.fail({"merge"});
    expect_contains(error, "their order matters: both touch hero");
    expect_contains(error, "hero.power");
    expect_contains(error, "Nothing was written");
    expect_contains(directory.succeed({"merge", "--force"}), "their order matters");
}

TEST_F(Sides, ThatDoNotGoTogether) {
    directory.revision("a2", "power", {}, add_power);
    directory.revision("b1", "drops it", {}, "[drop_column: {table: hero, column: power}]");
    const auto file =
        directory.revision("c1", "asks more of it", {"--head", "a2", "--splice"},
                           "\n  - alter_column: {table: hero, column: power, nullable: false, fill: '0'}");
    const auto error = directory.fail({"merge"});
    EXPECT_TRUE(error.starts_with("migrations/" + file.filename().string() + ":")) << error;
    expect_contains(error, "it does not fit after b1, which a database may have had first: ");
    expect_contains(directory.fail({"merge", "--force"}), "does not fit");
}

TEST_F(Sides, OfWhichRowsAreNotProven) {
    left("[execute: {sql: UPDATE hero SET id = id + 1, reverse: ''}]");
    right("[execute: {sql: DELETE FROM hero, reverse: ''}, execute: {sql: SELECT 1, reverse: ''}]");
    const auto output = directory.succeed({"merge"});
    expect_contains(output, "both orders give the same schema");
    expect_contains(output, "of the rows this is not proven:\n");
    expect_contains(output, "_left.yaml:");
    expect_contains(output, "_right.yaml:");
    expect_contains(output, "execute may touch hero, as the other side does\n");
}

TEST_F(Sides, WhoseValuesComeFromColumnsThatTheOtherChanges) {
    directory.revision(
        "a2", "prices", {},
        "[create_table: {table: item, columns: [{name: id, type: bigint, nullable: false}, {name: price, "
        "type: integer}, {name: net, type: integer}, {name: hero_id, type: bigint}], primary_key: {name: "
        "pk_item, columns: [id]}}]");
    directory.revision(
        "b1", "renames", {},
        "\n  - rename_column: {table: item, column: price, to: gross}"
        "\n  - alter_column: {table: item, column: net, type: bigint}"
        "\n  - create_unique_constraint: {table: hero, name: uq, columns: [id], on_conflict: keep first}");
    directory.revision(
        "c1", "fills", {"--head", "a2", "--splice"},
        "\n  - add_column: {table: item, name: doubled, type: integer, nullable: false, fill: price * 2}"
        "\n  - add_column: {table: item, name: constant, type: integer, nullable: false, fill: '2'}"
        "\n  - create_unique_constraint: {table: item, name: uq_net, columns: [net], on_conflict: keep last}"
        "\n  - create_check_constraint: {table: hero, name: ck, sql: id > 1, on_conflict: delete}"
        "\n  - create_foreign_key: {table: item, name: fk, columns: [hero_id], references: {table: hero, columns: "
        "[id]}, "
        "on_conflict: set null}");
    const auto output = directory.succeed({"merge"});
    for (const auto* line :
         {"add_column goes by item.price, which", "create_unique_constraint goes by item.net, which",
          "create_check_constraint goes by the rows of hero, which", "create_foreign_key goes by hero, which"})
        expect_contains(output, line);
    const std::string of_right = "_fills.yaml:";
    std::size_t lines = 0;
    for (auto at = output.find(of_right); at != output.npos; at = output.find(of_right, at + 1)) ++lines;
    EXPECT_EQ(lines, 4U) << output;
}

TEST_F(Sides, OfWhichOneIsPutAfterTheOther) {
    left(add_motto);
    const auto file = right(add_power);
    write_file(file,
               "# mine\nrevision:   c1\nparents:   # of course\n  - 'a1'   # the hero\nmessage: right\nupgrade: " +
                   std::string(add_power) + " # to be\n");
    const auto output = directory.succeed({"rebase", "c1", "--onto", "b1"});
    EXPECT_EQ(output,
              "migrations/" + file.filename().string() + "\n  c1 right: comes after b1 left now, no longer after a1\n");
    EXPECT_EQ(read_file(file),
              "# mine\nrevision:   c1\nparents:   # of course\n  - 'b1'   # the hero\nmessage: right\nupgrade: " +
                  std::string(add_power) + " # to be\n");
    EXPECT_EQ(directory.succeed({"history"}), "b1 -> c1 (head)  right\na1 -> b1  left\nbase -> a1  hero\n");
    expect_contains(directory.fail({"rebase", "c1", "--onto", "b1"}), "c1 comes after b1 already");
    expect_contains(directory.fail({"rebase", "b1", "--onto", "c1"}), "c1 comes after b1 already");
}

TEST_F(Sides, AWholeBranchAndARootAreRebased) {
    left(add_motto);
    right(add_power);
    directory.revision("c2", "more", {"--head", "c1"});
    directory.revision("r1", "team", {"--head", "base"}, create_table("team"));
    expect_contains(directory.succeed({"rebase", "c2", "--onto", "b1"}), "c1 right: comes after b1 left now");
    expect_contains(directory.succeed({"rebase", "r1", "--onto", "c2"}), "r1 team: comes after c2 more now, no longer "
                                                                         "after base\n");
    EXPECT_EQ(directory.succeed({"heads"}), "c2 -> r1 (head)  team\n");
}

TEST_F(Sides, ABranchThatDoesNotFitIsLeftWhereItIs) {
    directory.revision("a2", "power", {}, add_power);
    directory.revision("b1", "drops it", {}, "[drop_column: {table: hero, column: power}]");
    directory.revision("c1", "renames it", {"--head", "a2", "--splice"},
                       "[rename_column: {table: hero, column: power, to: force}]");
    const auto error = directory.fail({"rebase", "c1", "--onto", "b1"});
    expect_contains(error, "_renames_it.yaml:");
    expect_contains(error, "power");
}

TEST_F(Sides, WhatADatabaseHasIsNotRebased) {
    left(add_motto);
    right(add_power);
    const std::string url = "sqlite:///h.db";
    directory.succeed({"upgrade", "c1", "--url", url});
    const auto error = directory.fail({"rebase", "c1", "--onto", "b1", "--url", url});
    expect_contains(error, "has c1 already");
    expect_contains(error, "aludel merge");
    directory.succeed({"downgrade", "a1", "--url", url});
    expect_contains(directory.succeed({"rebase", "c1", "--onto", "b1", "--url", url}), "comes after b1");
    expect_contains(directory.succeed({"upgrade", "--url", url}), "  + b1 left\n  + c1 right\n");
}

/// Two branches of a git repository, each with a revision, merged by git.
class Repository : public Sides {
protected:
    void git(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"git", "-c", "user.name=A", "-c", "user.email=a@b", "-c",
                                             "init.defaultBranch=main", "-c", "commit.gpgsign=false"});
        const auto result =
            run(arguments, {.directory = directory.path(""),
                            .environment = {{"GIT_CONFIG_GLOBAL", "/dev/null"}, {"GIT_CONFIG_SYSTEM", "/dev/null"}}});
        ASSERT_EQ(result.status, 0) << result.output << result.error;
    }
    void commit(const std::string& message) const {
        git({"add", "migrations"});
        git({"commit", "--quiet", "-m", message});
    }
};

TEST_F(Repository, IsMergedInEitherOrder) {
    git({"init", "--quiet"});
    commit("hero");
    git({"checkout", "--quiet", "-b", "left"});
    left(add_motto);
    commit("left");
    git({"checkout", "--quiet", "-b", "right", "main"});
    directory.revision("c1", "right", {}, create_table("team", "hero"));
    commit("right");
    for (const auto& [into, other] : {std::pair("left", "right"), std::pair("right", "left")}) {
        git({"checkout", "--quiet", "-b", std::string(into) + "_with_" + other, into});
        git({"merge", "--quiet", "--no-edit", other});
        EXPECT_EQ(directory.aludel({"check"}).status, 2);
        expect_contains(directory.succeed({"merge", "-m", "both", "--rev-id", "m1"}), "their order does not matter");
        EXPECT_EQ(directory.succeed({"check"}), "nothing is pending\n");
        for (const auto* standing : {"base", "a1", "b1", "c1"}) {
            const auto url = std::string("sqlite:///") + into + "_" + standing + ".db";
            directory.succeed({"upgrade", standing, "--url", url});
            directory.succeed({"upgrade", "--url", url});
            expect_contains(directory.succeed({"current", "--url", url}), "m1 (head) (mergepoint)  both");
            EXPECT_EQ(directory.succeed({"check", "--url", url}), "nothing is pending\n");
        }
        commit("both");
    }
}

} // namespace
