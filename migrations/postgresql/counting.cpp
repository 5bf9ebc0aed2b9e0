#include "migrations/postgresql/counting.hpp"

#include <limits>
#include <vector>

namespace aludel::migrations::postgresql {
namespace {

bool goes_down(const Counting& counting) { return counting.increment.value_or(1) < 0; }

std::int64_t first_number(const Counting& counting) {
    return goes_down(counting) ? counting.maximum.value_or(-1) : counting.minimum.value_or(1);
}

std::pair<std::int64_t, std::int64_t> range_of(const Type& type) {
    const auto range = []<class Number>(Number) -> std::pair<std::int64_t, std::int64_t> {
        return {std::numeric_limits<Number>::min(), std::numeric_limits<Number>::max()};
    };
    if (type.kind == Type::Kind::smallint) return range(std::int16_t{});
    if (type.kind == Type::Kind::integer) return range(std::int32_t{});
    return range(std::int64_t{});
}

void leave_out(std::optional<std::int64_t>& value, std::int64_t usual) {
    if (value == usual) value.reset();
}

std::vector<std::string> changed(const Counting& counting) {
    const auto limit = [](const char* word, const std::optional<std::int64_t>& value) {
        return value ? word + (" " + std::to_string(*value)) : std::string("NO ") + word;
    };
    return {"INCREMENT BY " + std::to_string(counting.increment.value_or(1)),
            limit("MINVALUE", counting.minimum),
            limit("MAXVALUE", counting.maximum),
            "START WITH " + std::to_string(counting.start.value_or(first_number(counting))),
            "CACHE " + std::to_string(counting.cache.value_or(1)),
            counting.cycle ? "CYCLE" : "NO CYCLE"};
}

} // namespace

Counting normal_counting(Counting counting, const Type& type) {
    const auto [least, most] = range_of(type);
    leave_out(counting.minimum, goes_down(counting) ? least : 1);
    leave_out(counting.maximum, goes_down(counting) ? -1 : most);
    leave_out(counting.start, first_number(counting));
    leave_out(counting.increment, 1);
    leave_out(counting.cache, 1);
    return counting;
}

Counting full_counting(Counting counting, const Type& type) {
    const auto [least, most] = range_of(type);
    if (!counting.minimum) counting.minimum = goes_down(counting) ? least : 1;
    if (!counting.maximum) counting.maximum = goes_down(counting) ? -1 : most;
    if (!counting.start) counting.start = first_number(counting);
    if (!counting.increment) counting.increment = 1;
    if (!counting.cache) counting.cache = 1;
    return counting;
}

std::string counting_sql(const Counting& counting) {
    std::string sql;
    const auto add = [&](const char* words, const std::optional<std::int64_t>& value) {
        if (value) sql += std::string(words) + std::to_string(*value);
    };
    add(" INCREMENT BY ", counting.increment);
    add(" MINVALUE ", counting.minimum);
    add(" MAXVALUE ", counting.maximum);
    add(" START WITH ", counting.start);
    add(" CACHE ", counting.cache);
    return counting.cycle ? sql + " CYCLE" : sql;
}

std::string changed_counting_sql(const Counting& counting) {
    std::string sql;
    for (const auto& part : changed(counting)) sql += " " + part;
    return sql;
}

std::string set_counting_sql(const Counting& counting) {
    std::string sql;
    for (const auto& part : changed(counting)) sql += (sql.empty() ? "SET " : " SET ") + part;
    return sql;
}

} // namespace aludel::migrations::postgresql
