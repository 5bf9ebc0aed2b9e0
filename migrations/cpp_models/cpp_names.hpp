// Names and texts of a database, as C++ spells them.
#pragma once

#include <string>
#include <string_view>

namespace aludel::migrations {

/// A word of C++20, a namespace that written code needs, or what compilers and their headers define as a macro.
bool is_reserved_in_cpp(std::string_view word);

/// An identifier for a member or an enumerator: the name itself where it is one, else one like it (`secret name` is
/// `secret_name`, `class` is `class_`). All capitals become small: macros are called so.
std::string cpp_identifier(std::string_view name);

/// An identifier for a type: `film_actor` is `FilmActor`.
std::string cpp_type_name(std::string_view name);

/// `FilmActor` is `film_actor`: what an enum class is called in the database where nothing else is said.
std::string snake_case(std::string_view type_name);

/// A literal of these bytes; of several lines, a raw one.
std::string cpp_literal(std::string_view text);

} // namespace aludel::migrations
