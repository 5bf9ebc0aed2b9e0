// After a squash, `--sql` and `--dry-run` do and say for a database from every point of the run what the command does
// to another one like it.
#include "tests/support/cases.hpp"
#include "tests/tool/revision_directory.hpp"
#include "tests/tool/script_lab.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>
#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <tuple>

namespace aludel::test {
namespace {

constexpr const char* points[] = {"base", "a1", "a2", "a3", "a4", "a5"};

/// The lines that name a revision.
std::string revisions_of(const std::string& output) {
    std::istringstream lines(output);
    std::string text;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("  + ") || line.starts_with("  - ")) text += line + "\n";
    return text;
}

/// Of `sqlite:///…: upgraded, a1 -> a5`: `a1 -> a5`.
std::string way_of(const std::string& output) {
    const auto arrow = output.find(" -> ");
    if (arrow == output.npos) return output;
    const auto begin = output.rfind("d, ", arrow) + 3;
    return output.substr(begin, output.find('\n', arrow) - begin);
}

class SquashScript : public testing::TestWithParam<std::tuple<const char*, const char*>> {
protected:
    SquashScript() {
        directory.revision("a1", "teams", {}, create_table("team"));
        directory.revision("a2", "heroes", {}, create_table("hero", "team"));
        directory.revision("a3", "it's names", {},
                           "[add_column: {table: team, name: name, type: text, nullable: false, fill: \"'team ' || "
                           "id\"}, insert: {table: team, rows: [{id: 100, name: Preventers}]}, "
                           "execute: {sql: \"UPDATE hero SET id = id + 1000\", reverse: \"UPDATE hero SET id = id - "
                           "1000\"}]");
        ranks =
            directory.revision("a4", "ranks", {},
                               "[add_column: {table: hero, name: rank, type: integer, nullable: false, default: 7}, "
                               "create_unique_constraint: {table: team, name: uq_name, columns: [name]}]");
        directory.revision("a5", "titles", {},
                           "[rename_column: {table: team, column: name, to: title}, "
                           "create_check_constraint: {table: hero, name: ck_rank, sql: rank > 0}]");
    }

    static std::string dialect() { return std::get<0>(GetParam()); }
    void squash() const { directory.succeed({"squash", std::get<1>(GetParam()), "-m", "it's one", "--rev-id", "s1"}); }

    std::string succeed(std::vector<std::string> arguments, const TemporaryDatabase& database) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return directory.succeed(arguments);
    }
    std::string fail(std::vector<std::string> arguments, const TemporaryDatabase& database) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return directory.fail(arguments);
    }

    /// Two databases alike, with rows as soon as there is a place for them.
    std::unique_ptr<ScriptLab> at(const std::string& point) const {
        auto lab = std::make_unique<ScriptLab>(dialect());
        const auto both = [&](const std::string& sql) {
            lab->before(sql);
            lab->after(sql);
        };
        if (point == "base")
            for (const auto* database : {&lab->database(), &lab->wanted()}) succeed({"ensure-version"}, *database);
        for (const std::string id : {"a1", "a2", "a3", "a4", "a5"}) {
            if (id > point || point == "base") break;
            for (const auto* database : {&lab->database(), &lab->wanted()}) succeed({"upgrade", id}, *database);
            if (id == "a1") both("INSERT INTO team (id) VALUES (1), (2)");
            if (id == "a2") both("INSERT INTO hero (id, team_id) VALUES (10, 1), (11, 1), (12, 2)");
        }
        return lab;
    }
    std::map<std::string, std::unique_ptr<ScriptLab>> everywhere() const {
        constexpr std::size_t step = std::size(points) / cases(std::size(points));
        std::map<std::string, std::unique_ptr<ScriptLab>> labs;
        for (std::size_t i = 0; i < std::size(points); i += step) labs.emplace(points[i], at(points[i]));
        return labs;
    }

    /// Its schema and rows, and of its history all but when and how long.
    std::string dump(const TemporaryDatabase& database) const {
        auto connection = create_engine(database.url()).connect();
        auto dump = directory.succeed({"inspect", "--url", database.url()});
        for (const auto* query : {"SELECT * FROM team ORDER BY id", "SELECT * FROM hero ORDER BY id",
                                  "SELECT revision, checksum, message, application, compatibility, operations, format "
                                  "FROM aludel_revision ORDER BY position"}) {
            try {
                dump += text(connection.query(query)) + "\n";
            } catch (const Error&) {
                dump += "no such table\n";
            }
        }
        return dump;
    }
    /// The script of the command is fed to the one database, and the command itself changes the other.
    void expect_the_same(const ScriptLab& lab, const std::vector<std::string>& command) const {
        const auto before = dump(lab.database());
        auto with_sql = command;
        with_sql.push_back("--sql");
        const auto script = succeed(with_sql, lab.database());
        EXPECT_EQ(dump(lab.database()), before) << "it is only read";
        succeed(command, lab.wanted());
        lab.expect_fed(script);
        EXPECT_EQ(dump(lab.database()), dump(lab.wanted())) << script;
    }

    const RevisionDirectory directory;
    std::filesystem::path ranks; ///< the file of a4
};

