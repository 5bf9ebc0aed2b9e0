// The parts that an expression is read as, and which casts of theirs say nothing where they stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations::postgresql {

// From PostgreSQL's table of operator precedence (documentation, 4.1.6), loosest first.
enum class Precedence {
    loosest,
    disjunction,
    conjunction,
    negation,
    is_test,
    comparison,
    range,
    operation,
    sum,
    product,
    power,
    zone,
    sign,
    tightest
};

/// The next one; of all but the tightest.
constexpr Precedence tighter(Precedence precedence) {
    return static_cast<Precedence>(static_cast<int>(precedence) + 1);
}

/// A part of the expression that is read already.
struct Part {
    enum class Kind { other, column, string, number, null, array };
    std::string text;
    Precedence precedence = Precedence::tightest;
    Kind kind = Kind::other;
    std::string type = {};           ///< as a cast names it; empty where that is not known, or is left to its place
    std::string bare = {};           ///< of a literal: without the cast
    std::vector<Part> elements = {}; ///< of an array

    bool is_literal() const { return kind == Kind::string || kind == Kind::number || kind == Kind::null; }
    bool has_cast() const { return is_literal() ? text != bare : kind == Kind::array && !type.empty(); }
};

/// In parentheses, where it binds less than that.
std::string inside(const Part& part, Precedence least);
std::vector<std::string> texts(const std::vector<Part>& parts);

Part string_part(const std::string& text);
Part number_part(const std::string& text);
Part null_part();
Part without_cast(const Part& literal);
Part cast(Part part, const std::string& type);

/// As it stands in a comparison with `other`.
Part compared_with(const Part& other, const Part& part);

Part binary(const Part& left, const std::string& by, const Part& right, Precedence precedence);
Part compare(const Part& left, const std::string& by, const Part& right);
/// By LIKE or the like, which takes two texts.
Part operate_on_texts(const Part& left, const std::string& by, const Part& right, Precedence precedence);
Part concatenate(const Part& left, const Part& right);
/// `elements`: one or more.
Part in_list(const Part& value, bool negated, const std::vector<Part>& elements);
/// `= ANY (…)`, or `<> ALL (…)`.
Part compare_with_array(const Part& left, bool all, const Part& right);

} // namespace aludel::migrations::postgresql
