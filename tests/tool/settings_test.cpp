// aludel.yaml, as the commands follow it, on both databases.
#include "tests/support/temporary_database.hpp"
#include "tests/tool/tool_project.hpp"

#include <aludel/connection.hpp>
#include <aludel/engine.hpp>

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

void expect_not_contains(const std::string& text, const std::string& part) {
    EXPECT_EQ(text.find(part), std::string::npos) << "not wanted: " << part << "\nin: " << text;
}

struct Project : ToolProject {
    void settings(const std::string& text) const { write_file(path("migrations/aludel.yaml"), text); }
    std::vector<std::string> files(const std::string& directory = "migrations") const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path(directory)))
            if (const auto name = entry.path().filename().string(); name != "aludel.yaml") names.push_back(name);
        std::sort(names.begin(), names.end());
        return names;
    }
};

struct WrongSettings {
    std::string text;
    std::string message; ///< after `aludel.yaml:`
};

TEST(Settings, NameTheMistakeAndItsPlace) {
    const Project project;
    for (const auto& [text, message] : std::initializer_list<WrongSettings>{
             {"file_templat: x\n", "1:1: error: unknown key 'file_templat' (did you mean 'file_template'?)"},
             {"file_template: '{slug}'\n", "1:16: error: 'file_template': it needs {revision}, {second} or {epoch}"},
             {"file_template: '{revison}'\n",
              "1:16: error: 'file_template': {revison} is no token of it (did you mean 'revision'?)"},
             {"file_template: '../{revision}'\n", "a name cannot hold / or \\"},
             {"file_template: '{revision'\n", "a { without a } after it"},
             {"file_template: .{revision}\n", "is not read as a revision"},
             {"naming:\n  index: 'ix_{columns}'\n", "2:10: error: 'index': it needs {table}"},
             {"naming:\n  check: 'ck_{table}_{column}'\n", "2:10: error: 'check': it needs {hash}"},
             {"naming:\n  uniq: 'u_{table}'\n", "2:3: error: unknown key 'uniq' (did you mean 'unique'?)"},
             {"history_table: {nam: a}\n", "unknown key 'nam' (did you mean 'name'?)"},
             {"history_table: ''\n", "'history_table' is empty"},
             {"formatter: [prettier]\n", "'formatter' needs {file} as one of its arguments"},
             {"include: tmp\n", "'include' must be a list, not 'tmp'"},
             {"databases: [postgres]\n",
              "1:13: error: 'databases': there is no 'postgres' (did you mean 'postgresql'?)"},
             {"databases: []\n", "'databases' is empty"},
             {"databases: [postgresql]\n", "databases leaves sqlite out here, and heroes is for it"},
         }) {
        project.settings(text);
        const auto result = project.aludel({"heads"});
        EXPECT_EQ(result.status, 1) << text;
        expect_contains(result.error, "migrations/aludel.yaml:");
        expect_contains(result.error, message);
    }
    project.settings("# nothing\n");
    EXPECT_EQ(project.aludel({"heads"}).status, 0);
    project.settings("history_table: {name: r, schema: office}\n");
    expect_contains(project.aludel({"heads"}).error,
                    "is in the schema \"office\", and no database of heroes has schemas");
}

TEST(Settings, FilesAreNamedByTheTemplate) {
    const Project project;
    project.settings("file_template: 'v-{revision}-{slug}'\n");
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    project.succeed({"revision", "-m", "日本", "--rev-id", "b2", "--empty"});
    EXPECT_EQ(project.files(), (std::vector<std::string>{"v-a1-first.yaml", "v-b2.yaml"}));
    project.settings("file_template: '{year}.{epoch}'\n");
    const auto file = project.succeed({"revision", "-m", "third", "--empty"});
    const std::filesystem::path path = file.substr(0, file.find('\n'));
    EXPECT_EQ(path.stem().string().size(), std::string("2026.1764081000").size()) << path;
    EXPECT_EQ(project.succeed({"heads"}).find("third") != std::string::npos, true) << "it is read, whatever its name";
}

