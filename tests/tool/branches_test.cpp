// Alembic's tutorial and its chapter "Working with Branches", step by step:
// https://alembic.sqlalchemy.org/en/latest/tutorial.html, https://alembic.sqlalchemy.org/en/latest/branches.html
#include "tests/tool/revision_directory.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

class Tutorial : public testing::Test {
protected:
    std::string run(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", "sqlite:///shop.db"});
        return directory.succeed(arguments);
    }
    std::string refused(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", "sqlite:///shop.db"});
        return directory.fail(arguments);
    }
    std::string current() const { return run({"current"}); }

    void SetUp() override {
        directory.revision("1975ea83b712", "create account table", {}, create_table("account"));
        directory.revision("ae1027a6acf", "Add a column", {},
                           "[add_column: {table: account, name: last_transaction_date, type: timestamp}]");
    }

    const RevisionDirectory directory;
};

TEST_F(Tutorial, RunningMigrations) {
    expect_contains(run({"upgrade", "head"}), "created, base -> ae1027a6acf");
    EXPECT_EQ(current(), "ae1027a6acf (head)  Add a column\n");
    expect_contains(run({"downgrade", "base"}),
                    "  - ae1027a6acf Add a column\n  - 1975ea83b712 create account table\n");
    EXPECT_EQ(current(), "");
    expect_contains(run({"upgrade", "1975"}), "base -> 1975ea83b712");
    expect_contains(run({"upgrade", "ae1"}), "1975ea83b712 -> ae1027a6acf");
    expect_contains(run({"downgrade", "-1"}), "ae1027a6acf -> 1975ea83b712");
    expect_contains(run({"upgrade", "+1"}), "1975ea83b712 -> ae1027a6acf");
    expect_contains(run({"downgrade", "ae10-1"}), "ae1027a6acf -> 1975ea83b712");
    expect_contains(run({"upgrade", "1975+1"}), "1975ea83b712 -> ae1027a6acf");
    expect_contains(refused({"upgrade", "+1"}), "goes beyond the head");
    expect_contains(refused({"upgrade", "-1"}), "To go there, downgrade");
    expect_contains(refused({"downgrade", "+1"}), "goes beyond the head");
    expect_contains(run({"current", "-v"}), "  applied:  2");
}

TEST_F(Tutorial, ViewingHistory) {
    const std::string add = "1975ea83b712 -> ae1027a6acf (head)  Add a column\n";
    const std::string create = "base -> 1975ea83b712  create account table\n";
    EXPECT_EQ(directory.succeed({"history"}), add + create);
    expect_contains(directory.succeed({"history", "--verbose"}),
                    "revision ae1027a6acf (head)\n  message:  Add a column\n  parents:  1975ea83b712\n");
    EXPECT_EQ(directory.succeed({"history", "-r1975ea:ae1027"}), add + create);
    EXPECT_EQ(directory.succeed({"history", "-rae1027:"}), add);
    EXPECT_EQ(directory.succeed({"history", "-r:1975"}), create);
    EXPECT_EQ(directory.succeed({"history", "-r-1:head"}), add + create);
    EXPECT_EQ(directory.succeed({"history", "-rbase:+1"}), create);
    run({"upgrade", "1975"});
    EXPECT_EQ(run({"history", "-r-1:current"}), "base -> 1975ea83b712 (current)  create account table\n");
    EXPECT_EQ(run({"history", "-rcurrent:"}), add + "base -> 1975ea83b712 (current)  create account table\n");
    expect_contains(directory.fail({"history", "-rae1027:1975"}), "1975ea83b712 does not come from ae1027a6acf");
}

/// A second revision after the first one: a shopping cart.
class Branches : public Tutorial {
protected:
    void SetUp() override {
        Tutorial::SetUp();
        directory.revision("27c6a30d7c24", "add shopping cart table", {"--head", "1975", "--splice"},
                           create_table("shopping_cart", "account"));
    }
};

TEST_F(Branches, TwoHeadsAreNoHead) {
    const auto error = refused({"upgrade", "head"});
    expect_contains(error, "there are several heads: 27c6a30d7c24, ae1027a6acf");
    expect_contains(error, "heads");
    EXPECT_EQ(directory.succeed({"heads"}), "1975ea83b712 -> 27c6a30d7c24 (head)  add shopping cart table\n"
                                            "1975ea83b712 -> ae1027a6acf (head)  Add a column\n");
    EXPECT_EQ(directory.succeed({"branches"}), "1975ea83b712 (branchpoint)  create account table\n"
                                               "             -> 27c6a30d7c24 (head)  add shopping cart table\n"
                                               "             -> ae1027a6acf (head)  Add a column\n");
    expect_contains(directory.succeed({"branches", "-v"}), "  into:     27c6a30d7c24, ae1027a6acf\n");
    expect_contains(directory.succeed({"branches", "--json"}), "\"children\": [\n      \"27c6a30d7c24\"");
    expect_contains(directory.fail({"upgrade", "1975+1", "--url", "sqlite:///shop.db"}),
                    "may be any of 27c6a30d7c24, ae1027a6acf");
}

