// The schemas of a database, where each is a tenant's.
#pragma once

#include <aludel/connection.hpp>

#include <string>
#include <vector>

namespace aludel::migrations::postgresql {

std::vector<std::string> schemas(Connection& connection);
/// With a search path of that schema alone. Throws Error where the URL has `options` of its own.
std::string url_in_schema(const std::string& url, const std::string& schema);

} // namespace aludel::migrations::postgresql
