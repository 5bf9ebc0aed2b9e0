// Column types in one portable vocabulary. Each dialect says in its own files how it spells them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aludel::migrations {

struct Type {
    enum class Kind : std::uint8_t {
        boolean,
        smallint,
        integer,
        bigint,
        real,
        double_precision,
        text,
        varchar,
        bytes,
        date,
        time,
        timestamp,
        timestamptz,
        uuid,
        decimal,
        json,
        enumeration, ///< of the Enum called `name`
        native,      ///< only in one database: `name` is its own spelling
    };
    Kind kind = Kind::text;
    int length = 0;    ///< of varchar, in characters
    int precision = 0; ///< of decimal: digits in all; 0: as many as the database has
    int scale = 0;     ///< of decimal: digits after the point
    std::string name = {};

    bool operator==(const Type&) const = default;
};

/// `boolean`, `varchar(80)`, `decimal(10, 2)`, `enum mood`, `native citext`: as in revision files and reports.
std::string to_string(const Type& type);
/// The reverse of to_string; spaces do not matter. Empty where the text names no type.
std::optional<Type> parse_type(std::string_view text);

bool is_integer(const Type& type);
bool is_textual(const Type& type); ///< text or varchar

} // namespace aludel::migrations