TEST_F(Branches, MergingThem) {
    run({"upgrade", "ae1027"});
    const auto merged =
        directory.succeed({"merge", "-m", "merge ae1 and 27c", "ae1027", "27c6a", "--rev-id", "53fffde5ad5"});
    expect_contains(merged, "their order does not matter");
    EXPECT_EQ(directory.succeed({"history"}),
              "ae1027a6acf, 27c6a30d7c24 -> 53fffde5ad5 (head) (mergepoint)  merge ae1 and 27c\n"
              "1975ea83b712 -> ae1027a6acf  Add a column\n"
              "1975ea83b712 -> 27c6a30d7c24  add shopping cart table\n"
              "base -> 1975ea83b712 (branchpoint)  create account table\n");
    expect_contains(directory.succeed({"show", "head"}), "  merges:   ae1027a6acf, 27c6a30d7c24\n");
    EXPECT_EQ(run({"upgrade", "head"}), "  + 27c6a30d7c24 add shopping cart table\n"
                                        "  + 53fffde5ad5 merge ae1 and 27c\n"
                                        "sqlite:///shop.db: upgraded, ae1027a6acf -> 53fffde5ad5\n");
    EXPECT_EQ(current(), "53fffde5ad5 (head) (mergepoint)  merge ae1 and 27c\n");
    expect_contains(refused({"downgrade", "-2"}), "may be any of 27c6a30d7c24, ae1027a6acf");
    expect_contains(run({"downgrade", "ae10"}), "53fffde5ad5 -> 27c6a30d7c24, ae1027a6acf");
}

TEST_F(Branches, WithoutMerging) {
    run({"upgrade", "heads"});
    EXPECT_EQ(current(), "27c6a30d7c24 (head)  add shopping cart table\nae1027a6acf (head)  Add a column\n");
    expect_contains(refused({"downgrade", "-1"}), "starts from several revisions: 27c6a30d7c24, ae1027a6acf");
    expect_contains(run({"downgrade", "27c6@-1"}), "27c6a30d7c24, ae1027a6acf -> ae1027a6acf");
    expect_contains(run({"upgrade", "27c6@+1"}), "ae1027a6acf -> 27c6a30d7c24, ae1027a6acf");
    expect_contains(run({"downgrade", "1975", "--no-safety-copy"}), "27c6a30d7c24, ae1027a6acf -> 1975ea83b712");
}

/// The shopping cart as a branch with a name, and a second base for networking.
class Labels : public Tutorial {
protected:
    void SetUp() override {
        Tutorial::SetUp();
        directory.revision("27c6a30d7c24", "add shopping cart table",
                           {"--head=1975", "--splice", "--branch-label=shoppingcart"},
                           create_table("shopping_cart", "account"));
        directory.revision("d747a8a8879", "add a shopping cart column", {"--head=shoppingcart@head"},
                           "[add_column: {table: shopping_cart, name: note, type: text}]");
        directory.revision("3cac04ae8714", "create networking branch", {"--head=base", "--branch-label=networking"},
                           create_table("network"));
        directory.revision("109ec7d132bf", "add ip number table", {"--head=networking@head"},
                           create_table("ip_number", "network"));
        directory.revision("29f859a13ea", "add DNS table", {"--head=networking@head"}, create_table("dns", "network"));
    }
};

TEST_F(Labels, ArePrintedWithTheRevisionsOfTheirBranch) {
    EXPECT_EQ(directory.succeed({"heads"}),
              "109ec7d132bf -> 29f859a13ea (networking) (head)  add DNS table\n"
              "1975ea83b712 -> ae1027a6acf (head)  Add a column\n"
              "27c6a30d7c24 -> d747a8a8879 (shoppingcart) (head)  add a shopping cart column\n");
    EXPECT_EQ(directory.succeed({"history", "-r", "networking@base:networking@head"}),
              "109ec7d132bf -> 29f859a13ea (networking) (head)  add DNS table\n"
              "3cac04ae8714 -> 109ec7d132bf (networking)  add ip number table\n"
              "base -> 3cac04ae8714 (networking)  create networking branch\n");
    expect_contains(directory.succeed({"show", "networking"}), "revision 3cac04ae8714 (networking)\n");
    expect_contains(directory.succeed({"show", "29f859"}), "  branch:   networking\n");
    expect_contains(directory.fail({"show", "shoppingcart@109ec"}), "109ec7d132bf is not on the branch shoppingcart");
    expect_contains(directory.fail({"show", "shopingcart@head"}), "The nearest is shoppingcart");
}

