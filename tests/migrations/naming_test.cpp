#include "migrations/revision/sha256.hpp"
#include "migrations/schema/naming.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

const Name hero{"", "hero"};

std::vector<IndexPart> parts(const std::vector<std::string>& columns) {
    std::vector<IndexPart> list;
    for (const auto& column : columns) list.push_back({column, {}, false});
    return list;
}

std::string primary_key_name(const Name& table, const NamingConvention& convention = {}) {
    Table named{.name = table};
    named.primary_key = PrimaryKey{{}, {"id"}};
    name_and_sort(named, convention);
    return named.primary_key->name;
}

std::string unique_name(const Name& table, const std::vector<std::string>& columns,
                        const NamingConvention& convention = {}) {
    Table named{.name = table};
    named.uniques = {{{}, columns}};
    name_and_sort(named, convention);
    return named.uniques.front().name;
}

std::string foreign_key_name(const Name& table, const std::vector<std::string>& columns, const Name& referred,
                             const NamingConvention& convention = {}) {
    Table named{.name = table};
    named.foreign_keys = {{.columns = columns, .referred_table = referred, .referred_columns = {"id"}}};
    name_and_sort(named, convention);
    return named.foreign_keys.front().name;
}

std::string check_name(const Name& table, const SqlText& expression, const NamingConvention& convention = {}) {
    Table named{.name = table};
    named.checks = {{{}, expression}};
    name_and_sort(named, convention);
    return named.checks.front().name;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0;
        if (length == 0 || i + length > text.size()) return false;
        i += length;
    }
    return true;
}

TEST(naming, follows_one_convention) {
    EXPECT_EQ(primary_key_name(hero), "pk_hero");
    EXPECT_EQ(unique_name(hero, {"name", "age"}), "uq_hero_age_name") << "in whatever order";
    EXPECT_EQ(foreign_key_name(hero, {"team_id"}, {"app", "team"}), "fk_hero_team_id_team");
    EXPECT_EQ(index_name(hero, parts({"name"})), "ix_hero_name");
    EXPECT_EQ(index_name(hero, {{{}, {"lower(\"secret name\")", {}}, false}}), "ix_hero_lower_secret name");
    EXPECT_TRUE(check_name(hero, {"(age >= 0)", {}}).starts_with("ck_hero_age_"));
}

TEST(naming, follows_another_convention) {
    const NamingConvention own{.primary_key = "{table}_pkey",
                               .unique = "{schema}_{table}_{column}_key",
                               .foreign_key = "{table}_{columns}_{referred_table}_{referred_columns}_fkey",
                               .index = "{table}_{columns}_idx",
                               .check = "{table}-{column}-{hash}-check"};
    EXPECT_EQ(primary_key_name(hero, own), "hero_pkey");
    EXPECT_EQ(unique_name(hero, {"name", "age"}, own), "hero_age_key") << "nothing, and its separator, for no schema";
    EXPECT_EQ(unique_name({"app", "hero"}, {"name", "age"}, own), "app_hero_age_key");
    EXPECT_EQ(foreign_key_name(hero, {"a", "b"}, {"app", "team"}, own), "hero_a_b_team_id_fkey");
    EXPECT_EQ(index_name(hero, parts({"a", "b"}), own), "hero_a_b_idx");
    EXPECT_TRUE(check_name(hero, {"age > 0", {}}, own).starts_with("hero-age-"));
    EXPECT_EQ(check_name(hero, {"1 > 0", {}}, own).size(), std::string("hero-123456-check").size());
    EXPECT_EQ(index_name({"", std::string(70, 'x')}, parts({"a"}), own).size(), 63U);
}

TEST(naming, tells_checks_of_one_column_apart) {
    EXPECT_NE(check_name(hero, {"age >= 0", {}}), check_name(hero, {"age <= 200", {}}));
    EXPECT_EQ(check_name(hero, {"age >= 0", {}}), check_name(hero, {"age >= 0", {}}));
}

TEST(naming, cuts_to_63_bytes_at_whole_characters) {
    for (std::size_t length = 50; length < 70; ++length) {
        const auto plain = index_name({"", std::string(length, 'x')}, parts({"a"}));
        EXPECT_LE(plain.size(), 63u);
        for (const std::string character : {"\xc3\xa9", "\xe5\x90\x8d", "\xf0\x9f\xa6\xb8"}) {
            std::string name(length - 48, 'x');
            while (name.size() < 80) name += character;
            const auto cut = unique_name({"", name}, {"a"});
            EXPECT_LE(cut.size(), 63u);
            EXPECT_GT(cut.size(), 63u - 4);
            EXPECT_TRUE(is_utf8(cut)) << cut;
            EXPECT_NE(cut, unique_name({"", name}, {"b"})) << "the hash is of the whole name";
        }
    }
    EXPECT_EQ(primary_key_name({"", std::string(60, 'x')}), "pk_" + std::string(60, 'x')) << "63 bytes are not cut";
}

TEST(naming, names_what_has_none_and_sorts) {
    Table table{.name = hero};
    table.columns = {{.name = "name"}, {.name = "age"}};
    table.primary_key = PrimaryKey{{}, {"name"}};
    table.uniques = {{"z", {"age"}}, {{}, {"name"}}};
    table.indexes = {{{}, parts({"name"})}, {{}, parts({"age"})}};
    name_and_sort(table);
    EXPECT_EQ(table.primary_key->name, "pk_hero");
    EXPECT_EQ(table.uniques.front().name, "uq_hero_name");
    EXPECT_EQ(table.uniques.back().name, "z");
    EXPECT_EQ(table.indexes.front().name, "ix_hero_age");
}

// FIPS 180-2, appendix B
TEST(sha256, is_that_of_the_standard) {
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

} // namespace
} // namespace aludel::migrations
