// What becomes of revisions: steps of each dialect, a chain in memory, and the same chain as C++ that compilers take.
#include "migrations/embed/embed.hpp"
#include "migrations/embed/embed_text.hpp"
#include "tests/migrations/embed_print.hpp"
#include "tests/migrations/random_schema.hpp"
#include "tests/migrations/revision_file_random.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temporary_directory.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

using test::TemporaryDirectory;
using test::write_file;

/// Renders each operation as its own text, and notes the schema it was given.
class NotingDialect final : public Dialect {
public:
    std::string_view name() const override { return "noting"; }
    std::string quote_identifier(std::string_view identifier) const override { return std::string(identifier); }
    std::vector<Step> render(std::span<const Operation> operations, Schema& schema) const override {
        std::vector<Step> steps;
        for (const auto& operation : operations) {
            if (const auto* execute = std::get_if<Execute>(&operation); execute && execute->sql.common == "refused")
                throw OperationError("this cannot be had");
            Step step;
            step.text = write_schema(schema);
            step.sql = write_operations({operation});
            if (const auto* call = std::get_if<Call>(&operation)) {
                step.kind = ChainStep::Kind::call;
                step.subject = call->function;
            }
            apply(operation, schema);
            steps.push_back(std::move(step));
        }
        return steps;
    }
    std::string script(std::span<const Step>, const Schema&, Connection*) const override { return {}; }
    Repair repair(std::span<const Step>, std::span<const Name>, Connection&) const override { return {}; }
    std::vector<std::string> left_out(const Operation&) const override { return {}; }
    Schema canonical(Schema schema) const override { return schema; }
    Inspection inspect(Connection&, const HistoryTable&) const override { return {}; }
};

const NotingDialect noting;
const Dialect* const noting_only[] = {&noting};

std::string revision(const std::string& id, const std::string& parents, const std::string& rest) {
    return "revision: " + id + "\nparents: [" + parents + "]\nupgrade:\n" + rest;
}
const std::string create_t = "  - create_table: {table: t, columns: [{name: id, type: integer}]}\n";

std::vector<RenderedRevision> rendered(const std::vector<std::string>& texts) {
    std::vector<RevisionFile> files;
    for (const auto& text : texts) files.push_back(read_revision(text, std::to_string(files.size()) + ".yaml"));
    return render(RevisionHistory(std::move(files)), noting_only);
}

std::vector<std::string> sql_of(const std::vector<Step>& steps) {
    std::vector<std::string> result;
    for (const auto& step : steps) result.push_back(step.sql);
    return result;
}

TEST(Render, takes_a_revision_back_in_the_other_order) {
    const auto revisions =
        rendered({revision("a1", "", create_t + "  - add_column: {table: t, name: x, type: text}\n")});
    ASSERT_EQ(revisions.size(), 1U);
    EXPECT_EQ(revisions[0].irreversible, "");
    EXPECT_EQ(sql_of(revisions[0].dialects.at(0).downgrade),
              (std::vector<std::string>{"- drop_column: {table: t, column: x}\n", "- drop_table: {table: t}\n"}));
}

TEST(Render, says_which_operation_cannot_be_taken_back) {
    const auto revisions = rendered({revision("a1", "", create_t + "  - execute: {sql: SELECT 1}\n")});
    EXPECT_EQ(revisions[0].irreversible.find("execute (operation 2): "), 0U) << revisions[0].irreversible;
    EXPECT_TRUE(revisions[0].dialects[0].downgrade.empty());
    EXPECT_EQ(revisions[0].dialects[0].upgrade.size(), 2U);
}

TEST(Render, keeps_what_a_person_wrote_about_the_downgrade) {
    const auto revisions = rendered({revision("a1", "", create_t + "downgrade: {irreversible: the rows are gone}\n"),
                                     revision("b2", "a1",
                                              "  - execute: {sql: SELECT 1}\ndowngrade:\n"
                                              "  - execute: {sql: SELECT 2}\n")});
    EXPECT_EQ(revisions[0].irreversible, "the rows are gone");
    EXPECT_EQ(revisions[1].irreversible, "");
    EXPECT_EQ(sql_of(revisions[1].dialects[0].downgrade), std::vector<std::string>{"- execute: {sql: SELECT 2}\n"});
}

TEST(Render, says_where_a_dialect_cannot_follow) {
    try {
        rendered({revision("a1", "", create_t + "  - execute: {sql: refused}\n")});
        FAIL();
    } catch (const FileError& error) {
        EXPECT_STREQ(error.what(), "0.yaml:5:5: error: noting: this cannot be had");
    }
}

