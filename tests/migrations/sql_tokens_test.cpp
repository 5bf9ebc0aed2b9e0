#include "migrations/schema/sql_tokens.hpp"
#include "sql_token.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {

using detail::sql_tokens;

namespace {

std::string renamed(std::string_view sql, std::string_view from = "power", std::string_view to = "strength") {
    SqlText text{std::string(sql), {}};
    rename_column_in(text, "hero", from, to);
    return text.common;
}

TEST(sql_tokens, are_the_whole_text) {
    for (const std::string sql : {"a + 'it''s' -- b\n\"c\"\"d\" /* e /* f */ */ $x$ g $x$ 1e5 ::text", "'open",
                                  "\"open", "/* open", "$tag$ open", "", "e'\\'' || x'00'", "$1 + a"}) {
        std::string whole;
        for (const auto& token : sql_tokens(sql)) whole += token.text;
        EXPECT_EQ(whole, sql);
    }
}

TEST(rename_column_in, follows_every_way_to_write_a_column) {
    EXPECT_EQ(renamed("power > 0 AND POWER < 10"), "strength > 0 AND strength < 10");
    EXPECT_EQ(renamed("\"power\" > 0 or `power` = 1 or [power] = 2"),
              "\"strength\" > 0 or `strength` = 1 or [strength] = 2");
    EXPECT_EQ(renamed("hero.power + \"hero\".\"power\""), "hero.strength + \"hero\".\"strength\"");
    EXPECT_EQ(renamed("power in (1, 2) and power::text = 'x'"), "strength in (1, 2) and strength::text = 'x'");
    EXPECT_EQ(renamed("coalesce(power,0)+power"), "coalesce(strength,0)+strength");
}

TEST(rename_column_in, leaves_what_is_no_column_of_the_table) {
    for (const auto* sql :
         {"'power' = name", "power(2, 3)", "team.power > 0", "powers > 0", "name = 'a power''s power'",
          "1 /* power */ + 2 -- power", "$$power$$", "$a$ power $a$", "cast(name as power)", "name::power",
          "name collate power", "power.name", "e'\\' power'", "\"Power\" > 0"})
        EXPECT_EQ(renamed(sql), sql);
    for (const auto* sql : {"at::timestamp without time zone", "(now() AT TIME ZONE 'UTC'::text)",
                            "'1'::character varying || '2'::double precision"})
        for (const auto* word : {"time", "zone", "varying", "precision"}) EXPECT_EQ(renamed(sql, word), sql);
}

TEST(rename_column_in, quotes_where_the_new_name_wants_it) {
    EXPECT_EQ(renamed("power > 0", "power", "two words"), "\"two words\" > 0");
    for (const std::string name : {"order", "collation", "raise", "autoincrement"})
        EXPECT_EQ(renamed("power > 0", "power", name), "\"" + name + "\" > 0");
    EXPECT_EQ(renamed("power > 0", "power", "Mixed"), "\"Mixed\" > 0");
    EXPECT_EQ(renamed("power > 0", "power", "quo\"te"), "\"quo\"\"te\" > 0");
    EXPECT_EQ(renamed("\"two words\" > 0", "two words", "power"), "power > 0");
    EXPECT_EQ(renamed("\"\xe5\x90\x8d\" > 0", "\xe5\x90\x8d", "power"), "power > 0");
}

TEST(rename_table_in, follows_qualifiers) {
    SqlText sql{"hero.power > 0 and hero > 1 and 'hero.' = \"hero\".name", {{"sqlite", "hero.power"}}};
    rename_table_in(sql, "hero", "person");
    EXPECT_EQ(sql.common, "person.power > 0 and hero > 1 and 'hero.' = \"person\".name");
    EXPECT_EQ(sql.dialects.at("sqlite"), "person.power");
}

} // namespace
} // namespace aludel::migrations
