#include "migrations/postgresql/expression.hpp"

#include "migrations/postgresql/expression_tokens.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/sql_tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace aludel::migrations::postgresql {
namespace {

struct Unreadable {};

// From PostgreSQL's table of operator precedence (documentation, 4.1.6), loosest first.
enum Precedence {
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

/// A part of the expression that is read already.
struct Part {
    enum class Kind { other, column, string, number, array };
    std::string text;
    int precedence = tightest;
    Kind kind = Kind::other;
    std::vector<std::string> elements = {}; ///< of an array
};

std::string inside(const Part& part, int least) { return part.precedence >= least ? part.text : "(" + part.text + ")"; }

Part binary(const Part& left, const std::string& by, const Part& right, int precedence) {
    const bool associative = precedence == disjunction || precedence == conjunction;
    const bool chains = precedence >= operation;
    return {inside(left, associative || chains ? precedence : precedence + 1) + " " + by + " " +
                inside(right, associative ? precedence : precedence + 1),
            precedence};
}

Part in_list(const Part& value, bool negated, const std::vector<std::string>& elements) {
    if (elements.size() == 1) return {inside(value, operation) + (negated ? " <> " : " = ") + elements[0], comparison};
    return {inside(value, operation) + (negated ? " NOT IN (" : " IN (") + joined(elements, ", ") + ")", range};
}

int precedence_of(const std::string& symbol) {
    static constexpr std::array<std::string_view, 6> comparisons{"<", ">", "=", "<=", ">=", "<>"};
    if (std::ranges::find(comparisons, symbol) != comparisons.end()) return comparison;
    if (symbol == "+" || symbol == "-") return sum;
    if (symbol == "*" || symbol == "/" || symbol == "%") return product;
    if (symbol == "^") return power;
    return operation;
}

// As PostgreSQL prints LIKE.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> like_operators{
    {{"~~", "LIKE"}, {"!~~", "NOT LIKE"}, {"~~*", "ILIKE"}, {"!~~*", "NOT ILIKE"}}};

bool is_number_type(std::string_view type) {
    static constexpr std::array<std::string_view, 6> names{"smallint", "integer",          "bigint",
                                                           "real",     "double precision", "numeric"};
    return std::ranges::any_of(names, [&](std::string_view name) { return type.starts_with(name); });
}

bool is_text_type(std::string_view type) { return type == "text" || type.starts_with("character varying"); }

/// `'-1'` as a number; empty where it is none.
std::string number_in(const std::string& literal) {
    const auto text = literal.substr(1, literal.size() - 2);
    const bool number = !text.empty() && text.find_first_not_of("-0123456789.") == std::string::npos &&
                        text.find('-', 1) == std::string::npos;
    return number ? text : "";
}

class Reader {
public:
    Reader(std::vector<Word> words, const Table* table) : words_(std::move(words)), table_(table) {}

    Part read_all() {
        auto part = expression(loosest);
        if (at_ < words_.size()) throw Unreadable();
        return part;
    }

private:
    using Kind = Word::Kind;

    const Word* peek(std::size_t ahead = 0) const {
        return at_ + ahead < words_.size() ? &words_[at_ + ahead] : nullptr;
    }
    bool next_is(std::string_view text, std::size_t ahead = 0) const {
        const auto* word = peek(ahead);
        return word && word->kind != Kind::quoted && word->kind != Kind::string && word->text == text;
    }
    bool take(std::string_view text) {
        if (!next_is(text)) return false;
        ++at_;
        return true;
    }
    void expect(std::string_view text) {
        if (!take(text)) throw Unreadable();
    }
    const Word& next() {
        if (!peek()) throw Unreadable();
        return words_[at_++];
    }

    /// Precedence climbing.
    Part expression(int least) {
        auto left = prefix();
        while (auto more = infix(left, least)) left = *std::move(more);
        return left;
    }

    Part prefix() {
        if (take("not")) return {"NOT " + inside(expression(negation), negation), negation};
        if (take("-")) {
            auto part = expression(sign);
            if (part.kind == Part::Kind::number && !part.text.starts_with('-'))
                return {"-" + part.text, sign, Part::Kind::number};
            return {"-" + inside(part, tightest), sign};
        }
        take("+");
        return postfix(primary());
    }

