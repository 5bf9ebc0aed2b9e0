// aludel::index(&T::m, …)
#pragma once

#include <aludel/model/key.hpp>
#include <aludel/model/part.hpp>

namespace aludel {

namespace detail {

struct IndexOptions {
    const char* name = nullptr;
    bool unique = false;
    Sql where{};
    const char* method = nullptr;
    bool nulls_not_distinct = false;
    bool concurrently = false;
};

template <class Parts, class Included = Members<>> struct IndexOption {
    Parts parts;
    IndexOptions options{};
    Included included{};

    constexpr IndexOption name(const char* text) const { return with(&IndexOptions::name, text); }
    constexpr IndexOption unique() const { return with(&IndexOptions::unique, true); }
    constexpr IndexOption where(SqlArgument condition) const { return with(&IndexOptions::where, Sql(condition)); }
    /// "gin", "hash"; a B-tree where nothing is said.
    constexpr IndexOption method(const char* text) const { return with(&IndexOptions::method, text); }
    /// Of a unique index: one row may hold NULL, not many.
    constexpr IndexOption nulls_not_distinct() const { return with(&IndexOptions::nulls_not_distinct, true); }
    /// When a revision makes or drops it, others go on writing, where the database can. Not a part of the schema.
    constexpr IndexOption concurrently() const { return with(&IndexOptions::concurrently, true); }
    /// Columns that are kept with it, and not searched by.
    template <class... Pointers> constexpr auto include(Pointers... columns) const {
        static_assert(Included::count == 0, "aludel: an index has one include(...), of all its columns");
        return IndexOption<Parts, Members<Pointers...>>{parts, options, members(columns...)};
    }

    template <class Value> constexpr IndexOption with(Value IndexOptions::*option, Value value) const {
        auto changed = *this;
        changed.options.*option = value;
        return changed;
    }
};

} // namespace detail

template <class... Parts> constexpr auto index(Parts... parts) {
    static_assert(sizeof...(Parts) > 0, "aludel: an index needs at least one member, such as &Hero::name");
    using All = detail::Pack<decltype(detail::part_of(parts))...>;
    return detail::IndexOption<All>{All(detail::part_of(parts)...)};
}

} // namespace aludel