/// Each step must be rendered from the schema that its ancestors make, whatever was rendered before it.
TEST(Render, hands_every_dialect_the_schema_of_the_ancestors) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        testing::RandomSchema random(seed);
        std::vector<RevisionFile> files;
        std::vector<Schema> after;
        for (int number = 0; number < 12; ++number) {
            const auto parent =
                files.empty() ? 0 : static_cast<std::size_t>(random.below(static_cast<int>(files.size())));
            Schema schema = files.empty() ? Schema() : after[parent];
            const auto next = files.empty() ? random.schema() : random.edited(schema, 2);
            RevisionFile file;
            file.revision.id = "r" + std::to_string(number);
            if (!files.empty()) file.revision.parents = {files[parent].revision.id};
            file.revision.upgrade = diff(schema, next).operations;
            for (const auto& operation : file.revision.upgrade) apply(operation, schema);
            files.push_back(file);
            after.push_back(schema);
        }
        const RevisionHistory history(files);
        for (const auto& each : render(history, noting_only)) {
            const auto& steps = each.dialects.at(0);
            if (!steps.upgrade.empty()) {
                EXPECT_EQ(steps.upgrade[0].text, write_schema(history.schema_at(each.parents)));
            }
            if (!steps.downgrade.empty()) {
                EXPECT_EQ(steps.downgrade[0].text, write_schema(history.schema_at({each.id})));
            }
        }
    }
}

class RandomChain {
public:
    explicit RandomChain(unsigned seed) : random_(seed) {}

    std::vector<RenderedRevision> revisions(std::size_t count) {
        std::vector<RenderedRevision> result;
        for (std::size_t number = 0; number < count; ++number) {
            RenderedRevision each{.id = random_.text(), .message = random_.optional_text()};
            each.parents = texts(), each.depends_on = texts();
            each.branch = random_.optional_text(), each.checksum = random_.optional_text();
            each.irreversible = random_.optional_text(), each.operations = random_.optional_text();
            each.without_transaction = random_.chance(50), each.loses_rows = random_.chance(50);
            each.compatibility = static_cast<Compatibility>(random_.below(3));
            for (const char* dialect : {"sqlite", "postgresql"}) each.dialects.push_back({dialect, steps(), steps()});
            result.push_back(each);
        }
        return result;
    }

private:
    std::vector<std::string> texts() {
        std::vector<std::string> result;
        while (random_.chance(50)) result.push_back(random_.text());
        return result;
    }
    std::vector<Step> steps() {
        std::vector<Step> result;
        while (random_.chance(50)) result.push_back(step());
        return result;
    }
    Step step() {
        Step result;
        result.kind = static_cast<ChainStep::Kind>(random_.below(8));
        result.sql = random_.optional_text(), result.text = random_.optional_text();
        result.subject = result.kind == ChainStep::Kind::call ? "fill_power" : random_.optional_text();
        while (random_.chance(50))
            result.edits.push_back(
                {static_cast<TableEdit::Kind>(random_.below(14)), random_.text(), random_.optional_text(), texts()});
        while (random_.chance(50)) result.sources.push_back({random_.text(), random_.optional_text()});
        if (random_.chance(20))
            result.batches = StepBatches{random_.text(),
                                         texts(),
                                         random_.text(),
                                         random_.optional_text(),
                                         static_cast<std::int64_t>(random_.below(5000)),
                                         7};
        return result;
    }

    RandomValues random_;
};

/// Compiles the chain as an application would, and prints it.
test::RunResult compiled(const std::string& compiler, const std::string& name, const EmbeddedSource& source,
                         const std::string& steps) {
    const TemporaryDirectory directory;
    write_file(directory / (name + "/migrations.hpp"), source.header);
    write_file(directory / "migrations.cpp", source.source);
    const auto space = cpp_namespace(name);
    write_file(directory / "main.cpp",
               "#include <" + name + "/migrations.hpp>\n#include \"" EMBED_PRINT "\"\n#include <cstdio>\n" + steps +
                   "int main() { std::fputs(aludel::print(" + space + "::migrations).c_str(), stdout); }\n");
    const auto program = (directory / "program").string();
    auto result = test::run({compiler, "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror",
                             "-I" + directory.path().string(), "-I" RUNTIME_INCLUDE, (directory / "main.cpp").string(),
                             (directory / "migrations.cpp").string(), "-o", program});
    return result.status == 0 ? test::run({program}) : result;
}

class EmbedWith : public ::testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        if (GetParam().empty()) GTEST_SKIP() << "this compiler is not here";
    }
};
INSTANTIATE_TEST_SUITE_P(Compilers, EmbedWith, ::testing::Values(EMBED_GCC, EMBED_CLANG));

