// Functions whose bodies use what is not there yet when they are made.
#pragma once

#include "migrations/operation/operation.hpp"

#include <span>
#include <string>
#include <string_view>

namespace aludel::migrations::postgresql {

/// Whether the function's body mentions what one of the operations makes or changes, or the function itself.
bool uses_later(const Function& function, std::span<const Operation> later);

/// The statement, and the server does not look at the body that it makes: what it means shows when it is called. In one
/// step, for revisions whose steps are committed one by one.
std::string unchecked(std::string_view statement);
bool is_unchecked(std::string_view sql);

} // namespace aludel::migrations::postgresql
