#include "tests/adopt/adopted_database.hpp"

#include "migrations/dialect.hpp"

#include <aludel/engine.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace aludel::test {
namespace {

std::string main_text(const std::string& target) {
    return "#include <" + target +
           "/migrations.hpp>\n#include <aludel/upgrade.hpp>\n#include <cstdio>\n"
           "int main(int, char** arguments) try {\n"
           "    const auto outcome = aludel::upgrade(aludel::create_engine(arguments[1]), " +
           target +
           "::migrations);\n"
           "    std::printf(\"%zu revisions applied\\n\", outcome.revisions.size());\n"
           "} catch (const std::exception& error) {\n    std::fprintf(stderr, \"%s\\n\", error.what());\n    return "
           "1;\n}\n";
}

std::string target_lines(const std::string& target, const std::string& dialect) {
    return "add_executable(" + target + " EXCLUDE_FROM_ALL " + target + "/main.cpp)\nadd_migrations(" + target +
           " MODELS " + target + "/model.hpp DIRECTORY " + target + "/migrations DATABASES " + dialect + ")\n";
}

void expect_success(const RunResult& result) {
    if (result.status != 0) throw std::runtime_error(result.output + result.error);
}

std::string text(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* string = std::get_if<std::string>(&value)) return "'" + *string + "'";
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value)) {
        std::string result = "bytes";
        for (const auto byte : *bytes) result += " " + std::to_string(std::to_integer<int>(byte));
        return result;
    }
    return "NULL";
}

} // namespace

AdoptedProject::AdoptedProject(const std::vector<std::string>& names) {
    std::string lines =
        "cmake_minimum_required(VERSION 3.22)\nproject(adopted LANGUAGES CXX)\nfind_package(aludel REQUIRED)\n";
    for (const auto& name : names) {
        databases_.push_back(std::make_unique<AdoptedDatabase>(*this, name));
        write_file(source() / name / "main.cpp", main_text(name));
        lines += target_lines(name, databases_.back()->dialect());
    }
    write_file(source() / "CMakeLists.txt", lines);
    expect_success(run({ALUDEL_TEST_CMAKE, "-S", source().string(), "-B", (source() / "build").string(), "-G", "Ninja",
                        "-DCMAKE_PREFIX_PATH=" ALUDEL_TEST_PREFIX, "-DCMAKE_CXX_COMPILER=" ALUDEL_TEST_COMPILER,
                        "-DCMAKE_CXX_COMPILER_LAUNCHER=" ALUDEL_TEST_LAUNCHER, "-DALUDEL_TOOL=" ALUDEL_TEST_TOOL}));
}

AdoptedProject::~AdoptedProject() = default;

const AdoptedDatabase& AdoptedProject::database(const std::string& name) const {
    return **std::ranges::find_if(databases_, [&](const auto& each) { return each->name() == name; });
}

RunResult AdoptedProject::build(const std::string& target) const {
    return run({ALUDEL_TEST_CMAKE, "--build", (source() / "build").string(), "--target", target},
               {.environment = {{"CCACHE_BASEDIR", source().string()}, {"CCACHE_NOHASHDIR", "1"}}});
}

AdoptedDatabase::AdoptedDatabase(const AdoptedProject& project, std::string name)
    : project_(project), name_(std::move(name)), database_(dialect()) {
    load();
    const auto models = run({ALUDEL_TEST_TOOL, "inspect", "--url", url(), "--format", "cpp"});
    expect_success(models);
    write_file(model(), models.output);
    not_described_ = models.error;
}

std::string AdoptedDatabase::dialect() const { return name_.substr(name_.rfind('_') + 1); }

void AdoptedDatabase::load() const {
    const auto file = DATABASES "/" + name_ + ".sql";
    if (dialect() == "sqlite")
        return expect_success(run({"sqlite3", "-bail", database_.name()}, {.input = read_file(file)}));
    expect_success(run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, url()}));
}

RunResult AdoptedDatabase::aludel(std::vector<std::string> arguments) const {
    const auto build = (project_.source() / "build").string();
    arguments.insert(arguments.begin(), {ALUDEL_TEST_TOOL, "-C", build, "--name", name_});
    return run(arguments, {.directory = project_.source(),
                           .environment = {{"CCACHE_BASEDIR", project_.source().string()}, {"CCACHE_NOHASHDIR", "1"}}});
}

std::string AdoptedDatabase::succeed(std::vector<std::string> arguments) const {
    const auto words = arguments;
    const auto result = aludel(std::move(arguments));
    EXPECT_EQ(result.status, 0) << testing::PrintToString(words) << "\n" << result.output << result.error;
    return result.output;
}

RunResult AdoptedDatabase::launch(const std::string& at) const {
    return run({(project_.source() / "build" / name_).string(), at});
}

void AdoptedDatabase::execute(const std::string& at, const std::string& sql) const {
    create_engine(at).connect().execute(sql);
}

std::string AdoptedDatabase::rows() const {
    auto connection = create_engine(url()).connect();
    const auto& kind = *migrations::find_dialect(dialect());
    std::string all;
    for (const auto& [name, table] : kind.inspect(connection).schema.tables) {
        std::string columns;
        for (const auto& column : table.columns)
            if (column.name != "added_later")
                columns += (columns.empty() ? "" : ", ") + kind.quote_identifier(column.name);
        const auto schema = name.schema.empty() ? "" : kind.quote_identifier(name.schema) + ".";
        std::vector<std::string> lines;
        for (const auto& row :
             connection.query("SELECT " + columns + " FROM " + schema + kind.quote_identifier(name.name)).rows) {
            lines.emplace_back();
            for (const auto& value : row) lines.back() += text(value) + " ";
        }
        std::ranges::sort(lines);
        all += to_string(name) + "\n";
        for (const auto& line : lines) all += "  " + line + "\n";
    }
    return all;
}

} // namespace aludel::test