TEST(Settings, SeveralDirectories) {
    const Project project;
    project.settings("directories: [../plugin]\n");
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    project.write_hero("column name=power type=integer default=0\n");
    project.succeed({"revision", "-m", "second", "--rev-id", "b2", "--into", "plugin"});
    EXPECT_EQ(project.files("plugin").size(), 1U);
    project.succeed({"revision", "-m", "third", "--rev-id", "c3", "--empty"});
    EXPECT_EQ(project.files("plugin").size(), 2U) << "beside its parent";
    EXPECT_EQ(project.files().size(), 1U);
    EXPECT_EQ(project.succeed({"upgrade", "--url", "sqlite:///h.db"}).find("b2 second") != std::string::npos, true);
    auto result = project.aludel({"revision", "--empty", "--into", "elsewhere"});
    EXPECT_EQ(result.status, 64);
    expect_contains(result.error, "--into \"elsewhere\" is no directory of the project. It has: ");

    const auto lone = project.aludel({"--directory", "migrations", "heads"});
    expect_contains(lone.output, "c3 (head)  third");
    expect_contains(project.succeed({"--directory", "migrations", "--directory", "plugin", "heads"}), "c3 (head)");
    write_file(project.path("plugin/aludel.yaml"), "file_template: '{revision}'\n");
    result = project.aludel({"heads"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "of several directories, the first has the project's settings");
}

std::string formatter(const std::string& script) { return "formatter: [sh, -c, '" + script + "', sh, '{file}']\n"; }

TEST(Settings, AFormatterHasItsTurn) {
    const Project project;
    project.settings(formatter("echo \"# formatted\" >> \"$1\""));
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    expect_contains(read_file(project.path("migrations") / project.files().front()), "# formatted");

    const auto text_of = [&](const std::string& part) {
        for (const auto& name : project.files())
            if (name.find(part) != std::string::npos) return read_file(project.path("migrations") / name);
        return std::string();
    };
    project.settings(formatter("echo spoiled; exit 3"));
    auto result = project.aludel({"revision", "--empty", "-m", "two", "--rev-id", "b2"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "the formatter failed with status 3:\nspoiled");
    expect_contains(text_of("two"), "revision: b2");

    project.settings(formatter("sed -i s/three/four/ \"$1\""));
    result = project.aludel({"revision", "--empty", "-m", "three", "--rev-id", "c3"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "made another revision of it; its work was undone");
    expect_contains(text_of("three"), "message: three");

    project.settings("formatter: [/no/such/program, '{file}']\n");
    result = project.aludel({"revision", "--empty", "-m", "five", "--rev-id", "d4"});
    EXPECT_EQ(result.status, 1);
    expect_contains(result.error, "the formatter cannot be run");
    expect_contains(project.succeed({"heads"}), "d4 (head)  five");
}

TEST(Settings, ADirectoryIsForTheDatabasesThatItNames) {
    const Project project;
    const TemporaryDatabase adopted("postgresql"), fresh("postgresql");
    const auto connected = [](const TemporaryDatabase& database) {
        return aludel::create_engine(database.url()).connect();
    };
    connected(adopted).execute("CREATE SCHEMA office; CREATE TABLE office.team (id bigint PRIMARY KEY);"
                               "CREATE TABLE office.hero (id bigint PRIMARY KEY, team_id bigint NOT NULL REFERENCES "
                               "office.team (id)); INSERT INTO office.team VALUES (1); INSERT INTO office.hero VALUES "
                               "(7, 1)");
    std::filesystem::create_directory(project.path("chain"));
    const auto aludel = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"--directory", "chain"});
        return project.aludel(arguments, {.environment = {{"EDITOR", "true"}}});
    };
    const auto succeed = [&](const std::vector<std::string>& arguments) {
        const auto result = aludel(arguments);
        EXPECT_EQ(result.status, 0) << arguments.front() << "\n" << result.output << result.error;
        return result.output;
    };
    // Nothing says for which they are: a schema may be for all, what was found in a database is for that.
    write_file(project.path("office.yaml"), succeed({"inspect", "--url", adopted.url()}));
    const std::vector<std::string> from_file{"revision", "-m", "x", "--from", "empty", "--to", "office.yaml"};
    const auto refused = aludel(from_file);
    EXPECT_EQ(refused.status, 1);
    expect_contains(refused.error, "sqlite cannot have this revision");
    expect_contains(refused.error, "say in aludel.yaml, beside the revisions, which databases they are for: "
                                   "`databases: [postgresql]`");
    expect_contains(project.aludel(from_file).error, "leave sqlite out of DATABASES of add_migrations()");
    succeed({"revision", "-m", "as it is", "--rev-id", "a1", "--from", "empty", "--to", adopted.url()});
    succeed({"stamp", "head", "--url", adopted.url()});
    EXPECT_EQ(succeed({"check", "--url", adopted.url()}), "nothing is pending\n");

    write_file(project.path("chain/2.yaml"), "revision: b2\nparents: [a1]\nmessage: names\nupgrade:\n"
                                             "  - add_column: {table: hero, schema: office, name: name, type: text}\n");
    for (const std::vector<std::string>& command : {std::vector<std::string>{"squash", "a1:b2"}, {"edit", "b2"}})
        expect_contains(aludel(command).error, "`databases: [postgresql]` in aludel.yaml");

    write_file(project.path("chain/aludel.yaml"), "databases: [postgresql]\n");
    succeed({"edit", "b2"});
    succeed({"squash", "a1:b2", "--rev-id", "c3", "-m", "all"});
    for (const auto* database : {&adopted, &fresh}) {
        succeed({"upgrade", "--url", database->url()});
        EXPECT_EQ(succeed({"current", "--url", database->url()}), "c3 (head)  all\n");
        EXPECT_EQ(succeed({"check", "--url", database->url()}), "nothing is pending\n");
    }
    const auto rows =
        connected(adopted).query("SELECT count(*) FROM office.hero JOIN office.team ON team.id = team_id").rows;
    EXPECT_EQ(std::get<std::int64_t>(rows.at(0).at(0)), 1);
    expect_not_contains(succeed({"upgrade", "base:c3", "--sql"}), "sqlite");
}

