// --json: standard output is one document, with what happened in it, or empty.
#include "tests/tool/tool_project.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace aludel::test;
using nlohmann::json;

namespace {

constexpr auto power = "column name=power type=integer default=0\n";
constexpr auto motto = "column name=motto type=text default=1.50\n";
const std::vector<std::string> at_database{"--url", "sqlite:///h.db"};

/// a1 makes heroes and their mentors, and a database has two, one of whom is the other's.
class Json : public testing::Test {
protected:
    void SetUp() override {
        write_hero("");
        project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
        project.succeed({"upgrade", "--url", "sqlite:///h.db"});
        execute("INSERT INTO hero (name, mentor_id) VALUES ('Ann', NULL), ('Bob', 1)");
    }
    void TearDown() override {
        const auto rows = connection()
                              .query("SELECT hero.name, mentor.name FROM hero JOIN hero AS mentor ON "
                                     "mentor.id = hero.mentor_id")
                              .rows;
        ASSERT_EQ(rows.size(), 1U);
        EXPECT_EQ(std::get<std::string>(rows[0][0]) + " " + std::get<std::string>(rows[0][1]), "Bob Ann");
    }

    void write_hero(const std::string& columns) const {
        project.write_hero("column name=mentor_id type=bigint nullable=1\n" + columns +
                           "foreign_key name=fk_hero_mentor column=mentor_id table=hero referred=id\n");
    }

    void execute(const std::string& sql) const { connection().execute(sql); }

    /// The document; its numbers as they are spelt are in `printed`.
    json answer(std::vector<std::string> arguments, int status = 0) {
        arguments.push_back("--json");
        const auto result = project.aludel(arguments);
        EXPECT_EQ(result.status, status) << result.output << result.error;
        printed = result.output;
        auto document = json::parse(result.output, nullptr, false);
        EXPECT_FALSE(document.is_discarded()) << "no JSON: " << result.output;
        return document;
    }
    json answer_at_database(std::vector<std::string> arguments, int status = 0) {
        arguments.insert(arguments.end(), at_database.begin(), at_database.end());
        return answer(std::move(arguments), status);
    }
    void expect_no_answer(std::vector<std::string> arguments, const std::string& message) const {
        const auto before = project.revision_count();
        arguments.push_back("--json");
        const auto result = project.aludel(arguments);
        EXPECT_EQ(result.status, 1) << arguments[0];
        EXPECT_EQ(result.output, "") << arguments[0];
        EXPECT_NE(result.error.find(message), std::string::npos) << result.error;
        EXPECT_EQ(project.revision_count(), before) << arguments[0];
    }
    /// Two heads: b1 adds hero.power, c1 adds hero.motto.
    void branch() const {
        write_hero(power);
        project.succeed({"revision", "-m", "power", "--rev-id", "b1"});
        write_hero(std::string(power) + motto);
        project.succeed({"revision", "-m", "motto", "--rev-id", "c1", "--head", "a1", "--splice"});
    }

