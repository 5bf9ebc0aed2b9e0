// What compilers say of wrong models, and what they leave of good ones in object files.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace {

const std::string snapshot_start = "\x7f"
                                   "ALUDEL-SNAPSHOT-1\x7f";
const std::string snapshot_end = "\x7f"
                                 "END\x7f";

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> compilers() {
    std::vector<std::string> found;
    std::istringstream list(ALUDEL_COMPILERS);
    for (std::string one; std::getline(list, one, ':');) found.push_back(one);
    return found;
}

struct Compilation {
    bool succeeded;
    std::string said;
};

Compilation compile(const std::string& compiler, const std::string& arguments) {
    const auto command = compiler + " -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -I" ALUDEL_INCLUDE " " +
                         arguments + " 2>&1";
    FILE* output = popen(command.c_str(), "r");
    std::string said;
    char buffer[4096];
    while (const auto count = std::fread(buffer, 1, sizeof buffer, output)) said.append(buffer, count);
    return {pclose(output) == 0, said};
}

std::string first_error(const std::string& said) {
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);)
        if (line.find("error:") != std::string::npos) return line;
    return {};
}

/// The texts of the snapshots in an object file; each once.
std::set<std::string> snapshots_in(const std::string& object) {
    std::set<std::string> found;
    for (std::size_t at = 0; (at = object.find(snapshot_start, at)) != std::string::npos;) {
        at += snapshot_start.size();
        const auto length = std::stoul(object.substr(at, 8));
        EXPECT_EQ(object.substr(at + 9 + length, snapshot_end.size()), snapshot_end);
        found.insert(object.substr(at + 9, length));
    }
    return found;
}

std::string identifier(std::string text) {
    for (char& c : text)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    return text;
}

struct Case {
    std::string compiler;
    std::string argument; ///< a file, or options
};
std::string name_of(const testing::TestParamInfo<Case>& info) {
    return identifier(fs::path(info.param.argument).stem().string()) + "_" +
           identifier(fs::path(info.param.compiler).filename().string());
}

/// One of GCC and one of Clang: the words are the same on all.
std::vector<Case> wrong_models() {
    std::vector<Case> cases;
    bool has_gcc = false;
    bool has_clang = false;
    for (const auto& compiler : compilers()) {
        const bool is_clang = compiler.find("clang") != std::string::npos;
        auto& has = is_clang ? has_clang : has_gcc;
        if (std::exchange(has, true)) continue;
        for (const auto& entry : fs::directory_iterator(ALUDEL_MODELS "/wrong"))
            if (entry.path().extension() == ".cpp") cases.push_back({compiler, entry.path().string()});
    }
    return cases;
}

class WrongModel : public testing::TestWithParam<Case> {};

TEST_P(WrongModel, IsToldInItsFirstError) {
    const auto source = read(GetParam().argument);
    const std::string marker = "// error: ";
    ASSERT_EQ(source.rfind(marker, 0), 0u) << "the first line says what is expected";
    const auto sentence = source.substr(marker.size(), source.find('\n') - marker.size());
    const auto result = compile(GetParam().compiler, "-fsyntax-only " + GetParam().argument);
    EXPECT_FALSE(result.succeeded);
    EXPECT_NE(first_error(result.said).find(sentence), std::string::npos) << result.said.substr(0, 4000);
}
INSTANTIATE_TEST_SUITE_P(All, WrongModel, testing::ValuesIn(wrong_models()), name_of);

std::vector<Case> ways_to_compile() {
    std::vector<Case> cases;
    for (const auto& compiler : compilers())
        for (const auto* options : {"-O0 -g", "-O2 -DNDEBUG -fPIC", "-O1 -fsanitize=address,undefined"})
            cases.push_back({compiler, options});
    return cases;
}

class ObjectFile : public testing::TestWithParam<Case> {
protected:
    ObjectFile() {
        std::string pattern = (fs::temp_directory_path() / "aludel-object-XXXXXX").string();
        directory_ = mkdtemp(pattern.data());
    }
    ~ObjectFile() override { fs::remove_all(directory_); }

    std::string object_of(const std::string& model) {
        const auto object = directory_ / "model.o";
        const auto result = compile(GetParam().compiler, GetParam().argument + " -c " ALUDEL_MODELS "/right/" + model +
                                                             " -o " + object.string());
        EXPECT_TRUE(result.succeeded);
        EXPECT_EQ(result.said, "");
        return read(object);
    }

private:
    fs::path directory_;
};

TEST_P(ObjectFile, HoldsEveryTable) {
    const auto snapshots = snapshots_in(object_of("tables.cpp"));
    const std::set<std::string> expected = {"table\tname=team\tfile=team.hpp\tline=20\n"
                                            "column\tname=id\ttype=bigint\tnullable=1\n"
                                            "column\tname=name\ttype=varchar(80)\n"
                                            "column\tname=mood\ttype=enum mood\tdefault=good\n"
                                            "enum\tname=mood\tvalue=bad\tvalue=good\n"
                                            "primary_key\tcolumn=id\n",
                                            "table\tname=hero\tfile=hero.hpp\tline=9\n"
                                            "column\tname=team_id\ttype=bigint\n"
                                            "foreign_key\tcolumn=team_id\ttable=team\treferred=id\ton_delete=cascade\n",
                                            "table\tname=hidden\tfile=hidden.hpp\tline=14\n"
                                            "column\tname=größe\ttype=integer\n"
                                            "column\tname=email\ttype=varchar(80)\tnullable=1\n"
                                            "column\tname=secret\ttype=enum secret\n"
                                            "enum\tname=secret\tvalue=known\n",
                                            "table\tname=local\tfile=hidden.hpp\tline=22\n"
                                            "column\tname=name\ttype=text\n"};
    EXPECT_EQ(snapshots, expected);
}

TEST_P(ObjectFile, OfAnApplicationHoldsNone) {
    EXPECT_EQ(object_of("application.cpp").find("ALUDEL-SNAPSHOT"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, ObjectFile, testing::ValuesIn(ways_to_compile()), name_of);

} // namespace