TEST_F(Labels, BranchesAreUpgradedAndDowngradedApart) {
    expect_contains(run({"upgrade", "networking@head"}), "base -> 29f859a13ea\n");
    expect_contains(run({"upgrade", "shoppingcart@head"}), "29f859a13ea -> 29f859a13ea, d747a8a8879\n");
    expect_contains(run({"downgrade", "networking@-1"}), "29f859a13ea, d747a8a8879 -> 109ec7d132bf, d747a8a8879\n");
    expect_contains(run({"upgrade", "networking@+1"}), "109ec7d132bf, d747a8a8879 -> 29f859a13ea, d747a8a8879\n");
    EXPECT_EQ(run({"downgrade", "networking@base", "--no-safety-copy"}),
              "  - 29f859a13ea add DNS table\n"
              "  - 109ec7d132bf add ip number table\n"
              "  - 3cac04ae8714 create networking branch\n"
              "sqlite:///shop.db: downgraded, 29f859a13ea, d747a8a8879 -> "
              "d747a8a8879\n");
    expect_contains(refused({"downgrade", "networking@-1"}), "the database has nothing of the branch networking");
    expect_contains(refused({"downgrade", "109ec"}), "cannot go back to 109ec7d132bf, which it does not have");
    EXPECT_EQ(current(), "d747a8a8879 (shoppingcart) (head)  add a shopping cart column\n");
}

TEST_F(Labels, StampReplacesTheHeadsOfItsBranchOnly) {
    run({"upgrade", "networking@head"});
    run({"stamp", "shoppingcart"});
    EXPECT_EQ(current(), "29f859a13ea (networking) (head)  add DNS table\n"
                         "27c6a30d7c24 (shoppingcart)  add shopping cart table\n");
    run({"stamp", "networking@109ec", "shoppingcart@head"});
    EXPECT_EQ(current(), "109ec7d132bf (networking)  add ip number table\n"
                         "d747a8a8879 (shoppingcart) (head)  add a shopping cart column\n");
    run({"stamp", "shoppingcart@base"});
    EXPECT_EQ(current(), "109ec7d132bf (networking)  add ip number table\n");
}

TEST_F(Labels, DependenciesComeFirst) {
    directory.revision("2a95102259be", "add ip account table", {"--head=networking@head", "--depends-on=27c6a"},
                       create_table("ip_account", "account"));
    expect_contains(directory.succeed({"history"}),
                    "29f859a13ea (27c6a30d7c24) -> 2a95102259be (networking) (head)  add ip account table\n");
    expect_contains(directory.succeed({"show", "2a95"}), "  depends:  27c6a30d7c24\n");
    EXPECT_EQ(run({"upgrade", "networking@head"}), "  + 1975ea83b712 create account table\n"
                                                   "  + 27c6a30d7c24 add shopping cart table\n"
                                                   "  + 3cac04ae8714 create networking branch\n"
                                                   "  + 109ec7d132bf add ip number table\n"
                                                   "  + 29f859a13ea add DNS table\n"
                                                   "  + 2a95102259be add ip account table\n"
                                                   "sqlite:///shop.db: created, base -> 27c6a30d7c24, 2a95102259be\n");
    EXPECT_EQ(current(), "27c6a30d7c24 (shoppingcart)  add shopping cart table\n"
                         "2a95102259be (networking) (head)  add ip account table\n");
    expect_contains(run({"downgrade", "-1"}), "  - 2a95102259be add ip account table\n");
    run({"upgrade", "heads"});
    EXPECT_EQ(run({"downgrade", "1975", "--no-safety-copy"}),
              "  - d747a8a8879 add a shopping cart column\n"
              "  - ae1027a6acf Add a column\n"
              "  - 2a95102259be add ip account table\n"
              "  - 27c6a30d7c24 add shopping cart table\n"
              "sqlite:///shop.db: downgraded, 2a95102259be, ae1027a6acf, d747a8a8879 -> "
              "1975ea83b712, 29f859a13ea\n")
        << "what needs it goes with it, and the rest of the other branch stays";
}

TEST_F(Tutorial, ABranchIsBegunOnPurpose) {
    const auto noted = directory.aludel({"revision", "--empty", "-m", "aside", "--head", "1975", "--rev-id", "b1"});
    EXPECT_EQ(noted.status, 0);
    expect_contains(noted.error, "note: 1975ea83b712 is no head, ae1027a6acf comes after it: this begins a new branch");
    const auto meant =
        directory.aludel({"revision", "--empty", "-m", "aside again", "--head", "1975", "--splice", "--rev-id", "b2"});
    EXPECT_EQ(meant.error, "");
}

TEST_F(Tutorial, LabelsAndParentsThatCannotBe) {
    directory.revision("b1", "other", {"--head", "base", "--branch-label", "other"});
    for (const auto* label : {"other", "ae1027a6acf", "head", "a@b", "-1"})
        expect_contains(
            directory.fail({"revision", "--empty", "--head", "base", "--branch-label=" + std::string(label)}),
            "--branch-label");
    expect_contains(directory.fail({"revision", "--empty", "--head", "1975", "--head", "ae10"}), "already");
    expect_contains(directory.fail({"merge", "1975", "ae10"}), "ae1027a6acf comes after 1975ea83b712 already");
    directory.succeed({"revision", "--empty", "--head", "ae10", "--head", "other", "--rev-id", "m1", "-m", "both"});
    expect_contains(directory.succeed({"history"}), "ae1027a6acf, b1 -> m1 (other) (head) (mergepoint)  both\n");
}

} // namespace
