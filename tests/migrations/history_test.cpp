// A directory of revisions: what they make together, and what is wrong with them.
#include "migrations/history/history.hpp"
#include "migrations/history/history_replay.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

using test::TemporaryDirectory;
using test::write_file;

std::string revision(const std::string& id, const std::string& parents, const std::string& operations = "") {
    return "revision: " + id + "\nparents: [" + parents +
           "]\nupgrade:" + (operations.empty() ? " []\n" : "\n" + operations);
}
std::string create(const std::string& table) {
    return "  - create_table: {table: " + table + ", columns: [{name: id, type: integer}]}\n";
}
std::string add(const std::string& table, const std::string& column) {
    return "  - add_column: {table: " + table + ", name: " + column + ", type: text}\n";
}

/// The message for these files, without the directory's name; empty where nothing is wrong.
std::string problems(const std::vector<std::pair<std::string, std::string>>& files) {
    const TemporaryDirectory directory;
    for (const auto& [name, text] : files) write_file(directory / name, text);
    try {
        const RevisionHistory history(directory.path());
        return {};
    } catch (const FileError& error) {
        std::string text = error.what();
        const auto prefix = directory.path().string() + "/";
        for (std::size_t at = 0; (at = text.find(prefix)) != std::string::npos;) text.erase(at, prefix.size());
        return text;
    }
}

std::set<std::string> tables(const Schema& schema) {
    std::set<std::string> names;
    for (const auto& [name, table] : schema.tables) names.insert(to_string(name));
    return names;
}

TEST(RevisionHistory, of_a_directory_that_is_not_there_is_empty) {
    const TemporaryDirectory directory;
    const RevisionHistory history(directory / "migrations");
    EXPECT_TRUE(history.files().empty());
    EXPECT_EQ(history.schema_at_heads(), Schema());
    EXPECT_FALSE(std::filesystem::exists(directory / "migrations"));
}

TEST(RevisionHistory, passes_over_what_is_no_revision) {
    const std::string wrong = "this is none";
    EXPECT_EQ(problems({{"a.yaml", revision("a1", "")},
                        {".a.yaml.swp", wrong},
                        {".#a.yaml", wrong},
                        {"#a.yaml#", wrong},
                        {"a.yaml~", wrong},
                        {"notes.md", wrong},
                        {"old.yaml/a.yaml", wrong}}),
              "");
}

TEST(RevisionHistory, takes_its_order_from_parents_not_from_names) {
    const TemporaryDirectory directory;
    write_file(directory / "1.yaml", revision("c3", "b2", "  - drop_table: {table: t}\n"));
    write_file(directory / "2.yaml", revision("b2", "a1", add("t", "x")));
    write_file(directory / "3.yaml", revision("a1", "", create("t")));
    const RevisionHistory history(directory.path());
    ASSERT_EQ(history.files().size(), 3U);
    EXPECT_EQ(history.files()[0].revision.id, "a1");
    EXPECT_EQ(history.files()[2].revision.id, "c3");
    EXPECT_EQ(history.schema_at({"b2"}).tables.at({"", "t"}).columns.size(), 2U);
    EXPECT_EQ(history.schema_at_heads(), Schema());
    EXPECT_EQ(history.at("b2").place.file, (directory / "2.yaml").string());
    EXPECT_THROW(history.at("b"), Error);
}

TEST(RevisionHistory, replays_exactly_the_ancestors) {
    const TemporaryDirectory directory;
    write_file(directory / "1.yaml", revision("root", "", create("base_table")));
    write_file(directory / "2.yaml", revision("left", "root", create("a")));
    write_file(directory / "3.yaml", revision("left2", "left", add("a", "x")));
    write_file(directory / "4.yaml", revision("right", "root", create("b")));
    write_file(directory / "5.yaml", revision("both", "left2, right", add("a", "y") + add("b", "y")));
    write_file(directory / "6.yaml", revision("lonely", "right", create("c")));
    write_file(directory / "7.yaml", "depends_on: [lonely]\n" + revision("dependent", "left", add("c", "y")));
    const RevisionHistory history(directory.path());
    using Names = std::set<std::string>;
    EXPECT_EQ(tables(history.schema_at({"left"})), (Names{"a", "base_table"}));
    EXPECT_EQ(tables(history.schema_at({"right"})), (Names{"b", "base_table"}));
    EXPECT_EQ(tables(history.schema_at({"both"})), (Names{"a", "b", "base_table"}));
    EXPECT_EQ(tables(history.schema_at({"dependent"})), (Names{"a", "b", "base_table", "c"}));
    EXPECT_EQ(tables(history.schema_at({"left", "lonely"})), (Names{"a", "b", "base_table", "c"}));
    EXPECT_EQ(tables(history.schema_at({})), Names{});
    EXPECT_EQ(history.graph().heads().size(), 3U); // a dependency is no parent
}