    std::optional<Part> infix(const Part& left, int least) {
        if (least <= disjunction && take("or")) return binary(left, "OR", expression(conjunction), disjunction);
        if (least <= conjunction && take("and")) return binary(left, "AND", expression(negation), conjunction);
        if (least <= is_test && take("is")) return is(left);
        if (least <= is_test && take("isnull")) return Part{inside(left, comparison) + " IS NULL", is_test};
        if (least <= is_test && take("notnull")) return Part{inside(left, comparison) + " IS NOT NULL", is_test};
        if (least <= range)
            if (auto part = ranged(left)) return part;
        if (next_is("at") && next_is("time", 1) && next_is("zone", 2) && least <= zone) {
            at_ += 3;
            return binary(left, "AT TIME ZONE", expression(sign), zone);
        }
        const auto* word = peek();
        if (!word || word->kind != Kind::symbol || precedence_of(word->text) < least || !is_operator(word->text))
            return std::nullopt;
        return operated(left, next().text);
    }

    Part is(const Part& left) {
        std::string text = inside(left, comparison) + " IS ";
        if (take("not")) text += "NOT ";
        if (take("distinct")) {
            expect("from");
            return {text + "DISTINCT FROM " + inside(expression(comparison), comparison), is_test};
        }
        const auto& word = next();
        if (word.kind != Kind::word) throw Unreadable();
        std::string test = word.text;
        std::ranges::transform(test, test.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        return {text + test, is_test};
    }

    std::optional<Part> ranged(const Part& left) {
        const bool negated =
            next_is("not") && (next_is("in", 1) || next_is("between", 1) || next_is("like", 1) || next_is("ilike", 1));
        if (negated) ++at_;
        if (take("in")) {
            expect("(");
            return in_list(left, negated, list(")"));
        }
        if (take("between")) {
            const auto low = expression(operation);
            expect("and");
            const auto high = expression(operation);
            return binary(binary(left, negated ? "<" : ">=", low, comparison), negated ? "OR" : "AND",
                          binary(left, negated ? ">" : "<=", high, comparison), negated ? disjunction : conjunction);
        }
        if (take("like")) return binary(left, negated ? "NOT LIKE" : "LIKE", expression(operation), range);
        if (take("ilike")) return binary(left, negated ? "NOT ILIKE" : "ILIKE", expression(operation), range);
        return std::nullopt;
    }

    Part operated(const Part& left, std::string symbol) {
        if (symbol == "!=") symbol = "<>";
        const bool any = symbol == "=" && take("any"), all = symbol == "<>" && take("all");
        const auto precedence = precedence_of(symbol);
        const auto right = expression(precedence + 1);
        for (const auto& [by, word] : like_operators)
            if (symbol == by) return binary(left, std::string(word), right, range);
        if (!any && !all) return binary(left, symbol, right, precedence);
        if (right.kind == Part::Kind::array) return in_list(left, all, right.elements);
        return {inside(left, operation) + (any ? " = ANY (" : " <> ALL (") + right.text + ")", comparison};
    }

    Part postfix(Part part) {
        while (true) {
            if (take("::")) {
                part = cast(std::move(part), type());
            } else if (take("collate")) {
                part = {inside(part, tightest) + " COLLATE " + identifier(next().text), tightest};
            } else if (take("[")) {
                part = {inside(part, tightest) + "[" + joined(list("]"), ", ") + "]", tightest};
            } else {
                return part;
            }
        }
    }

    Part cast(Part part, const std::string& type) const {
        if (part.kind == Part::Kind::array || part.kind == Part::Kind::number || part.text == "null") return part;
        if (part.kind == Part::Kind::string) {
            const auto number = is_number_type(type) ? number_in(part.text) : "";
            if (number.empty()) return part;
            return {number, number.starts_with('-') ? sign : tightest, Part::Kind::number};
        }
        if (part.kind == Part::Kind::column && is_text_type(type) && is_varchar(part.text)) return part;
        return {inside(part, tightest) + "::" + type, tightest};
    }

    bool is_varchar(const std::string& text) const {
        if (!table_) return false;
        return std::ranges::any_of(table_->columns, [&](const Column& column) {
            return column.type.kind == Type::Kind::varchar && shown_identifier(column.name) == text;
        });
    }

    std::string type() {
        std::string text = shown(next());
        while (take(".")) text += "." + shown(next());
        for (const char* more : {"precision", "varying"}) // double precision, character varying
            if (take(more)) text += std::string(" ") + more;
        if (take("(")) text += "(" + joined(list(")"), ",") + ")";
        if ((next_is("with") || next_is("without")) && next_is("time", 1)) {
            text += " " + next().text + " time zone";
            at_ += 2;
        }
        while (take("[")) {
            expect("]");
            text += "[]";
        }
        return text == "varchar" ? "character varying" : text;
    }

    std::vector<std::string> list(std::string_view end) {
        std::vector<std::string> parts;
        if (take(end)) return parts;
        do parts.push_back(expression(loosest).text);
        while (take(","));
        expect(end);
        return parts;
    }

    Part primary() {
        if (take("(")) {
            auto part = expression(loosest);
            expect(")");
            return part;
        }
        if (next_is("case")) return case_expression();
        if (next_is("array") && next_is("[", 1)) {
            at_ += 2;
            auto elements = list("]");
            return {"ARRAY[" + joined(elements, ", ") + "]", tightest, Part::Kind::array, elements};
        }
        if (next_is("cast") && next_is("(", 1)) {
            at_ += 2;
            auto part = expression(loosest);
            expect("as");
            part = cast(std::move(part), type());
            expect(")");
            return part;
        }
        const auto& word = next();
        if (word.kind == Kind::string) return {word.text, tightest, Part::Kind::string};
        if (word.kind == Kind::number) return {word.text, tightest, Part::Kind::number};
        if (word.kind == Kind::symbol) throw Unreadable();
        if (peek() && peek()->kind == Kind::string && word.kind == Kind::word)
            return cast({next().text, tightest, Part::Kind::string}, word.text); // date '2026-11-23'
        return name(word);
    }

    Part name(const Word& first) {
        if (first.kind == Kind::word && std::ranges::find(unreadable_words, first.text) != unreadable_words.end())
            throw Unreadable();
        // A function's name is quoted where it is a word of the grammar: "left"(name, 2).
        const bool is_function = next_is("(") && first.kind == Kind::quoted && is_lower_case(first.text);
        std::string text = is_function ? first.text : shown(first);
        while (take(".")) {
            const bool own = table_ && text == shown_identifier(table_->name.name);
            text = (own ? "" : text + ".") + shown(next());
        }
        if (!take("(")) return {text, tightest, Part::Kind::column};
        return {text + "(" + joined(list(")"), ", ") + ")"};
    }

    Part case_expression() {
        expect("case");
        std::string text = "CASE";
        if (!next_is("when")) text += " " + expression(loosest).text;
        while (take("when")) {
            text += " WHEN " + expression(loosest).text;
            expect("then");
            text += " THEN " + expression(loosest).text;
        }
        if (take("else"))
            if (const auto other = expression(loosest).text; other != "null") text += " ELSE " + other;
        expect("end");
        return {text + " END"};
    }

    static bool is_lower_case(const std::string& name) {
        return std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    }
    static std::string shown_identifier(const std::string& name) {
        return is_plain_identifier(name) ? name : identifier(name);
    }
    static std::string shown(const Word& word) {
        if (word.kind == Kind::word) return word.text;
        if (word.kind == Kind::quoted) return shown_identifier(word.text);
        throw Unreadable();
    }

    static constexpr std::array<std::string_view, 5> unreadable_words{"select", "exists", "row", "similar", "interval"};

    std::vector<Word> words_;
    const Table* table_;
    std::size_t at_ = 0;
};

} // namespace

std::string normal_expression(std::string_view sql, const Table* table) {
    const auto words = read_words(sql);
    try {
        return Reader(words, table).read_all().text;
    } catch (const Unreadable&) {
        return plain_text(words);
    }
}

} // namespace aludel::migrations::postgresql
