#include "fault_run.hpp"

#include "tests/support/cases.hpp"
#include "tests/support/child_process.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
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
    // The last ones are those of the commit.
    const auto end = static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), 5));
    std::vector<int> some;
    std::sample(all.begin(), all.end() - end, std::back_inserter(some), std::max(wanted - end, std::ptrdiff_t{1}),
                chance());
    some.insert(some.end(), all.end() - end, all.end());
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
