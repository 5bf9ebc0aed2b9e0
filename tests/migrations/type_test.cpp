#include "migrations/schema/type.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

TEST(type, reads_what_it_writes) {
    for (const auto* text :
         {"boolean",     "smallint",       "integer",      "bigint",         "real",           "double",
          "text",        "varchar(80)",    "bytes",        "date",           "time",           "timestamp",
          "timestamptz", "uuid",           "decimal",      "decimal(10, 2)", "decimal(10, 0)", "json",
          "enum mood",   "enum two words", "native citext"}) {
        const auto type = parse_type(text);
        ASSERT_TRUE(type) << text;
        EXPECT_EQ(to_string(*type), text);
    }
}

TEST(type, does_not_mind_spaces) {
    EXPECT_EQ(parse_type("decimal(10,2)"), parse_type(" decimal ( 10 , 2 ) "));
    EXPECT_EQ(parse_type("varchar( 80 )"), parse_type("varchar(80)"));
    EXPECT_EQ(parse_type("enum   mood "), parse_type("enum mood"));
}

TEST(type, is_none_where_the_text_names_none) {
    for (const auto* text : {"", " ", "int", "varchar", "varchar()", "varchar(0)", "varchar(x)", "varchar(80",
                             "varchar(-1)", "decimal(2, 10)", "decimal()", "text(3)", "enum", "enum ", "enumeration",
                             "native", "varchar(80) x", "varchar(99999999999)", "decimal(1,2,3)"})
        EXPECT_FALSE(parse_type(text)) << text;
}

} // namespace
} // namespace aludel::migrations
