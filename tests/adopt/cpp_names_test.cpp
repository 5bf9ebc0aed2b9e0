#include "migrations/cpp_models/cpp_names.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

TEST(CppNames, Identifiers) {
    for (const auto* same : {"name", "ArtistId", "ID", "_id", "größe", "名前", "a1"})
        EXPECT_EQ(cpp_identifier(same), same);
    EXPECT_EQ(cpp_identifier("secret name"), "secret_name");
    EXPECT_EQ(cpp_identifier("class"), "class_");
    EXPECT_EQ(cpp_identifier("2nd"), "_2nd");
    EXPECT_EQ(cpp_identifier("EOF"), "eof") << "a macro";
    EXPECT_EQ(cpp_identifier("INT"), "int_");
    EXPECT_EQ(cpp_identifier("NC-17"), "nc_17");
    EXPECT_EQ(cpp_identifier("a__b"), "a_b");
    EXPECT_EQ(cpp_identifier("_Id"), "Id");
    EXPECT_EQ(cpp_identifier("%"), "unnamed");
    EXPECT_EQ(cpp_identifier("\xff"), "unnamed");
    EXPECT_EQ(cpp_identifier("mood 🙂 now"), "mood_now");
}

TEST(CppNames, Types) {
    EXPECT_EQ(cpp_type_name("film_actor"), "FilmActor");
    EXPECT_EQ(cpp_type_name("FilmActor"), "FilmActor");
    EXPECT_EQ(cpp_type_name("ORDER_DETAILS"), "OrderDetails");
    EXPECT_EQ(cpp_type_name("Order Details"), "OrderDetails");
    EXPECT_EQ(cpp_type_name("2nd"), "T2nd");
    EXPECT_EQ(cpp_type_name("größe"), "Größe");
    EXPECT_EQ(cpp_type_name("\"\""), "Unnamed");
    EXPECT_EQ(snake_case("HTTPStatus"), "http_status");
}

TEST(CppNames, Literals) {
    EXPECT_EQ(cpp_literal("it's \"so\"\\"), R"("it's \"so\"\\")");
    EXPECT_EQ(cpp_literal("größe\t"), "\"größe\\t\"");
    EXPECT_EQ(cpp_literal("a\nb"), "R\"sql(a\nb)sql\"");
    EXPECT_EQ(cpp_literal("a\r\n"), "\"a\\015\\n\"");
}

} // namespace
} // namespace aludel::migrations
