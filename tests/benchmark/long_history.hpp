// The history that speed is measured on: 200 tables created, then columns and indexes added, a revision each.
#pragma once

#include "migrations/embed/embed.hpp"
#include "migrations/history/history.hpp"

#include <string>
#include <vector>

namespace aludel::benchmarks {

std::vector<migrations::RevisionFile> long_history(int revisions);
/// The SQL of its upgrade, in its order.
std::vector<std::string> statements(const Chain& chain);
/// So many tables of so many columns, with keys and an index each.
migrations::Schema wide_schema(int tables, int columns);

} // namespace aludel::benchmarks
