// Pictures of databases and of revisions: drawn by Graphviz, and as Mermaid's grammar wants them.
#include "tests/support/run.hpp"
#include "tests/support/temporary_database.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

using namespace aludel::test;

namespace {

class Picture : public testing::Test {
protected:
    std::string aludel(std::vector<std::string> words) const {
        words.insert(words.begin(), {ALUDEL_TEST_TOOL, "--directory", "migrations"});
        const auto result = run(words, {.directory = directory.path()});
        EXPECT_EQ(result.status, 0) << result.error;
        return result.output;
    }

    void load(const std::string& file) const {
        const auto result = run({"sqlite3", "-bail", database.name()}, {.input = read_file(file)});
        ASSERT_EQ(result.status, 0) << result.error;
    }
    std::string inspect(const std::string& format) const {
        return aludel({"inspect", "--url", database.url(), "--format", format});
    }

    void revision(const std::string& id, const std::string& parents, const std::string& message,
                  const std::string& rest = "") const {
        write_file(directory / ("migrations/" + id + ".yaml"), "revision: " + id + "\nparents: [" + parents +
                                                                   "]\nmessage: \"" + message + "\"\nupgrade: []\n" +
                                                                   rest);
    }

    /// Graphviz draws it, and there is something to see.
    void expect_drawn(const std::string& dot) const {
        if (std::string(DOT).empty()) GTEST_SKIP() << "there is no Graphviz here";
        write_file(directory / "picture.dot", dot);
        const auto drawn =
            run({DOT, "-Tpng", "-Gdpi=32", "-o", "picture.png", "picture.dot"}, {.directory = directory.path()});
        EXPECT_EQ(drawn.status, 0) << drawn.error << dot;
        EXPECT_EQ(drawn.error.find("Error"), std::string::npos) << drawn.error;
        if (std::string(PYTHON).empty()) return;
        const auto looked = run({PYTHON, DATABASES "/png_colours.py", (directory / "picture.png").string()});
        ASSERT_EQ(looked.status, 0) << looked.error;
        int width = 0, height = 0, colours = 0;
        std::istringstream(looked.output) >> width >> height >> colours;
        EXPECT_GT(width, 80);
        EXPECT_GT(height, 80);
        EXPECT_GT(colours, 10) << "letters have soft edges";
    }

    const TemporaryDirectory directory;
    const TemporaryDatabase database{"sqlite"};
};

/// https://github.com/mermaid-js/mermaid: erDiagram.jison. Of every version: words are ASCII, and a text has no
/// escapes.
void expect_mermaid_tables(const std::string& text) {
    static const std::string entity = R"re("[^"%\\\x01-\x1f]+")re",
                             word = R"((?!(?:PK|FK|UK)\b)[A-Za-z_][A-Za-z0-9\-_\[\]()]*)";
    static const std::regex line("erDiagram|    " + entity + R"( \{|    \}|        )" + word + " " + word +
                                 R"re(( (PK|FK|UK)(, (PK|FK|UK))*)?( "[^"]*")?|    )re" + entity +
                                 R"( (\|o|\|\|)(--|\.\.)(o\||o\{) )" + entity + R"re( : "[^"]*")re");
    std::istringstream lines(text);
    for (std::string each; std::getline(lines, each);) EXPECT_TRUE(std::regex_match(each, line)) << each;
}

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

TEST_F(Picture, OfTables) {
    load(DATABASES "/chinook_sqlite.sql");
    expect_drawn(inspect("dot"));
    const auto mermaid = inspect("mermaid");
    expect_mermaid_tables(mermaid);
    expect_contains(mermaid, "        integer TrackId PK, FK\n");
    expect_contains(mermaid, "        varchar(120) Name\n");
    expect_contains(mermaid, "    \"Artist\" ||..o{ \"Album\" : \"ArtistId\"\n");
    expect_contains(mermaid, "    \"Employee\" |o..o{ \"Customer\" : \"SupportRepId\"\n");
    expect_contains(mermaid, "    \"Playlist\" ||--o{ \"PlaylistTrack\" : \"PlaylistId\"\n");
    const auto part = aludel({"inspect", "--url", database.url(), "--format", "mermaid", "--include", "A*"});
    EXPECT_EQ(part.find("Track"), std::string::npos);
}

TEST_F(Picture, OfStrangeNames) {
    write_file(directory / "strange.sql", R"sql(
        CREATE TABLE "a ""quoted"" <b> & \ 100% {name}" (id INTEGER PRIMARY KEY, "PK" TEXT, "x y" "my type;", "größe" INT UNIQUE, "2" TEXT, "<i>" TEXT, "%%" TEXT);
        CREATE TABLE "a 'quoted' <b> & / 100pct {name}" (id INTEGER PRIMARY KEY REFERENCES "a ""quoted"" <b> & \ 100% {name}", "a""b" INT REFERENCES "order");
        CREATE TABLE "order" ("end" INTEGER PRIMARY KEY, "subgraph" TEXT);
    )sql");
    load((directory / "strange.sql").string());
    expect_drawn(inspect("dot"));
    const auto mermaid = inspect("mermaid");
    expect_mermaid_tables(mermaid);
    expect_contains(mermaid, "\"größe\"");
    expect_contains(mermaid, "100pct {name} 2\"");
}

TEST_F(Picture, OfAnEmptyDatabase) {
    write_file(directory / "empty.sql", "CREATE TABLE t (id INTEGER); DROP TABLE t;");
    load((directory / "empty.sql").string());
    EXPECT_EQ(inspect("mermaid"), "erDiagram\n");
    EXPECT_EQ(inspect("dot").find("->"), std::string::npos);
}

TEST_F(Picture, OfRevisionsAsText) {
    revision("a1", "", "first");
    revision("b1", "a1", "left");
    revision("b2", "b1", "left again");
    revision("c1", "a1", "right", "branch: feature\n");
    revision("d1", "b2, c1", "both");
    revision("e1", "", "another root");
    revision("e2", "e1", "needs the first", "depends_on: [a1]\n");
    EXPECT_EQ(aludel({"graph"}), R"(* d1 (head)  both
|\
* | b2  left again
* | b1  left
| * c1 (branch feature)  right
| | * e2 (head)  needs the first
| | |\
| | * : e1  another root
| |  /
|/ /
|/
* a1  first
)");
}

TEST_F(Picture, OfRevisions) {
    revision("a1", "", "first \\\"quoted\\\" <b> & 100% #1; `x` [y] {z} größe");
    revision("b1", "a1", "left");
    revision("c1", "a1", "right", "branch: feature\n");
    revision("d1", "b1, c1", "both");
    revision("e1", "", "alone", "depends_on: [a1]\n");
    expect_drawn(aludel({"graph", "--format", "dot"}));
    const auto mermaid = aludel({"graph", "--format", "mermaid"});
    static const std::regex line(
        R"re(flowchart TD|    r\d+\["([^"<\[\]{}`#]|#\d+;|<br/>)*"\]|    r\d+ (-->|-\.->) r\d+|    classDef head .*|    class r\d+(,r\d+)* head)re");
    std::istringstream lines(mermaid);
    for (std::string each; std::getline(lines, each);) EXPECT_TRUE(std::regex_match(each, line)) << each;
    expect_contains(mermaid, "-.->");
    expect_contains(aludel({"graph", "--json"}), "\"depends_on\": [\n      \"a1\"");
}

} // namespace
