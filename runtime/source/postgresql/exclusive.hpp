#pragma once

#include "postgresql/handle.hpp"
#include "session.hpp"

#include <memory>

namespace aludel::postgresql {

/// The upgrade lock of the handle's database, then a transaction on the handle. See Session::begin_exclusive.
std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(PGconn* handle, const detail::LockWait& wait);

} // namespace aludel::postgresql
