// A SQLite file and chains that go through upgrade(): what fails must leave the file as it was.
#pragma once

#include "session.hpp"
#include "sqlite_dump.hpp"
#include "test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace aludel::test {

struct Upgrade : testing::Test {
    TemporaryDatabase database{"sqlite"};
    Engine engine = create_engine(database.url());
    Connection connection = engine.connect();

    std::string shown(std::string_view sql) { return test::shown(connection.query(sql)); }
    /// The error of an action that must leave the database as it was.
    template <class Action> Error error_of(Action action) {
        const auto before = dump(connection);
        try {
            action();
        } catch (const Error& error) {
            EXPECT_EQ(dump(connection), before);
            EXPECT_EQ(shown("PRAGMA foreign_keys"), "1|\n");
            EXPECT_FALSE(connection.session().in_transaction());
            return error;
        }
        ADD_FAILURE() << "no error";
        return Error("");
    }
};

inline bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

inline std::vector<TestRevision> two_tables() {
    return {{"a", {}, {sql("CREATE TABLE a (v INTEGER)")}, {sql("DROP TABLE a")}},
            {"b",
             {"a"},
             {sql("CREATE TABLE b (v)"), sql("INSERT INTO a VALUES (1), (2)")},
             {sql("DROP TABLE b"), sql("DELETE FROM a")}}};
}

inline std::vector<TestRevision> with_third(std::vector<ChainStep> steps) {
    auto revisions = two_tables();
    revisions.push_back({"c", {"b"}, std::move(steps)});
    return revisions;
}

} // namespace aludel::test
