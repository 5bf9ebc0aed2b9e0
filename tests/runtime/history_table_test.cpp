// The history table under another name and in a schema of its own; two applications in one database.
#include "tests/runtime/test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace aludel {
namespace {

using namespace test;
using Ids = std::vector<std::string>;
using Status = Outcome::Status;

constexpr std::string_view wicked = "it's \"my\" \\ revisions; --";

std::vector<TestRevision> tables_of(const std::string& prefix, std::vector<std::string>& texts) {
    texts.push_back("CREATE TABLE " + prefix + "_parent (id bigint PRIMARY KEY)");
    texts.push_back("CREATE TABLE " + prefix + "_child (parent bigint REFERENCES " + prefix + "_parent); INSERT INTO " +
                    prefix + "_parent VALUES (1); INSERT INTO " + prefix + "_child VALUES (1)");
    texts.push_back("DROP TABLE " + prefix + "_child; DELETE FROM " + prefix + "_parent");
    texts.push_back("DROP TABLE " + prefix + "_parent");
    return {{prefix + "1", {}, {sql(texts[0])}, {sql(texts[3])}},
            {prefix + "2", {prefix + "1"}, {sql(texts[1])}, {sql(texts[2])}}};
}

/// A chain that keeps its history elsewhere.
struct Application {
    Application(const std::string& prefix, std::string_view dialect, HistoryTable history)
        : texts(), owned(tables_of(prefix, texts), dialect) {
        chain = owned;
        chain.history = history;
    }
    std::vector<std::string> texts;
    TestChain owned;
    Chain chain{};
};

Ids ids_of(const std::vector<AppliedRevision>& applied) {
    Ids ids;
    for (const auto& row : applied) ids.push_back(row.revision);
    return ids;
}

class HistoryTables : public testing::TestWithParam<const char*> {
protected:
    Application application(const std::string& prefix, HistoryTable history) { return {prefix, GetParam(), history}; }
    std::int64_t count(const std::string& from) {
        return std::get<std::int64_t>(connection.query("SELECT count(*) FROM " + from).rows.at(0).at(0));
    }

    TemporaryDatabase database{GetParam()};
    Engine engine = create_engine(database.url());
    Connection connection = engine.connect();
};
INSTANTIATE_TEST_SUITE_P(Databases, HistoryTables, testing::Values("sqlite", "postgresql"));

TEST_P(HistoryTables, two_applications_share_a_database) {
    const auto heroes = application("hero", {});
    const auto shop = application("shop", {.schema = {}, .name = wicked});
    EXPECT_EQ(upgrade(engine, heroes.chain).status, Status::created);
    EXPECT_EQ(upgrade(engine, shop.chain).revisions, (Ids{"shop1", "shop2"}));
    for (const auto* each : {&heroes, &shop}) EXPECT_EQ(upgrade(engine, each->chain).status, Status::up_to_date);
    EXPECT_EQ(ids_of(applied_revisions(connection)), (Ids{"hero1", "hero2"}));
    EXPECT_EQ(ids_of(applied_revisions(connection, shop.chain.history)), (Ids{"shop1", "shop2"}));

    EXPECT_EQ(downgrade_to(connection, shop.chain, "-1").revisions, Ids{"shop2"});
    EXPECT_EQ(stamp(connection, shop.chain, "base", true).to, Ids{});
    EXPECT_EQ(stamp(connection, shop.chain, "shop1").to, Ids{"shop1"});
    EXPECT_EQ(upgrade_to(connection, shop.chain, "head").revisions, Ids{"shop2"});
    EXPECT_EQ(ids_of(applied_revisions(connection)), (Ids{"hero1", "hero2"}));
    EXPECT_EQ(count("hero_child"), 1);
    EXPECT_EQ(count("shop_child"), 1);
}

TEST_P(HistoryTables, one_of_another_name_makes_the_same_database_new) {
    const auto shop = application("shop", {.schema = {}, .name = "revisions of the shop"});
    EXPECT_EQ(upgrade(engine, shop.chain).status, Status::created);
    downgrade_to(connection, shop.chain, "base");
    EXPECT_EQ(count("\"revisions of the shop\""), 0);
    connection.execute("DROP TABLE \"revisions of the shop\"");
    EXPECT_TRUE(applied_revisions(connection, shop.chain.history).empty());
    EXPECT_EQ(upgrade(engine, shop.chain).status, Status::created);
}

TEST_P(HistoryTables, a_schema_is_made_with_it_where_there_are_any) {
    const auto shop = application("shop", {.schema = "the \"office\"", .name = wicked});
    EXPECT_TRUE(applied_revisions(connection, shop.chain.history).empty());
    EXPECT_EQ(upgrade(engine, shop.chain).status, Status::created);
    EXPECT_EQ(upgrade(engine, shop.chain).status, Status::up_to_date);
    EXPECT_EQ(applied_revisions(connection, shop.chain.history).size(), 2U);
    const bool has_schemas = connection.dialect() == "postgresql";
    EXPECT_EQ(applied_revisions(connection, {.schema = {}, .name = wicked}).size(), has_schemas ? 0U : 2U);
    if (has_schemas) {
        EXPECT_EQ(count("pg_class WHERE relname LIKE '%my%revisions%' AND relkind = 'r' AND relnamespace = "
                        "to_regnamespace('\"the \"\"office\"\"\"')"),
                  1);
    }
}

TEST_P(HistoryTables, a_failed_upgrade_leaves_neither_table_nor_schema) {
    auto shop = application("shop", {.schema = "office", .name = "revisions"});
    connection.execute("CREATE TABLE shop_child (v bigint)");
    EXPECT_THROW(upgrade(engine, shop.chain), Error);
    EXPECT_TRUE(applied_revisions(connection, shop.chain.history).empty());
    if (connection.dialect() == "postgresql") {
        EXPECT_EQ(count("pg_namespace WHERE nspname = 'office'"), 0);
    }
    connection.execute("DROP TABLE shop_child");
    EXPECT_EQ(upgrade(engine, shop.chain).status, Status::created);
}

} // namespace
} // namespace aludel
