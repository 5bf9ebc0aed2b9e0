// aludel.yaml: read, or refused at its place. A template of names that is taken gives names.
#include "migrations/revision/revision_file.hpp"
#include "migrations/revision/settings.hpp"
#include "migrations/schema/name_template.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace aludel::migrations;
using aludel::fuzz::expect;

namespace {

Table hero() {
    Table table;
    table.name = {"office", "hero"};
    table.columns = {{.name = "id", .type = {Type::Kind::bigint}}, {.name = "name", .type = {Type::Kind::text}}};
    table.primary_key = PrimaryKey{{}, {"id"}};
    table.uniques.push_back({{}, {"name"}, false});
    table.checks.push_back({{}, {"name <> ''", {}}});
    return table;
}

void give_names(const NamingConvention& convention) {
    auto table = hero();
    name_and_sort(table, convention);
    for (const auto* name : {&table.primary_key->name, &table.uniques[0].name, &table.checks[0].name})
        expect(!name->empty() && name->size() <= 63, "a name is given, and no longer than PostgreSQL takes", *name);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto settings = read_settings(aludel::fuzz::text_of(data, size), "aludel.yaml");
        give_names(settings.naming);
        expect(settings.file_template.find('/') == std::string::npos, "no file leaves the directory",
               settings.file_template);
    } catch (const FileError&) {
    }
    return 0;
}
