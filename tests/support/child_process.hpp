// A copy of this process that does some work of its own, and may be killed at it.
#pragma once

#include <sys/types.h>

#include <functional>

namespace aludel::test {

/// Its status is 0, or 1 where the work throws: then standard error has the message.
pid_t start_child(const std::function<void()>& work);
/// To its end: the status, as waitpid() says it.
int wait_for(pid_t child);
/// Whether it was killed. Otherwise it must have ended well.
bool was_killed(pid_t child);
/// Root may write everywhere: here the process is nobody. 0: `holds()`; 1: it does not; 2: this user can become no
/// other.
int as_nobody(const std::function<bool()>& holds);

} // namespace aludel::test