    const ToolProject project;
    std::string printed;

private:
    aludel::Connection connection() const {
        return aludel::create_engine("sqlite:///" + project.path("h.db").string()).connect();
    }
};

TEST_F(Json, RevisionSaysWhatItWrote) {
    write_hero(std::string(power) + motto);
    const auto written = answer({"revision", "-m", "two \"columns\"", "--rev-id", "b1"});
    EXPECT_EQ(written["revision"], "b1");
    EXPECT_EQ(written["parents"], json({"a1"}));
    EXPECT_EQ(written["message"], "two \"columns\"");
    EXPECT_NE(read_file(written["file"].get<std::string>()).find("revision: b1"), std::string::npos);
    ASSERT_EQ(written["operations"].size(), 2U);
    EXPECT_EQ(written["operations"][0]["add_column"],
              json({{"table", "hero"}, {"name", "power"}, {"type", "integer"}, {"nullable", false}, {"default", 0}}));
    EXPECT_NE(printed.find("1.50"), std::string::npos) << "a literal is spelt as its file spells it: " << printed;
    EXPECT_EQ(written.size(), 5U);
}

TEST_F(Json, RevisionThatIsNotWrittenIsNull) {
    const auto nothing = answer({"revision"});
    EXPECT_EQ(nothing, json({{"revision", nullptr},
                             {"parents", {"a1"}},
                             {"message", ""},
                             {"file", nullptr},
                             {"operations", json::array()}}));
    write_hero(power);
    const auto shown = answer({"revision", "--stdout", "--rev-id", "b1"});
    EXPECT_EQ(shown["revision"], "b1");
    EXPECT_EQ(shown["file"], nullptr);
    EXPECT_EQ(shown["message"], "add power to hero");
    EXPECT_EQ(shown["operations"].size(), 1U);
    EXPECT_EQ(project.revision_count(), 1U);
}

TEST_F(Json, MergeSaysWhetherTheOrderMatters) {
    branch();
    const auto merged = answer({"merge", "-m", "both", "--rev-id", "m1"});
    EXPECT_EQ(merged["revision"], "m1");
    EXPECT_EQ(merged["parents"], json({"b1", "c1"}));
    EXPECT_EQ(merged["message"], "both");
    EXPECT_TRUE(std::filesystem::exists(merged["file"].get<std::string>()));
    EXPECT_EQ(merged["operations"], json::array());
    EXPECT_EQ(merged["order"], "does not matter");
    EXPECT_EQ(merged["sides"], json::array({{{"left", "b1"},
                                             {"right", "c1"},
                                             {"order", "does not matter"},
                                             {"both_touch", {"hero"}},
                                             {"differences", json::array()},
                                             {"unproved", json::array()}}}));
    EXPECT_EQ(answer_at_database({"upgrade"})["to"], json({"m1"}));
}

/// Replaces the operations of a revision that was written empty.
void write_operations(const std::string& file, const std::string& operations) {
    auto revision = read_file(file);
    const std::string none = "upgrade: []";
    revision.replace(revision.find(none), none.size(), "upgrade: " + operations);
    write_file(file, revision);
}

TEST_F(Json, MergeOfWhatMattersOrIsNotProved) {
    const auto empty = [&](const std::string& id, const std::string& parent) {
        return answer({"revision", "--empty", "-m", id, "--rev-id", id, "--head", parent, "--splice"})["file"]
            .get<std::string>();
    };
    write_operations(empty("b1", "a1"), "[execute: {sql: UPDATE hero SET id = id + 1, reverse: ''}]");
    write_operations(empty("b2", "a1"), "[execute: {sql: DELETE FROM hero WHERE id = 9, reverse: ''}]");
    const auto unproved = answer({"merge", "--rev-id", "m1"});
    EXPECT_EQ(unproved["order"], "unproved");
    EXPECT_GE(unproved["sides"][0]["unproved"].size(), 2U);

    write_operations(empty("p1", "m1"),
                     "[add_column: {table: hero, name: power, type: integer, nullable: false, default: 0}]");
    write_operations(empty("c1", "p1"), "[alter_column: {table: hero, column: power, default: 1}]");
    write_operations(empty("c2", "p1"), "[alter_column: {table: hero, column: power, default: 2}]");
    expect_no_answer({"merge"}, "their order matters");
    const auto forced = answer({"merge", "--force"});
    EXPECT_EQ(forced["order"], "matters");
    EXPECT_EQ(forced["sides"][0]["order"], "matters");
    EXPECT_NE(forced["sides"][0]["differences"].dump().find("hero.power"), std::string::npos) << forced;
}

TEST_F(Json, RebaseSaysFromWhereToWhere) {
    branch();
    const auto rebased = answer_at_database({"rebase", "c1", "--onto", "b1"});
    EXPECT_EQ(rebased["revision"], "c1");
    EXPECT_EQ(rebased["from"], json({"a1"}));
    EXPECT_EQ(rebased["to"], json({"b1"}));
    EXPECT_NE(read_file(rebased["file"].get<std::string>()).find("b1"), std::string::npos);
    EXPECT_EQ(rebased.size(), 4U);
    expect_no_answer({"rebase", "c1", "--onto", "b1"}, "already");
}

TEST_F(Json, SquashSaysWhatItReplacesAndFinishWhatItRemoves) {
    write_hero(power);
    project.succeed({"revision", "-m", "power", "--rev-id", "b1"});
    write_hero(std::string(power) + motto);
    const auto last = answer({"revision", "-m", "motto", "--rev-id", "c1"})["file"];
    answer_at_database({"upgrade"});
    const auto squashed = answer({"squash", "a1:b1", "-m", "both", "--rev-id", "s1"});
    EXPECT_EQ(squashed["revision"], "s1");
    EXPECT_EQ(squashed["replaces"], json({"a1", "b1"}));
    EXPECT_NE(read_file(squashed["file"].get<std::string>()).find("revision: s1"), std::string::npos);
    EXPECT_EQ(squashed["edited"], json::array({last}));
    answer_at_database({"upgrade"});
    EXPECT_EQ(answer_at_database({"check"})["ok"], true);
    const auto finished = answer({"squash", "--finish", "s1"});
    EXPECT_EQ(finished["revision"], "s1");
    EXPECT_EQ(finished["removed"].size(), 2U);
    for (const auto& file : finished["removed"]) EXPECT_FALSE(std::filesystem::exists(file.get<std::string>()));
    EXPECT_EQ(answer({"squash", "--finish", "s1"})["removed"], json::array());
    expect_no_answer({"squash", "--finish", "c1"}, "replaces no others");
}

TEST_F(Json, CheckOfWhatIsRightAndOfWhatWasNotAsked) {
    const json right = {{"ok", true},
                        {"heads", {"a1"}},
                        {"pending", json::array()},
                        {"database",
                         {{"url", "sqlite:///h.db"},
                          {"missing", json::array()},
                          {"unknown", json::array()},
                          {"edited", json::array()},
                          {"half_done", nullptr}}},
                        {"drift", json::array()}};
    EXPECT_EQ(answer_at_database({"check"}), right);
    auto not_asked = right;
    not_asked["database"] = not_asked["drift"] = nullptr;
    EXPECT_EQ(answer({"check"}), not_asked);
    not_asked["pending"] = nullptr;
    EXPECT_EQ(answer({"--directory", "migrations", "check"}), not_asked);
}

TEST_F(Json, CheckOfPendingModelsHeadsAndWhatIsNotApplied) {
    branch();
    write_hero(std::string(power) + motto + "column name=age type=integer nullable=1\n");
    const auto found = answer_at_database({"check"}, 2);
    EXPECT_EQ(found["ok"], false);
    EXPECT_EQ(found["heads"], json({"b1", "c1"}));
    ASSERT_EQ(found["pending"].size(), 1U);
    EXPECT_EQ(found["pending"][0]["add_column"]["name"], "age");
    EXPECT_EQ(found["database"]["missing"], json({"b1", "c1"}));
    EXPECT_EQ(found["drift"], json::array()) << "what is not applied is no drift";

    const auto text = project.aludel({"check", "--url", "sqlite:///h.db"}).output;
    for (const auto* part : {"aludel revision -m", "aludel rebase c1 --onto b1", "aludel merge -m",
                             "aludel upgrade --url 'sqlite:///h.db'"})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    answer_at_database({"upgrade", "heads"});
    EXPECT_EQ(answer_at_database({"check"}, 2)["database"]["missing"], json::array());
}

TEST_F(Json, CheckOfDriftAndOfFilesThatWereEditedOrAreGone) {
    write_hero(power);
    const auto file = answer({"revision", "-m", "power", "--rev-id", "b1"})["file"].get<std::string>();
    answer_at_database({"upgrade"});
    execute("ALTER TABLE hero ADD COLUMN extra TEXT");
    const auto drifted = answer_at_database({"check"}, 2);
    ASSERT_EQ(drifted["drift"].size(), 1U) << drifted;
    EXPECT_EQ(drifted["drift"][0]["add_column"]["name"], "extra");
    EXPECT_EQ(drifted["database"]["edited"], json::array());
    execute("ALTER TABLE hero DROP COLUMN extra");

    const auto before = read_file(file);
    auto edited = before;
    edited.replace(edited.find("default: 0"), 10, "default: 7");
    write_file(file, edited);
    EXPECT_EQ(answer_at_database({"check"}, 2)["database"]["edited"], json({"b1"}));
    const auto mend = project.aludel({"check", "--url", "sqlite:///h.db"}).output;
    EXPECT_NE(mend.find("put its file back as it was"), std::string::npos) << mend;
    write_file(file, before);
    EXPECT_EQ(answer_at_database({"check"})["ok"], true);

    std::filesystem::remove(file);
    const auto gone = answer_at_database({"check"}, 2);
    EXPECT_EQ(gone["database"]["unknown"], json({"b1"}));
    EXPECT_EQ(gone["drift"], nullptr) << "nobody knows what it makes";
    const auto text = project.aludel({"check", "--url", "sqlite:///h.db"}).output;
    EXPECT_NE(text.find("aludel downgrade REV --url 'sqlite:///h.db'"), std::string::npos) << text;
}

TEST_F(Json, EveryOtherCommandPrintsOneDocument) {
    branch();
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"heads"}, {"branches"}, {"history"}, {"graph"}, {"show", "a1"}, {"snapshot", "build/models.o"}}) {
        EXPECT_FALSE(answer(arguments).empty()) << arguments[0];
    }
    EXPECT_EQ(answer_at_database({"upgrade", "--dry-run"})["revisions"].size(), 2U);
    EXPECT_EQ(answer_at_database({"upgrade", "b1"})["status"], "upgraded");
    EXPECT_EQ(answer_at_database({"current"})["current"][0]["revision"], "b1");
    EXPECT_EQ(answer_at_database({"downgrade", "a1", "--dry-run"})["direction"], "downgrade");
    EXPECT_EQ(answer_at_database({"downgrade", "a1"})["to"], json({"a1"}));
    EXPECT_EQ(answer_at_database({"stamp", "a1"})["to"], json({"a1"}));
    execute("DROP TABLE aludel_revision; CREATE TABLE alembic_version (version_num TEXT PRIMARY KEY);"
            "INSERT INTO alembic_version VALUES ('5f3a')");
    const auto adopted = answer_at_database({"adopt-alembic", "--at", "a1", "--drop-alembic-version"});
    EXPECT_EQ(adopted["to"], json({"a1"}));
    EXPECT_EQ(answer_at_database({"check"}, 2)["drift"], json::array());
}

