#include "tests/benchmark/long_history.hpp"

#include "migrations/schema/naming.hpp"

#include <cstdio>

namespace aludel::benchmarks {

using namespace migrations;

namespace {

constexpr int table_count = 200;

std::string numbered(const char* prefix, int number) { return prefix + std::to_string(number); }

Table plain_table(int number, int columns) {
    Table table;
    table.name.name = numbered("table_", number);
    table.columns.push_back({.name = "id", .type = {Type::Kind::bigint}, .nullable = false, .identity = Identity{}});
    for (int column = 1; column < columns; ++column)
        table.columns.push_back({.name = numbered("column_", column), .type = {Type::Kind::text}});
    table.primary_key = PrimaryKey{{}, {"id"}};
    name_and_sort(table);
    return table;
}

Operation change(int number) {
    const int table = number % table_count;
    if (number < table_count) return CreateTable{plain_table(table, 4)};
    const Name name{"", numbered("table_", table)};
    const int round = number / table_count;
    if (round % 2 == 1) return AddColumn{name, {.name = numbered("added_", round), .type = {Type::Kind::integer}}, {}};
    return CreateIndex{name, {.name = name.name + numbered("_index_", round), .parts = {{.column = "column_1"}}}};
}

std::string identifier(int number) {
    char text[13];
    std::snprintf(text, sizeof text, "%012x", static_cast<unsigned>(number) + 1);
    return text;
}

} // namespace

std::vector<RevisionFile> long_history(int revisions) {
    std::vector<RevisionFile> files;
    for (int number = 0; number < revisions; ++number) {
        RevisionFile file;
        file.revision.id = identifier(number);
        if (number > 0) file.revision.parents = {identifier(number - 1)};
        file.revision.message = numbered("change ", number);
        file.revision.created = "2026-11-23T00:00:00Z";
        file.revision.upgrade = {change(number)};
        file.place.file = file.revision.id + ".yaml";
        file.upgrade_places.resize(1, file.place);
        file.parent_places.resize(file.revision.parents.size(), file.place);
        files.push_back(std::move(file));
    }
    return files;
}

Schema wide_schema(int tables, int columns) {
    Schema schema;
    for (int number = 0; number < tables; ++number) {
        auto table = plain_table(number, columns);
        table.indexes.push_back({.name = {}, .parts = {{.column = "column_1"}}});
        name_and_sort(table);
        schema.tables.emplace(table.name, table);
    }
    return schema;
}

std::vector<std::string> statements(const Chain& chain) {
    std::vector<std::string> all;
    for (const auto& revision : chain.revisions)
        for (const auto& step : revision.dialects.front().upgrade) all.emplace_back(step.sql);
    return all;
}

} // namespace aludel::benchmarks
