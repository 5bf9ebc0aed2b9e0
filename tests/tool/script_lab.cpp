#include "tests/tool/script_lab.hpp"

#include <aludel/engine.hpp>

#include <gtest/gtest.h>

namespace aludel::test {
namespace {

std::string text(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* string = std::get_if<std::string>(&value)) return *string;
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value)) {
        std::string result = "bytes";
        for (const auto byte : *bytes) result += " " + std::to_string(std::to_integer<int>(byte));
        return result;
    }
    return "NULL";
}

} // namespace

std::string text(const Result& result) {
    std::string all;
    for (const auto& row : result.rows) {
        if (!all.empty()) all += ";";
        for (std::size_t i = 0; i < row.size(); ++i) all += (i > 0 ? "|" : "") + text(row[i]);
    }
    return all;
}

ScriptLab::ScriptLab(std::string dialect) : dialect_(std::move(dialect)), database_(dialect_), wanted_(dialect_) {}

void ScriptLab::execute(const TemporaryDatabase& database, const std::string& sql) const {
    auto connection = create_engine(database.url()).connect();
    if (dialect_ == "sqlite") connection.execute("PRAGMA foreign_keys = ON");
    connection.execute(sql);
}

std::string ScriptLab::aludel(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), ALUDEL_TEST_TOOL);
    const auto result = run(arguments, {.directory = directory_.path()});
    EXPECT_EQ(result.status, 0) << result.error;
    return result.output;
}

std::string ScriptLab::schema(const TemporaryDatabase& database) const {
    return aludel({"inspect", "--url", database.url()});
}

std::string ScriptLab::schema_file(const TemporaryDatabase& database) const {
    const auto file = directory_ / "schema.yaml";
    write_file(file, schema(database));
    return file.string();
}

std::string ScriptLab::script(const std::string& from, const std::string& to) const {
    return aludel({"diff", "--from", from, "--to", to, "--format", "sql", "--dialect", dialect_});
}

RunResult ScriptLab::feed(const std::string& script) const {
    if (dialect_ == "sqlite") return run({"sqlite3", "-bail", database_.name()}, {.input = script});
    const auto file = directory_ / "script.sql";
    write_file(file, script);
    return run({"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file.string(), url()});
}

void ScriptLab::expect_fed(const std::string& script) const {
    const auto result = feed(script);
    EXPECT_EQ(result.status, 0) << result.error << script;
    EXPECT_EQ(schema(), schema(wanted_)) << script;
}

std::string ScriptLab::rows(const std::string& query) const {
    return text(create_engine(url()).connect().query(query));
}

} // namespace aludel::test
