// A part of a schema, by name.
#pragma once

#include "migrations/schema.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

/// Patterns of names: `*` is any text, `?` any one character; `app.*` is all of a schema. A pattern without a dot is
/// of the default schema.
struct Filter {
    std::vector<std::string> include; ///< empty: all
    std::vector<std::string> exclude;

    bool empty() const { return include.empty() && exclude.empty(); }
    bool passes(const Name& name) const;
};

/// Only what passes; foreign keys to tables that do not are left out, and so are the triggers of such tables.
Schema filtered(Schema schema, const Filter& filter);

} // namespace aludel::migrations
