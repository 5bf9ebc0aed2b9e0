// Compiled into every program that links aludel::sqlite: the linker would leave out an object of a static library
// that nothing names, and with it the registration.
#include <aludel/sqlite.hpp>

namespace {
[[maybe_unused]] const bool registered = aludel::sqlite::register_backend();
}
