// Upgrades that a fault strikes, and what must be true afterwards.
#pragma once

#include "scenario.hpp"

#include <aludel/error.hpp>

#include <functional>
#include <random>
#include <string>

namespace aludel::test {

/// Of everything that is drawn by chance. ALUDEL_FAULT_SEED, or a new one, which is printed.
std::mt19937& chance();

/// Where this effect can strike, counted as Fault::at is: `wanted` places spread over the whole, or every one with
/// ALUDEL_ALL_FAULTS=1.
std::vector<int> points(const Scenario& scenario, Fault::Effect effect, int wanted);
/// The same of other work than an upgrade, without its reads.
std::vector<int> points(const std::vector<Operation>& operations, Fault::Effect effect, int wanted);

/// "write -journal, 17 of 300, seed 5"
std::string shown(const Scenario& scenario, const Fault& fault);

/// Opens, upgrades, closes.
void launch(const std::string& path, const Mode& mode, const Fault& fault = {}, const UpgradeOptions& options = {});

void launch(const Scenario& scenario, const Fault& fault = {}, const UpgradeOptions& options = {});
/// In a process of its own. Whether it was killed; otherwise it must have ended well.
bool is_killed_by(const Scenario& scenario, const Fault& fault);

/// Strikes a fresh database at points(), each of which must kill the process, and calls `expect` after each.
void kill_wherever(const Scenario& scenario, Fault::Effect effect, int wanted, const std::function<void()>& expect);

/// `at_once`: the disk was good again in time to take back what had been written.
using Expect = std::function<void(Connection&, const Error&, bool at_once)>;
/// Fails a fresh database's upgrade at points(), each once or, `lasting`, to its end; calls `expect` with the errors,
/// and has the same connection end the upgrade on a disk that is good again. How many failed: some of a WAL's
/// checkpoints may fail and be done later.
int fail_wherever(const Scenario& scenario, Fault::Effect effect, bool lasting, int wanted, const Expect& expect);
/// Whatever the disk can do wrong, `wanted` times each.
void fail_in_every_way_wherever(const Scenario& scenario, int wanted, const Expect& expect);

/// What is in the file, as the kill has left it: a look at the file itself would already mend it.
std::string contents_left(const Scenario& scenario);

/// The first lines that differ; empty: none do.
std::string difference(const std::string& before, const std::string& after);

/// The number of the first page that is not the same, counted from 1; 0: the files are equal.
int different_page(const std::string& before, const std::string& after);

/// The old or the new, whole; and after the next launch the new.
void expect_old_or_new_and_then_new(const Scenario& scenario);

} // namespace aludel::test
