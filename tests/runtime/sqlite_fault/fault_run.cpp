#include "fault_run.hpp"

#include "session.hpp"
#include "tests/support/cases.hpp"
#include "tests/support/child_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stdexcept>

namespace aludel::test {

namespace {

unsigned first_seed() {
    const char* given = std::getenv("ALUDEL_FAULT_SEED");
    const auto seed = given ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device()();
    std::printf("ALUDEL_FAULT_SEED=%u\n", seed);
    std::fflush(stdout);
    return seed;
}

bool all_are_wanted() {
    const char* value = std::getenv("ALUDEL_ALL_FAULTS");
    return value && *value && std::string(value) != "0";
}

std::string line_at(const std::string& text, std::size_t position) {
    const auto begin = position == 0 ? 0 : text.rfind('\n', position - 1) + 1;
    return position < text.size() ? text.substr(begin, text.find('\n', position) - begin) : "(end)";
}

} // namespace

std::mt19937& chance() {
    static std::mt19937 random(first_seed());
    return random;
}

namespace {

std::vector<int> all_points(const std::vector<Operation>& operations, Fault::Effect effect) {
    std::vector<int> all;
    for (std::size_t i = 0; i < operations.size(); ++i)
        if (applies(effect, operations[i])) all.push_back(static_cast<int>(i) + 1);
    return all;
}

std::vector<int> some_of(const std::vector<int>& all, int wanted) {
    if (all_are_wanted() || all.size() <= static_cast<std::size_t>(wanted)) return all;
    // The last ones are those of the commit, or of a WAL's checkpoint, whose failure nobody need notice: one of each
    // equal part of what comes before.
    const auto end = static_cast<std::size_t>(std::min(wanted / 2, 5));
    const auto parts = static_cast<std::size_t>(wanted) - end, before = all.size() - end;
    std::vector<int> some;
    for (std::size_t i = 0; i < parts; ++i) {
        const auto first = before * i / parts, last = before * (i + 1) / parts - 1;
        some.push_back(all[std::uniform_int_distribution(first, last)(chance())]);
    }
    some.insert(some.end(), all.end() - static_cast<std::ptrdiff_t>(end), all.end());
    return some;
}

} // namespace

std::vector<int> points(const Scenario& scenario, Fault::Effect effect, int wanted) {
    auto all = all_points(scenario.operations(), effect);
    for (int i = 1; effect == Fault::Effect::fail_read && i <= scenario.reads(); ++i) all.push_back(i);
    return some_of(all, wanted);
}

std::vector<int> points(const std::vector<Operation>& operations, Fault::Effect effect, int wanted) {
    return some_of(all_points(operations, effect), wanted);
}

std::string shown(const Scenario& scenario, const Fault& fault) {
    const auto& all = scenario.operations();
    const bool read = fault.effect == Fault::Effect::fail_read;
    return (read ? "read" : shown(all.at(static_cast<std::size_t>(fault.at - 1)))) + ", " + std::to_string(fault.at) +
           " of " + std::to_string(read ? static_cast<std::size_t>(scenario.reads()) : all.size()) + ", seed " +
           std::to_string(fault.seed) + (fault.lasting ? ", lasting" : "");
}

void launch(const std::string& path, const Mode& mode, const Fault& fault, const UpgradeOptions& options) {
    arm(fault);
    auto connection = connect(path, mode);
    upgrade(connection, new_chain(), options);
}

void launch(const Scenario& scenario, const Fault& fault, const UpgradeOptions& options) {
    arm(fault);
    auto connection = connect(scenario.path(), scenario.mode());
    upgrade(connection, scenario.chain(), options);
}

bool is_killed_by(const Scenario& scenario, const Fault& fault) {
    return was_killed(start_child([&] { launch(scenario, fault); }));
}

void kill_wherever(const Scenario& scenario, Fault::Effect effect, int wanted, const std::function<void()>& expect) {
    for (const auto point : points(scenario, effect, cases(wanted))) {
        const Fault fault{effect, point, false, static_cast<unsigned>(chance()())};
        SCOPED_TRACE(shown(scenario, fault));
        scenario.fresh();
        EXPECT_TRUE(is_killed_by(scenario, fault));
        expect();
    }
}

namespace {

std::optional<Error> error_of(Connection& connection, const Chain& chain, const Fault& fault) {
    std::optional<Error> found;
    arm(fault);
    try {
        upgrade(connection, chain);
    } catch (const Error& error) {
        found = error;
    }
    arm();
    return found;
}

bool is_outside_of_the_steps(const Error& error) {
    const auto& sql = error.sql();
    return sql == "BEGIN IMMEDIATE" || sql == "COMMIT" || sql == "PRAGMA main.foreign_key_check" ||
           sql.find("aludel_revision") != std::string::npos;
}

void expect_said(const Error& error, Fault::Effect effect) {
    const bool is_full = effect == Fault::Effect::fill;
    EXPECT_TRUE(error.code().starts_with(is_full ? "SQLITE_FULL" : "SQLITE_IOERR")) << error.what();
    EXPECT_NE(error.hint().find(is_full ? "make room" : "look at the disk"), std::string::npos) << error.what();
    EXPECT_EQ(error.details().step > 0, !error.revision().empty());
    EXPECT_TRUE(!error.revision().empty() || is_outside_of_the_steps(error)) << error.what();
}

void expect_usable(Connection& connection) {
    EXPECT_FALSE(connection.session().in_transaction());
    EXPECT_EQ(connection.query("PRAGMA foreign_keys").rows.at(0).at(0), Value(std::int64_t{1}));
}

} // namespace

int fail_wherever(const Scenario& scenario, Fault::Effect effect, bool lasting, int wanted, const Expect& expect) {
    int failed = 0;
    for (const auto point : points(scenario, effect, wanted)) {
        const Fault fault{effect, point, lasting};
        SCOPED_TRACE(shown(scenario, fault));
        auto connection = connect(scenario.fresh(), scenario.mode());
        if (const auto error = error_of(connection, scenario.chain(), fault)) {
            ++failed;
            expect_said(*error, effect);
            expect_usable(connection);
            expect(connection, *error, !lasting);
            EXPECT_NO_THROW(upgrade(connection, scenario.chain()));
        }
        EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
    }
    return failed;
}

void fail_in_every_way_wherever(const Scenario& scenario, int wanted, const Expect& expect) {
    for (const bool lasting : {false, true})
        for (const auto effect : {Fault::Effect::fail, Fault::Effect::fail_read, Fault::Effect::fill})
            fail_wherever(scenario, effect, lasting, wanted, expect);
}

std::string contents_left(const Scenario& scenario) {
    arm();
    const auto copy = scenario.path() + ".look.db";
    copy_database(scenario.path(), copy);
    return contents(copy);
}

std::string difference(const std::string& before, const std::string& after) {
    if (before == after) return {};
    const auto [at, other] = std::ranges::mismatch(before, after);
    const auto position = static_cast<std::size_t>(at - before.begin());
    return "expected: " + line_at(before, position) + "\nfound:    " + line_at(after, position);
}

int different_page(const std::string& before, const std::string& after) {
    constexpr std::size_t page = 4096;
    if (before == after) return 0;
    const auto [at, other] = std::ranges::mismatch(before, after);
    return static_cast<int>(static_cast<std::size_t>(at - before.begin()) / page) + 1;
}

void expect_old_or_new_and_then_new(const Scenario& scenario) {
    const auto left = contents_left(scenario);
    EXPECT_TRUE(left == scenario.old_contents() || left == scenario.new_contents())
        << "beside the old:\n"
        << difference(scenario.old_contents(), left) << "\nbeside the new:\n"
        << difference(scenario.new_contents(), left);
    EXPECT_NO_THROW(launch(scenario));
    EXPECT_EQ(difference(scenario.new_contents(), contents(scenario.path())), "");
}

} // namespace aludel::test
