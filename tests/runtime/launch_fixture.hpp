// A database of either kind with a table of heroes, for what an upgrade does on both alike.
#pragma once

#include "tests/runtime/expected_error.hpp"
#include "tests/runtime/test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

namespace aludel::test {

/// More rows than SQLite keeps in memory: from this step on, until the commit, nobody else can read the file.
inline ChainStep more_than_a_cache() {
    static const std::string text =
        "CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) "
        "SELECT i, '" +
        std::string(200, 'x') + "' AS text FROM n";
    return sql(text);
}

class LaunchTest : public testing::TestWithParam<const char*> {
protected:
    TestChain chain(std::vector<TestRevision> revisions) const { return TestChain(std::move(revisions), GetParam()); }
    /// A table `hero` of so many rows, with ids from 1, no power, and a sidekick each that refers to it.
    void make_heroes(int count) {
        connection.execute("CREATE TABLE hero (id integer PRIMARY KEY, name text NOT NULL, power integer)");
        connection.execute("CREATE TABLE sidekick (hero integer NOT NULL REFERENCES hero ON DELETE CASCADE)");
        connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                           std::to_string(count) + ") INSERT INTO hero (id, name) SELECT i, 'hero ' || i FROM n");
        connection.execute("INSERT INTO sidekick SELECT id FROM hero");
    }
    std::int64_t count(const std::string& from) {
        return std::get<std::int64_t>(connection.query("SELECT count(*) FROM " + from).rows.at(0).at(0));
    }
    std::vector<std::string> applied() {
        std::vector<std::string> ids;
        for (const auto& row : applied_revisions(connection)) ids.push_back(row.revision);
        return ids;
    }
    bool is_file() const { return std::string_view(GetParam()) == "sqlite"; }
    /// Runs it in a process of its own, which may be killed. Its status, as waitpid() says it.
    int in_a_process(const std::function<void(Connection&)>& work);

    TemporaryDatabase database{GetParam()};
    Engine engine = create_engine(database.url());
    Connection connection = engine.connect();
};

} // namespace aludel::test
