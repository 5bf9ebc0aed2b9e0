#include "migrations/postgresql/expression_part.hpp"

#include "migrations/postgresql/expression.hpp"
#include "migrations/postgresql/quote.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

namespace aludel::migrations::postgresql {
namespace {

using enum Precedence;

bool is_text(std::string_view type) { return type == "text" || type == "character varying"; }

bool is_whole(std::string_view number) { return number.find('.') == number.npos; }
bool is_exact_number(std::string_view type) {
    static constexpr std::array<std::string_view, 4> names{"smallint", "integer", "bigint", "numeric"};
    return std::ranges::find(names, type) != names.end();
}
bool is_float(std::string_view type) { return type == "real" || type == "double precision"; }

/// What PostgreSQL takes a number for (documentation, 4.1.2.6).
std::string type_of_number(std::string_view number) {
    if (number.starts_with('-')) number.remove_prefix(1);
    std::int64_t value = 0;
    const auto* end = number.data() + number.size();
    if (const auto read = std::from_chars(number.data(), end, value); read.ptr != end || read.ec != std::errc())
        return "numeric";
    return value <= std::numeric_limits<std::int32_t>::max() ? "integer" : "bigint";
}

/// `'-1'` as a number; empty where it is none.
std::string number_in(const std::string& literal) {
    const auto text = literal.substr(1, literal.size() - 2);
    const bool number = !text.empty() && text.find_first_not_of("-0123456789.") == std::string::npos &&
                        text.find('-', 1) == std::string::npos;
    return number ? text : "";
}

/// A string beside what has the type of its cast is read as of that type, cast or not.
bool needs_no_cast(const Part& string, const Part& other) {
    return !other.is_literal() && !other.type.empty() && is_same_type(string.type, other.type);
}
/// Whole numbers compare alike as any exact type, with any number; a float is compared as double precision.
bool number_needs_no_cast(const Part& number, const Part& other) {
    if (other.kind == Part::Kind::string || other.kind == Part::Kind::null) return false;
    if (is_exact_number(number.type)) return is_whole(number.bare);
    return number.type == "double precision" && is_float(other.type) && !other.is_literal();
}

/// As it stands beside `other`, where an operator takes two texts.
Part joined_with(const Part& other, const Part& part) {
    const bool texts = part.kind == Part::Kind::string && is_text(part.type) && is_text(other.type);
    return texts && !other.is_literal() ? without_cast(part) : part;
}

/// An array of literals, each with the type that the array gives it; none where that is not plain.
std::vector<Part> members(const Part& array) {
    if (array.kind != Part::Kind::array || (array.has_cast() && !array.type.ends_with("[]"))) return {};
    const auto type = array.has_cast() ? array.type.substr(0, array.type.size() - 2) : "";
    std::vector<Part> result;
    for (const auto& element : array.elements) {
        const auto& first = array.elements.front();
        if (!element.is_literal() || element.kind != first.kind) return {};
        if (element.type != first.type && !(is_exact_number(element.type) && is_exact_number(first.type))) return {};
        if (element.kind == Part::Kind::string && !element.has_cast())
            result.push_back(cast(element, type.empty() ? "text" : type));
        else if (type.empty() || element.type == type)
            result.push_back(element);
        else if (is_text(element.type) && is_text(type))
            result.push_back(cast(element, type));
        else if (is_exact_number(element.type) && is_exact_number(type) && is_whole(element.bare))
            result.push_back(cast(without_cast(element), type));
        else
            return {};
    }
    return result;
}

} // namespace

bool is_same_type(std::string_view cast, std::string_view type) {
    if (cast.find('(') != cast.npos) return false; // a length cuts
    return cast == type || (is_text(cast) && is_text(type)) || cast.ends_with("." + std::string(type));
}

std::string inside(const Part& part, Precedence least) {
    return part.precedence >= least ? part.text : "(" + part.text + ")";
}

std::vector<std::string> texts(const std::vector<Part>& parts) {
    std::vector<std::string> result;
    for (const auto& part : parts) result.push_back(part.text);
    return result;
}

Part string_part(const std::string& text) { return {text, tightest, Part::Kind::string, "", text}; }
Part number_part(const std::string& text) {
    return {text, text.starts_with('-') ? sign : tightest, Part::Kind::number, type_of_number(text), text};
}
Part null_part() { return {"null", tightest, Part::Kind::null, "", "null"}; }
Part without_cast(const Part& literal) {
    return literal.kind == Part::Kind::number ? number_part(literal.bare)
           : literal.kind == Part::Kind::null ? null_part()
                                              : string_part(literal.bare);
}

Part compared_with(const Part& other, const Part& part) {
    if (!part.has_cast()) return part;
    if (part.kind == Part::Kind::string && needs_no_cast(part, other)) return without_cast(part);
    if (part.kind == Part::Kind::number && number_needs_no_cast(part, other)) return without_cast(part);
    return part;
}

Part binary(const Part& left, const std::string& by, const Part& right, Precedence precedence) {
    const bool associative = precedence == disjunction || precedence == conjunction;
    const bool chains = precedence >= operation;
    return {inside(left, associative || chains ? precedence : tighter(precedence)) + " " + by + " " +
                inside(right, associative ? precedence : tighter(precedence)),
            precedence};
}
Part compare(const Part& left, const std::string& by, const Part& right) {
    return binary(compared_with(right, left), by, compared_with(left, right), comparison);
}
Part operate_on_texts(const Part& left, const std::string& by, const Part& right, Precedence precedence) {
    return binary(joined_with(right, left), by, joined_with(left, right), precedence);
}
Part concatenate(const Part& left, const Part& right) {
    const auto may_be_text = [](const Part& part) {
        return is_text(part.type) || (part.kind == Part::Kind::string && !part.has_cast());
    };
    auto part = operate_on_texts(left, "||", right, operation);
    if (may_be_text(left) && may_be_text(right) && (is_text(left.type) || is_text(right.type))) part.type = "text";
    return part;
}

Part in_list(const Part& value, bool negated, const std::vector<Part>& elements) {
    if (elements.size() == 1) return compare(value, negated ? "<>" : "=", elements[0]);
    std::vector<std::string> list;
    for (const auto& element : elements) list.push_back(compared_with(value, element).text);
    return {inside(value, operation) + (negated ? " NOT IN (" : " IN (") + joined(list, ", ") + ")", range};
}

Part cast(Part part, const std::string& type) {
    if (part.kind == Part::Kind::string && is_text(part.type) && is_text(type)) part = without_cast(part);
    if (part.kind == Part::Kind::string && !part.has_cast() && (is_exact_number(type) || is_float(type)))
        if (const auto number = number_in(part.text); !number.empty()) part = number_part(number);
    const bool is_text_column = part.kind == Part::Kind::column && is_text(part.type) && is_text(type);
    if (is_text_column || (part.type == type && part.kind != Part::Kind::other)) return part;
    Part result{inside(part, tightest) + "::" + type};
    result.type = type;
    if (part.has_cast()) return result;
    result.kind = part.is_literal() || part.kind == Part::Kind::array ? part.kind : Part::Kind::other;
    result.bare = part.bare;
    result.elements = std::move(part.elements);
    return result;
}

Part compare_with_array(const Part& left, bool all, const Part& right) {
    if (const auto elements = members(right); !elements.empty()) return in_list(left, all, elements);
    return {inside(left, operation) + (all ? " <> ALL (" : " = ANY (") + right.text + ")", comparison};
}

} // namespace aludel::migrations::postgresql
