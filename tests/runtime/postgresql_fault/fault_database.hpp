// A database with rows and others that refer to them, a chain with every kind of step that PostgreSQL has, and what
// must be true of the two at any time, and at the end.
#pragma once

#include "tests/runtime/test_chain.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/engine.hpp>
#include <aludel/upgrade.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace aludel::test {

class FaultDatabase {
public:
    explicit FaultDatabase(int heroes = 23, int batch = 10);

    const Chain& chain() const { return chain_; }
    const std::string& name() const { return database_.name(); }
    const std::string& url() const { return database_.url(); }
    Connection& connection() { return connection_; }

    /// As it was before the upgrade, whatever is there now.
    void start_anew();
    /// Starts anew, and launches with options that act before that step or batch of all. Whether as many there were as
    /// to reach it.
    bool reaches(int step, const std::function<void()>& at_step,
                 const std::function<void(const UpgradeOptions&)>& launch);
    /// What an upgrade has left is whole, and the next one ends it.
    void launch_again();
    /// Until no other session is in the database.
    void wait_until_alone();
    /// The old, the new or a place between: each row is there, nothing has happened twice, and what the history says
    /// has happened has.
    void expect_whole();
    /// The head; and nothing is left of the way to it.
    void expect_done();

    std::int64_t number(const std::string& select);
    std::string text(const std::string& select);

private:
    void expect_rows_are_there();
    void expect_each_happened_once();

    int heroes_;
    TemporaryDatabase database_{"postgresql"};
    Connection connection_ = create_engine(database_.url()).connect();
    Batches batches_;
    TestChain old_;
    TestChain chain_;
};

} // namespace aludel::test