class SettingsOn : public testing::TestWithParam<const char*> {
protected:
    std::string succeed(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return project.succeed(arguments);
    }
    RunResult aludel(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--url", database.url()});
        return project.aludel(arguments);
    }
    void execute(const std::string& sql) const { aludel::create_engine(database.url()).connect().execute(sql); }
    std::int64_t count(const std::string& from) const {
        auto connection = aludel::create_engine(database.url()).connect();
        return std::get<std::int64_t>(connection.query("SELECT count(*) FROM " + from).rows.at(0).at(0));
    }
    bool is_postgresql() const { return GetParam() == std::string("postgresql"); }

    const Project project{};
    const TemporaryDatabase database{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Databases, SettingsOn, testing::Values("sqlite", "postgresql"));

TEST_P(SettingsOn, TheHistoryTableIsWhereTheySay) {
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    const std::vector<std::string> commands[] = {
        {"upgrade"}, {"downgrade", "base"}, {"stamp", "a1"}, {"stamp", "base"}, {"upgrade"}};
    // `--directory`: for all databases, so that a schema may be named.
    if (is_postgresql())
        project.settings("history_table: {name: revisions, schema: office}\n");
    else
        project.settings("history_table: revisions\n");
    for (auto command : commands) {
        command.insert(command.begin(), {"--directory", "migrations"});
        succeed(command);
    }
    EXPECT_EQ(count(is_postgresql() ? "office.revisions" : "revisions"), 1);
    const std::vector<std::string> here{"--directory", "migrations"};
    const auto with = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), here.begin(), here.end());
        return arguments;
    };
    EXPECT_EQ(succeed(with({"current"})), "a1 (head)  first\n");
    EXPECT_EQ(succeed(with({"check"})), "nothing is pending\n");
    expect_not_contains(succeed(with({"inspect"})), "revisions");
    expect_contains(project.succeed({"inspect", "--url", database.url(), "--directory", "."}), "table: revisions");
}

TEST_P(SettingsOn, WhatIsNotTheProjectsIsNeitherDriftNorDropped) {
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    succeed({"upgrade"});
    execute("CREATE TABLE shop_order (id bigint PRIMARY KEY); CREATE TABLE tmp_import (id bigint PRIMARY KEY, hero "
            "bigint REFERENCES hero (id)); INSERT INTO hero (id, name) VALUES (1, 'Ann'); INSERT INTO tmp_import "
            "VALUES (7, 1)");
    if (is_postgresql())
        execute("CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('bad'); CREATE TABLE other.t (m other.mood)");
    const auto drift = aludel({"check"});
    EXPECT_EQ(drift.status, 2);
    for (const auto* part : {"+ table shop_order", "+ table tmp_import"}) expect_contains(drift.output, part);
    if (is_postgresql()) expect_contains(drift.output, "+ table other.t");

    EXPECT_EQ(succeed({"check", "--exclude", "shop_*", "--exclude", "tmp_*", "--schema", "default"}),
              "nothing is pending\n");
    project.settings("include: ['*']\nexclude: ['shop_*']\nschemas: [default]\n");
    const auto rest = aludel({"check"});
    expect_contains(rest.output, "+ table tmp_import");
    expect_not_contains(rest.output, "shop_order");
    expect_not_contains(rest.output, "other");
    EXPECT_EQ(succeed({"check", "--exclude", "tmp_*"}), "nothing is pending\n") << "both are followed";
    expect_not_contains(succeed({"inspect"}), "shop_order");
    expect_contains(succeed({"inspect"}), "tmp_import");
    EXPECT_EQ(project.succeed({"diff", "--from", database.url(), "--to", "models", "--exclude", "tmp_*"}),
              "no changes\n");
    EXPECT_EQ(count("tmp_import"), 1);
}

