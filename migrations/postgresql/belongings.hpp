// What hangs on a view and goes with it: made by hand, or by whoever runs the database.
#pragma once

#include "migrations/schema/schema.hpp"

#include <string>

namespace aludel::migrations::postgresql {

/// Notes the view's privileges, comments, options, triggers and owner for the rest of the session, under a name that
/// `number` tells apart: a commit may come between, of a step that is alone or of each. To be run before the view is
/// dropped.
std::string note_belongings(const Name& view, std::size_t number);
/// Gives them to the view that has been made in its place. Nothing, where another session has noted them: a process
/// that was killed between two commits.
std::string give_belongings(std::size_t number);

} // namespace aludel::migrations::postgresql
