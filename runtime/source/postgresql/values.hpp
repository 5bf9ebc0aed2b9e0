// Values on their way to PostgreSQL and back.
#pragma once

#include <aludel/connection.hpp>

#include <libpq-fe.h>

#include <span>
#include <string>
#include <vector>

namespace aludel::postgresql {

/// Parameters as PQexecParams takes them. Their types are left to the server to find, so that a 1 fits a boolean as
/// well as a numeric; bytes go as they are. Must not outlive the values.
struct Parameters {
    explicit Parameters(std::span<const Value> values);

    int count() const { return static_cast<int>(pointers.size()); }

    std::vector<std::string> texts;
    std::vector<const char*> pointers;
    std::vector<int> lengths;
    std::vector<int> formats;
    std::vector<Oid> types;
};

Result to_result(const PGresult* result);

} // namespace aludel::postgresql