TEST(RevisionHistory, labels_and_dependencies_are_told_at_their_place) {
    EXPECT_EQ(
        problems({{"a.yaml", revision("a1", "")}, {"b.yaml", revision("b2", "") + "depends_on:\n  - a1\n  - a2\n"}}),
        "b.yaml:6:5: error: revision b2 depends on a2, which is not there (did you mean 'a1'?)");
    EXPECT_EQ(problems({{"a.yaml", revision("a1", "") + "branch: main\n"},
                        {"b.yaml", revision("b2", "a1") + "branch: main\n"}}),
              "b.yaml:4:9: error: the label main is that of revision a1 already (the other is at a.yaml:1:11)");
    EXPECT_EQ(problems({{"a.yaml", revision("a1", "")}, {"b.yaml", revision("b2", "a1") + "branch: a1\n"}}),
              "b.yaml:4:9: error: the label a1 is a revision's id, too (the other is at a.yaml:1:11)");
    EXPECT_EQ(problems({{"a.yaml", revision("a1", "") + "depends_on: [b2]\n"},
                        {"b.yaml", revision("b2", "") + "depends_on: [a1]\n"}}),
              "a.yaml:4:14: error: revision a1 comes from itself: a1, b2, a1");
    EXPECT_NE(
        problems({{"a.yaml", revision("a1", "") + "branch: heads\n"}}).find("a.yaml:4:9: error: a branch's label"),
        std::string::npos);
}

TEST(RevisionHistory, tells_every_broken_file_at_once) {
    EXPECT_EQ(problems({{"a.yaml", revision("a1", "", "  - drop_tabel: {table: t}\n")},
                        {"b.yaml", revision("b2", "a1")},
                        {"c.yaml", "revision: [\n"}}),
              "a.yaml:4:5: error: unknown operation 'drop_tabel' (did you mean 'drop_table'?)\n"
              "c.yaml:2:1: error: this is not YAML: end of sequence flow not found");
}

TEST(RevisionHistory, tells_both_files_of_one_id) {
    const auto text = problems({{"a.yaml", revision("a1", "")}, {"b.yaml", "# late\n" + revision("a1", "")}});
    EXPECT_EQ(text.find("b.yaml:2:11: error: "), 0U) << text;
    EXPECT_NE(text.find("a.yaml:1:11"), std::string::npos) << text;
}

TEST(RevisionHistory, tells_a_missing_parent_with_the_nearest) {
    const auto text = problems({{"a.yaml", revision("5f3a9c01d2e4", "")}, {"b.yaml", revision("b2", "5f3a9c01d2e5")}});
    EXPECT_EQ(text.find("b.yaml:2:11: error: "), 0U) << text;
    EXPECT_NE(text.find("5f3a9c01d2e4"), std::string::npos) << text;
}

TEST(RevisionHistory, tells_each_missing_parent_at_its_place) {
    EXPECT_EQ(problems({{"a.yaml", revision("a1", "")}, {"b.yaml", revision("b2", "xxxxxx, a1, yyyyyy")}}),
              "b.yaml:2:11: error: revision b2 has the parent xxxxxx, which is not there\n"
              "b.yaml:2:23: error: revision b2 has the parent yyyyyy, which is not there");
}

TEST(RevisionHistory, tells_a_cycle) {
    const auto text = problems({{"a.yaml", revision("a1", "c3")},
                                {"b.yaml", revision("b2", "a1")},
                                {"c.yaml", revision("c3", "b2")},
                                {"d.yaml", revision("d4", "")}});
    EXPECT_EQ(text.find("a.yaml:2:11: error: "), 0U) << text;
    EXPECT_NE(text.find("b2"), std::string::npos) << text;
    EXPECT_EQ(text.find("d4"), std::string::npos) << text;
}

TEST(RevisionHistory, tells_each_operation_that_does_not_fit_and_nothing_that_follows_from_it) {
    const auto text = problems({{"a.yaml", revision("a1", "", create("t"))},
                                {"b.yaml", revision("b2", "a1", add("t", "x") + add("u", "x"))},
                                {"c.yaml", revision("c3", "b2", add("u", "y"))},
                                {"d.yaml", revision("d4", "a1", create("t"))}});
    EXPECT_EQ(text.find("b.yaml:5:5: error: "), 0U) << text;
    EXPECT_NE(text.find("\nd.yaml:4:5: error: "), std::string::npos) << text;
    EXPECT_EQ(text.find("c.yaml"), std::string::npos) << text;
}

