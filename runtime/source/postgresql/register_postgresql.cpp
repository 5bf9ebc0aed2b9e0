// Compiled into every program that links aludel::postgresql: the linker would leave out an object of a static library
// that nothing names, and with it the registration.
#include <aludel/postgresql.hpp>

namespace {
[[maybe_unused]] const bool registered = aludel::postgresql::register_backend();
}