TEST_F(Json, DiffAndInspectPrintWhatTheirFormatDoes) {
    write_hero(power);
    const auto pending = answer({"diff"});
    ASSERT_EQ(pending.size(), 1U);
    EXPECT_EQ(pending[0]["add_column"]["name"], "power");
    EXPECT_EQ(printed, project.succeed({"diff", "--format", "json"}));
    EXPECT_EQ(answer({"diff", "--from", "models"}), json::array());
    answer_at_database({"inspect"});
    EXPECT_EQ(printed, project.succeed({"inspect", "--url", "sqlite:///h.db", "--format", "json"}));
}

TEST_F(Json, EnsureVersionSaysWhetherItMadeTheTable) {
    EXPECT_EQ(answer_at_database({"ensure-version"}), json({{"database", "sqlite:///h.db"}, {"created", false}}));
    EXPECT_EQ(answer({"ensure-version", "--url", "sqlite:///new.db"}),
              json({{"database", "sqlite:///new.db"}, {"created", true}}));
}

TEST_F(Json, EditSaysWhetherTheRevisionIsAnother) {
    const auto edited = [&](const char* editor) {
        const auto result = project.aludel({"edit", "a1", "--json"}, {.environment = {{"VISUAL", editor}}});
        EXPECT_EQ(result.status, 0) << result.error;
        return json::parse(result.output);
    };
    const auto same = edited("true");
    EXPECT_EQ(same["revision"], "a1");
    EXPECT_EQ(same["changed"], false);
    EXPECT_NE(read_file(same["file"].get<std::string>()).find("message: first"), std::string::npos);
    EXPECT_EQ(edited("sed -i s/first/1st/")["changed"], true);
    EXPECT_NE(read_file(same["file"].get<std::string>()).find("message: 1st"), std::string::npos);
}