TEST(RevisionHistory, tells_branches_that_do_not_go_together) {
    const auto text = problems({{"a.yaml", revision("a1", "", create("t"))},
                                {"b.yaml", revision("b2", "a1", add("t", "x"))},
                                {"c.yaml", revision("c3", "a1", add("t", "x"))},
                                {"d.yaml", revision("d4", "b2, c3")}});
    EXPECT_EQ(text.find("d.yaml:1:11: error: b2 and c3 do not go together: c.yaml:4:5: error: "), 0U) << text;
}

TEST(RevisionHistory, tells_a_written_downgrade_that_does_not_fit) {
    const auto text =
        problems({{"a.yaml", revision("a1", "", create("t")) +
                                 "downgrade:\n  - drop_table: {table: t}\n  - drop_table: {table: u}\n"}});
    EXPECT_EQ(text.find("a.yaml:7:5: error: "), 0U) << text;
}

TEST(RevisionHistory, of_random_changes_gives_the_schemas_they_were_made_for) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        testing::RandomSchema random(seed);
        const TemporaryDirectory directory;
        std::vector<std::pair<std::string, Schema>> made;
        Schema schema;
        for (int number = 0; number < 10; ++number) {
            const auto next = number == 0 ? random.schema() : random.edited(schema, 3);
            Revision step{.id = new_revision_id(), .message = "step " + std::to_string(number)};
            step.created = "2026-11-23T06:00:0" + std::to_string(number) + "Z";
            if (!made.empty()) step.parents = {made.back().first};
            step.upgrade = diff(schema, next).operations;
            for (const auto& operation : step.upgrade) apply(operation, schema);
            add_revision(directory.path(), step);
            made.emplace_back(step.id, schema);
        }
        const RevisionHistory history(directory.path());
        for (const auto& [id, expected] : made) EXPECT_EQ(history.schema_at({id}), expected);
    }
}

TEST(AddRevision, writes_a_file_that_is_read_as_the_same) {
    const TemporaryDirectory directory;
    Revision first{.id = new_revision_id(), .message = "Add power, and more!"};
    first.created = "2026-11-23T06:01:02Z";
    const auto path = add_revision(directory / "new/migrations", first);
    EXPECT_EQ(path, directory / "new/migrations/20261123060102_add_power_and_more.yaml");
    EXPECT_EQ(RevisionHistory(directory / "new/migrations").at(first.id).revision, first);
}

TEST(AddRevision, never_writes_over_a_file) {
    const TemporaryDirectory directory;
    Revision revision{.id = "a1", .message = "one"};
    const auto path = add_revision(directory.path(), revision);
    const auto before = test::read_file(path);
    revision.branch = "other";
    EXPECT_THROW(add_revision(directory.path(), revision), FileError);
    EXPECT_EQ(test::read_file(path), before);
    const std::filesystem::directory_iterator entries(directory.path());
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << "something half done was left behind";
}

TEST(AddRevision, refuses_what_could_not_be_read_again) {
    const TemporaryDirectory directory;
    EXPECT_THROW(add_revision(directory / "new", Revision{.id = "a b"}), FileError);
    EXPECT_FALSE(std::filesystem::exists(directory / "new"));
    write_file(directory / "file", "");
    EXPECT_THROW(add_revision(directory / "file", Revision{.id = "a1"}), FileError);
}

TEST(RevisionFileName, keeps_what_every_file_system_can_hold) {
    const auto name = [](const std::string& message) {
        Revision revision{.id = "a1", .message = message};
        revision.created = "2026-11-23T06:01:02Z";
        return revision_file_name(revision);
    };
    EXPECT_EQ(name("../Größe: 10 %"), "20261123060102_gr_e_10.yaml");
    EXPECT_EQ(name("日本語"), "20261123060102.yaml");
    EXPECT_EQ(name(""), "20261123060102.yaml");
    EXPECT_EQ(name(std::string(100, 'x')), "20261123060102_" + std::string(40, 'x') + ".yaml");
}

TEST(NewRevisionId, is_twelve_hex_digits_and_another_every_time) {
    std::set<std::string> ids;
    for (int count = 0; count < 1000; ++count) ids.insert(new_revision_id());
    EXPECT_EQ(ids.size(), 1000U);
    for (const auto& id : ids) {
        EXPECT_EQ(id.size(), 12U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
    }
}

} // namespace
} // namespace aludel::migrations