const auto hero_of_team = "column name=team_id type=bigint nullable=1\n"
                          "unique column=name\n"
                          "index\npart column=team_id\n"
                          "check sql=id~>~0\n"
                          "foreign_key column=team_id table=hero referred=id on_delete=set~null\n";

TEST_P(SettingsOn, AnotherConventionRenamesAndKeepsTheRows) {
    project.write_hero(hero_of_team);
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    succeed({"upgrade"});
    execute("INSERT INTO hero (id, name, team_id) VALUES (1, 'Ann', NULL), (2, 'Bob', 1)");
    project.settings("naming:\n"
                     "  primary_key: '{table}_pkey'\n"
                     "  unique: '{table}_{columns}_key'\n"
                     "  foreign_key: '{table}_{columns}_fkey'\n"
                     "  index: '{table}_{columns}_idx'\n"
                     "  check: '{table}_{column}_{hash}_check'\n");
    const auto changes = project.succeed({"diff"});
    for (const auto* part : {"pk_hero", "renamed to hero_pkey", "renamed to hero_name_key",
                             "renamed to hero_team_id_idx", "renamed to hero_team_id_fkey", "_check"})
        expect_contains(changes, part);
    for (const auto* part : {"  + ", "  - "}) expect_not_contains(changes, part);
    project.succeed({"revision", "-m", "names", "--rev-id", "b2"});
    EXPECT_EQ(project.succeed({"diff"}), "no changes\n");
    succeed({"upgrade"});
    EXPECT_EQ(succeed({"check"}), "nothing is pending\n");
    EXPECT_EQ(count("hero WHERE team_id = 1 OR name = 'Ann'"), 2);
    // In SQLite the names of constraints mean nothing, and no table is made again for them.
    expect_contains(succeed({"inspect"}), is_postgresql() ? "hero_team_id_fkey" : "hero_team_id_idx");
    succeed({"downgrade", "a1"});
    EXPECT_EQ(count("hero"), 2);
    expect_contains(succeed({"inspect"}), "uq_hero_name");
}

TEST_P(SettingsOn, DriftIsToldAndRepairedByAScript) {
    project.write_hero(std::string("column name=age type=integer default=7\n") + hero_of_team);
    project.succeed({"revision", "-m", "first", "--rev-id", "a1"});
    succeed({"upgrade"});
    execute("INSERT INTO hero (id, name, team_id) VALUES (1, 'Ann', NULL), (2, 'Bob', 1), (3, 'Cid', 1)");
    const auto before = succeed({"inspect"});
    execute("ALTER TABLE hero ADD COLUMN nick varchar(9); UPDATE hero SET nick = 'A'; DROP INDEX ix_hero_team_id; "
            "CREATE TABLE handmade (id bigint PRIMARY KEY, hero bigint REFERENCES hero (id)); "
            "INSERT INTO handmade VALUES (1, 2)");
    if (is_postgresql()) execute("ALTER TABLE hero ALTER COLUMN age SET DEFAULT 9");

    const auto check = aludel({"check"});
    EXPECT_EQ(check.status, 2);
    for (const auto* part : {"+ hero.nick", "- index ix_hero_team_id", "+ table handmade", "aludel revision --from '",
                             "--to heads -m", "aludel diff --from '", "--to a1 --format sql"})
        expect_contains(check.output, part);
    if (is_postgresql()) expect_contains(check.output, "hero.age");

    const auto script =
        project.succeed({"diff", "--from", database.url(), "--to", "a1", "--format", "sql", "--exclude", "handmade"});
    const auto shell = is_postgresql()
                           ? std::vector<std::string>{"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", database.url()}
                           : std::vector<std::string>{"sqlite3", "-bail", database.name()};
    const auto fed = run(shell, {.input = script});
    ASSERT_EQ(fed.status, 0) << fed.error << script;
    EXPECT_EQ(count("hero WHERE team_id = 1 OR name = 'Ann'"), 3);
    EXPECT_EQ(count("handmade"), 1);
    EXPECT_EQ(succeed({"check", "--exclude", "handmade"}), "nothing is pending\n");
    execute("DROP TABLE handmade");
    EXPECT_EQ(succeed({"check"}), "nothing is pending\n");

    project.write_hero(std::string("column name=age type=integer default=7\n"
                                   "column name=power type=integer default=0\n") +
                       hero_of_team);
    expect_contains(project.succeed({"revision", "-m", "power", "--from", database.url()}), "+ hero.power");
    succeed({"upgrade"});
    EXPECT_EQ(succeed({"check"}), "nothing is pending\n");
    expect_not_contains(before, "nick");
}

} // namespace