TEST_F(Json, InitSaysWhatItWrote) {
    const json files{"model.hpp", "migrations/.gitkeep", "main.cpp", "CMakeLists.txt"};
    EXPECT_EQ(answer({"init"}), json({{"written", files}, {"kept", json::array()}, {"cmake", ""}}));
    const auto again = answer({"init"});
    EXPECT_EQ(again["written"], json::array());
    EXPECT_EQ(again["kept"], json({"model.hpp", "migrations/.gitkeep"}));
    EXPECT_NE(again["cmake"].get<std::string>().find("add_migrations(app MODELS model.hpp"), std::string::npos);
}

TEST_F(Json, WhereACommandFailsStandardOutputIsEmpty) {
    branch();
    expect_no_answer({"revision", "--empty", "-m", "which"}, "several heads");
    expect_no_answer({"squash", "b1:c1"}, "c1 does not come from b1");
    expect_no_answer({"rebase", "zz", "--onto", "b1"}, "zz");
    expect_no_answer({"merge", "b1", "zz"}, "zz");
    for (const auto* command : {"check", "upgrade", "current"})
        expect_no_answer({command, "--url", "sqlite:///nothing/at/all.db"}, "nothing/at");
    for (const auto* command : {"upgrade", "downgrade", "stamp"}) {
        const auto script = project.aludel({command, "b1", "--sql", "--dialect", "sqlite", "--json"});
        EXPECT_EQ(script.status, 64);
        EXPECT_EQ(script.output, "");
        EXPECT_NE(script.error.find("--sql"), std::string::npos) << script.error;
    }
}

} // namespace
