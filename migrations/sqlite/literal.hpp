// Values that stand in SQL, and what becomes of them in a column: worked out here, never by a database.
#pragma once

#include "migrations/sqlite/types.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations::sqlite {

struct Literal {
    enum class Kind : std::uint8_t { null, integer, real, text, blob };
    Kind kind = Kind::null;
    std::string text; ///< of numbers: in their one spelling; of a blob: its bytes

    bool operator==(const Literal&) const = default;
};

/// A number, string, blob, TRUE or NULL, with a sign, in parentheses or a CAST that loses nothing; empty for what is
/// computed. As after DEFAULT, a word that means nothing is a string.
std::optional<Literal> read_literal(std::string_view sql);
/// https://www.sqlite.org/datatype3.html#type_affinity
Literal as_stored(Literal value, Affinity affinity);
std::string sql_of(const Literal& value);

} // namespace aludel::migrations::sqlite
