#pragma once

#include "postgresql/postgresql_session.hpp"

#include <memory>

namespace aludel::postgresql {

/// The upgrade lock of the session's database, then a transaction in the session. See Session::begin_exclusive.
std::unique_ptr<detail::ExclusiveTransaction> begin_exclusive(Session& session, const detail::LockWait& wait);

} // namespace aludel::postgresql
