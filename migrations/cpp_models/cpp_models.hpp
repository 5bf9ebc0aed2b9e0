// A schema as the header of structs that describes it: what add_migrations() takes, for a database that is there
// already.
#pragma once

#include "migrations/schema/naming.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

struct CppModels {
    std::string text; ///< of the header
    /// What no model can say, a line each: it is named in the header too, and is a difference until somebody changes
    /// the one or the other.
    std::vector<std::string> left_out;
};

/// `not_modelled` is what Inspection says besides; it is named in the header. Names of constraints stand there where
/// the convention gives others.
CppModels write_cpp_models(const Schema& schema, const std::vector<std::string>& not_modelled,
                           const NamingConvention& naming = {});

} // namespace aludel::migrations