TEST_P(SquashScript, DoesWhatTheUpgradeDoes) {
    const auto labs = everywhere();
    squash();
    for (const auto& [point, lab] : labs) {
        SCOPED_TRACE(point);
        expect_the_same(*lab, {"upgrade"});
        EXPECT_EQ(succeed({"check"}, lab->database()), "nothing is pending\n");
        EXPECT_EQ(succeed({"upgrade", "--sql"}, lab->database()), "-- no changes\n");
    }
}

TEST_P(SquashScript, StopsWhereTheDatabaseDoesNotStand) {
    const auto inside = at("a3"), elsewhere = at("a2");
    squash();
    const auto before = dump(elsewhere->database());
    const auto result = elsewhere->feed(succeed({"upgrade", "--sql"}, inside->database()));
    EXPECT_NE(result.status, 0);
    expect_contains(result.error, "this script begins at a3, and that is not where the database stands");
    EXPECT_EQ(dump(elsewhere->database()), before);
}

TEST_P(SquashScript, ADryRunSaysWhatTheUpgradeDoes) {
    const auto labs = everywhere();
    squash();
    for (const auto& [point, lab] : labs) {
        SCOPED_TRACE(point);
        const auto before = dump(lab->database());
        const auto told = succeed({"upgrade", "--dry-run"}, lab->database());
        EXPECT_EQ(dump(lab->database()), before);
        const auto done = succeed({"upgrade"}, lab->database());
        EXPECT_EQ(revisions_of(told), revisions_of(done));
        expect_contains(told, ": " + way_of(done) + ", ");
        const bool is_replaced = point != "base" && (point != "a1" || std::get<1>(GetParam()) == std::string("a1:a4"));
        EXPECT_EQ(told.find("-- is recorded in the place of what it replaces") != told.npos, is_replaced) << told;
        expect_contains(succeed({"upgrade", "--dry-run"}, lab->database()), "is up to date at a5");
    }
}

TEST_P(SquashScript, GoesDownAsTheDowngradeDoes) {
    const auto past = at("a5"), deeper = at("a5"), inside = at("a3");
    squash();
    const auto told = succeed({"downgrade", "-1", "--dry-run"}, past->wanted());
    EXPECT_EQ(revisions_of(told), "  - a5 titles\n");
    expect_contains(told, ": a5 -> s1, ");
    expect_the_same(*past, {"downgrade", "-1"});
    expect_the_same(*deeper, {"downgrade", std::get<1>(GetParam()) == std::string("a1:a4") ? "base" : "a1"});

    const auto before = dump(inside->database());
    for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--sql"}, {"--dry-run"}}) {
        std::vector<std::string> command{"downgrade", "base"};
        command.insert(command.end(), more.begin(), more.end());
        expect_contains(fail(command, inside->database()), "has had a part of what revision s1 replaces");
        EXPECT_EQ(dump(inside->database()), before);
    }
}

TEST_P(SquashScript, StampsAsTheStampDoes) {
    const auto inside = at("a3"), other = at("a3"), past = at("a5"), purged = at("a5");
    squash();
    for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--sql"}}) {
        std::vector<std::string> command{"stamp", "base"};
        command.insert(command.end(), more.begin(), more.end());
        expect_contains(fail(command, inside->database()), "has had a part of what revision s1 replaces");
    }
    expect_the_same(*inside, {"stamp", "s1"});
    expect_the_same(*past, {"stamp", "s1"});
    for (const auto* lab : {&other, &purged}) expect_the_same(**lab, {"stamp", "heads", "--purge"});
}

TEST_P(SquashScript, FinishesWhatIsHalfDone) {
    write_file(ranks, read_file(ranks) + "transaction: none\n");
    const auto lab = at("a3");
    const auto both = [&](const std::string& sql) {
        lab->before(sql);
        lab->after(sql);
    };
    both("UPDATE team SET name = 'alike' WHERE id < 3");
    for (const auto* database : {&lab->database(), &lab->wanted()})
        expect_contains(fail({"upgrade", "a4"}, *database),
                        "steps of revision a4. The next upgrade goes on from there");
    both("UPDATE team SET name = 'another' WHERE id = 2");
    squash();
    EXPECT_EQ(revisions_of(succeed({"upgrade", "--dry-run"}, lab->database())),
              "  + a4 ranks\n  + s1 it's one\n  + a5 titles\n");
    expect_the_same(*lab, {"upgrade"});
    EXPECT_EQ(succeed({"check"}, lab->database()), "nothing is pending\n");
}

INSTANTIATE_TEST_SUITE_P(Runs, SquashScript,
                         testing::Combine(testing::Values("sqlite", "postgresql"), testing::Values("a1:a4", "a2:a4")),
                         [](const auto& each) {
                             return std::string(std::get<0>(each.param)) + "_from_" +
                                    std::string(std::get<1>(each.param)).substr(0, 2);
                         });

} // namespace
} // namespace aludel::test