TEST_P(EmbedWith, gives_the_chain_that_is_in_memory) {
    const unsigned seed = 20261123;
    auto revisions = RandomChain(seed).revisions(60);
    std::string endless; // longer than every limit of the standard
    while (endless.size() < 200'000)
        endless += "-- long\n?" + std::string(3000, 'x') + "?\?=\"\\" +
                   std::string("\0"
                               "7",
                               2);
    revisions[5].dialects[0].upgrade.push_back({.sql = endless});
    Step call{.kind = ChainStep::Kind::call};
    call.subject = "fill_power";
    revisions[0].dialects[0].upgrade.push_back(call);
    revisions[7].replaces = {{"s1", "1:aa", {{"r1", "1:bb", {}}, {"r2", "1:cc", {}}}}, {"r3", "1:dd", {}}};
    revisions[58].is_replaced = revisions[59].is_replaced = true;
    const HistoryTable history{"of\"fice", "my_revisions"};
    const OwnedChain owned("my-heroes", revisions, history, "1.4 \"beta\"");
    const auto result = compiled(GetParam(), "my-heroes", embed("my-heroes", revisions, history, "1.4 \"beta\""),
                                 "void my_heroes::migration_steps::fill_power(aludel::Connection&) {}\n");
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output, print(owned.chain())) << "seed " << seed;
    EXPECT_NE(result.output.find("[4 2:r14:1:bb2:s1 2:r24:1:cc2:s1 2:s14:1:aa"), std::string::npos);
    EXPECT_EQ(owned.chain().replaced.size(), 2U);
}

TEST_P(EmbedWith, takes_a_target_without_revisions) {
    const auto result = compiled(GetParam(), "new", embed("new", {}), "");
    ASSERT_EQ(result.status, 0) << result.error;
    EXPECT_EQ(result.output, print(OwnedChain("new", {}).chain()));
}

/// Later revisions rename and drop what the step knows.
TEST_P(EmbedWith, gives_a_step_its_rows_as_they_were) {
    const auto revisions = rendered({revision("a1", "", R"(
  - create_table:
      table: hero
      columns:
        - {name: id, type: bigint, nullable: false}
        - {name: class, type: text, nullable: false}
        - {name: Power, type: integer}
        - {name: select_from, type: boolean}
        - {name: picture, type: bytes}
      primary_key: {name: pk_hero, columns: [id]}
)"),
                                     revision("b2", "a1",
                                              "  - add_column: {table: hero, name: level, type: smallint}\n"
                                              "  - call: {function: fill_level, reverse: ''}\n"
                                              "  - rename_column: {table: hero, column: level, to: rank}\n"),
                                     revision("c3", "b2", "  - drop_table: {table: hero}\n")});
    const auto result = compiled(GetParam(), "heroes", embed("heroes", revisions), R"(
void heroes::migration_steps::fill_level(aludel::Connection& connection) {
    for (const heroes::at_b2::hero& hero : aludel::select<heroes::at_b2::hero>(connection, "WHERE level IS NULL")) {
        const std::int64_t id = hero.id;
        const std::string& name = hero.class_;
        const std::optional<std::int32_t> power = hero.Power;
        const std::optional<std::int16_t> level = hero.level;
        const std::optional<bool> odd = hero.select_from_;
        connection.execute("UPDATE hero SET level = $1 WHERE id = $2", std::int64_t{1}, id + (power ? 1 : 0));
        if (name.empty() || level || odd || hero.picture) return;
    }
}
)");
    // Everything compiles; the runtime is not linked.
    for (auto at = result.error.find("error: "); at != std::string::npos; at = result.error.find("error: ", at + 1)) {
        const auto what = std::string_view(result.error).substr(at);
        EXPECT_TRUE(what.starts_with("error: ld returned") || what.starts_with("error: linker command")) << what;
    }
    EXPECT_NE(result.error.find("undefined reference"), std::string::npos) << result.error;
}

TEST_P(EmbedWith, makes_a_forgotten_function_a_link_error) {
    const auto revisions = rendered({revision("a1", "", "  - call: {function: fill_power, reverse: ''}\n")});
    const auto result = compiled(GetParam(), "heroes", embed("heroes", revisions), "");
    EXPECT_NE(result.status, 0);
    EXPECT_NE(result.error.find("heroes::migration_steps::fill_power(aludel::Connection&)"), std::string::npos)
        << result.error;
}

TEST(Embed, is_the_same_for_the_same) {
    const auto first = embed("heroes", RandomChain(1).revisions(20));
    const auto second = embed("heroes", RandomChain(1).revisions(20));
    EXPECT_EQ(first.source, second.source);
    EXPECT_EQ(first.header, second.header);
}

TEST(Embed, names_a_namespace_after_every_target) {
    EXPECT_EQ(cpp_namespace("heroes"), "heroes");
    EXPECT_EQ(cpp_namespace("my-app.gui"), "my_app_gui");
    EXPECT_EQ(cpp_namespace("new"), "new_");
    EXPECT_EQ(cpp_namespace("std"), "std_");
    EXPECT_EQ(cpp_namespace("3d"), "target_3d");
    EXPECT_EQ(cpp_namespace("_x__y"), "target_x_y");
    EXPECT_EQ(cpp_namespace("größe"), "gr_e");
}

} // namespace
} // namespace aludel::migrations
