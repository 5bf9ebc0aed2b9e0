// From a database that is there to a project that carries it on, without a row touched.
#include "tests/adopt/adopted_database.hpp"

#include <gtest/gtest.h>

using namespace aludel::test;

namespace {

struct Case {
    const char* name;
    bool whole;              ///< all the way, with an application that is built and launched
    const char* beside = ""; ///< what a new database needs first, because aludel does not describe it
};
void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

constexpr Case cases[] = {
    {"chinook_sqlite", true},
    {"chinook_postgresql", true},
    {"northwind_sqlite", true},
    {"northwind_postgresql", true},
    {"pagila_postgresql", true,
     "CREATE DOMAIN year AS integer CONSTRAINT year_check CHECK (VALUE >= 1901 AND VALUE <= 2155)"},
    {"django_sqlite", false},
    {"django_postgresql", false},
    {"rails_sqlite", false},
    {"rails_postgresql", false},
    {"sqlalchemy_sqlite", false},
};

/// Made once: what is slow is to configure it.
const AdoptedProject& project() {
    static const AdoptedProject made = [] {
        std::vector<std::string> names;
        for (const auto& each : cases) names.emplace_back(each.name);
        return AdoptedProject(names);
    }();
    return made;
}

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

/// A member more in the first struct.
void change_model(const AdoptedDatabase& database) {
    auto text = read_file(database.model());
    const auto end = text.find("\n\n    static constexpr auto table");
    write_file(database.model(), text.insert(end, "\n    std::optional<int> added_later;"));
}

class Adopt : public testing::TestWithParam<Case> {};

TEST_P(Adopt, WritesStructsThatSayWhatIsThere) {
    const auto& database = project().database(GetParam().name);
    EXPECT_EQ(database.not_described().find("not said"), std::string::npos) << database.not_described();
    EXPECT_EQ(database.succeed({"diff", "--from", database.url(), "--to", "models", "--check"}), "no changes\n")
        << read_file(database.model());
    EXPECT_EQ(database.succeed({"diff", "--from", "models", "--to", database.url(), "--check"}), "no changes\n");
}

TEST_P(Adopt, IsMadeAgainByItsRevision) {
    if (GetParam().whole) GTEST_SKIP() << "below, with what comes then";
    const auto& database = project().database(GetParam().name);
    database.succeed({"revision", "-m", "as it is", "--rev-id", "root", "--from", "empty", "--to", database.url()});
    const TemporaryDatabase fresh(database.dialect());
    database.succeed({"upgrade", "root", "--url", fresh.url()});
    EXPECT_EQ(database.succeed({"diff", "--from", database.url(), "--to", fresh.url(), "--check"}), "no changes\n");
}

TEST_P(Adopt, CarriesOn) {
    if (!GetParam().whole) GTEST_SKIP() << "the structs alone";
    const auto& database = project().database(GetParam().name);
    const auto rows = database.rows();
    const auto schema = database.succeed({"inspect", "--url", database.url()});

    database.succeed({"revision", "-m", "as it is", "--rev-id", "root", "--from", "empty", "--to", database.url()});
    database.succeed({"stamp", "head", "--url", database.url()});
    const auto built = project().build(GetParam().name);
    ASSERT_EQ(built.status, 0) << built.output;
    EXPECT_EQ(built.output.find("warning"), std::string::npos) << built.output;
    expect_contains(database.succeed({"check", "--url", database.url()}), "nothing is pending");
    EXPECT_EQ(database.launch(database.url()).output, "0 revisions applied\n");

    change_model(database);
    expect_contains(database.succeed({"revision", "-m", "more", "--rev-id", "more"}), "added_later");
    ASSERT_EQ(project().build(GetParam().name).status, 0);
    const auto launched = database.launch(database.url());
    EXPECT_EQ(launched.output, "1 revisions applied\n") << launched.error;
    EXPECT_EQ(database.rows(), rows);
    expect_contains(database.succeed({"check", "--url", database.url()}), "nothing is pending");

    const TemporaryDatabase fresh(database.dialect());
    database.execute(fresh.url(), GetParam().beside);
    database.succeed({"upgrade", "root", "--url", fresh.url()});
    EXPECT_EQ(database.succeed({"inspect", "--url", fresh.url()}), schema);
    EXPECT_EQ(database.launch(fresh.url()).output, "1 revisions applied\n");
    database.succeed({"check", "--url", fresh.url()});
}

INSTANTIATE_TEST_SUITE_P(All, Adopt, testing::ValuesIn(cases),
                         [](const auto& each) { return std::string(each.param.name); });

} // namespace
