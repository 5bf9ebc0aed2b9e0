// A part of a schema, by name.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>
#include <vector>

namespace aludel::migrations {

/// Patterns of names: `*` is any text, `?` any one character; `app.*` is all of a schema. A pattern without a dot is
/// of the default schema.
struct Filter {
    std::vector<std::string> include; ///< empty: all
    std::vector<std::string> exclude;
    std::vector<std::string> schemas; ///< patterns, too; empty: all. The default schema is called `default` here

    bool empty() const { return include.empty() && exclude.empty() && schemas.empty(); }
    bool passes(const Name& name) const;
    bool operator==(const Filter&) const = default;
};

/// Only what passes; foreign keys to tables that do not are left out, and so are the triggers of such tables. An enum
/// that a table uses stays with it. Extensions are in no schema: only `exclude` is asked.
Schema filtered(Schema schema, const Filter& filter);

} // namespace aludel::migrations
