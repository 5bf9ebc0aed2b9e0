// How an `enum class` is stored: by the names of its enumerators, in the order of their values.
#pragma once

namespace aludel {

/// Where enumerators are looked for, both ends included.
struct EnumRange {
    long long first;
    long long last;
};

/// For enumerators with other values:
/// `template <> inline constexpr auto aludel::enum_range<Currency> = aludel::EnumRange{0, 999};`
template <class Enum> inline constexpr auto enum_range = EnumRange{-128, 255};

/// The type's name in the database, where it shall not be its C++ name in snake_case:
/// `template <> inline constexpr auto aludel::enum_name<app::Mood> = "app_mood";`
template <class Enum> inline constexpr const char* enum_name = nullptr;

/// The schema that the type is in, where it is not the database's default.
template <class Enum> inline constexpr const char* enum_schema = nullptr;

/// How a value is spelt in the database, where that is no name in C++:
/// `template <> inline constexpr auto aludel::enumerator_name<Rating::pg_13> = "PG-13";`
template <auto Enumerator> inline constexpr const char* enumerator_name = nullptr;

} // namespace aludel
