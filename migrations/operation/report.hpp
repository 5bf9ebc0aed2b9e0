// Operations as lines for people.
#pragma once

#include "migrations/operation/operation.hpp"

#include <optional>
#include <string>
#include <vector>

namespace aludel::migrations {

/// `+ hero.power   integer not null default 0`: + comes, - goes, ~ changes, > gets another name, * runs.
struct ReportLine {
    char mark;
    std::string subject;
    std::string detail; ///< may be empty

    bool operator==(const ReportLine&) const = default;
};

/// `before` is the schema that the operation applies to.
std::vector<ReportLine> report_lines(const Operation& operation, const Schema& before);
/// One text for each line, the details below one another.
std::vector<std::string> aligned(const std::vector<ReportLine>& lines);

/// What happens to one table and its enums, by the name that it has in the end; without a table: to enums that no
/// table has, and by SQL.
struct TableReport {
    std::optional<Name> table;
    std::size_t changes = 0;
    std::vector<std::string> lines; ///< aligned

    bool operator==(const TableReport&) const = default;
};
/// In the order of the tables' names, what is of no table first.
std::vector<TableReport> report(const std::vector<Operation>& operations, const Schema& before);

} // namespace aludel::migrations
