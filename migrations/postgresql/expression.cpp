#include "migrations/postgresql/expression.hpp"

#include "migrations/postgresql/expression_part.hpp"
#include "migrations/postgresql/expression_tokens.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/types.hpp"
#include "migrations/schema/sql_tokens.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace aludel::migrations::postgresql {
namespace {

using enum Precedence;

struct Unreadable {};

Precedence precedence_of(const std::string& symbol) {
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

// Their results are texts. (A range has its own lower() and upper(): beside a text, they are one as well.)
constexpr std::array<std::string_view, 13> text_functions{"btrim", "chr",     "concat",  "left",    "lower",
                                                          "ltrim", "md5",     "replace", "reverse", "right",
                                                          "rtrim", "to_char", "upper"};

/// Other names of types: documentation, table 8.1.
std::string_view full_type_name(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> names{{
        {"bool", "boolean"},
        {"char", "character"},
        {"decimal", "numeric"},
        {"float", "double precision"},
        {"float4", "real"},
        {"float8", "double precision"},
        {"int", "integer"},
        {"int2", "smallint"},
        {"int4", "integer"},
        {"int8", "bigint"},
        {"varbit", "bit varying"},
        {"varchar", "character varying"},
    }};
    const auto* found = std::ranges::find(names, name, &std::pair<std::string_view, std::string_view>::first);
    return found == names.end() ? name : found->second;
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
    Part expression(Precedence least) {
        auto left = prefix();
        while (auto more = infix(left, least)) left = *std::move(more);
        return left;
    }

    Part prefix() {
        if (take("not")) return {"NOT " + inside(expression(negation), negation), negation};
        if (next_is("-") || next_is("+")) return signed_part(next().text);
        return postfix(primary());
    }

    Part signed_part(const std::string& by) {
        const auto part = expression(sign);
        if (part.kind == Part::Kind::number && !part.has_cast() && !part.text.starts_with('-'))
            return by == "-" ? number_part("-" + part.text) : part;
        return {by + inside(part, tightest), sign};
    }

    std::optional<Part> infix(const Part& left, Precedence least) {
        if (least <= disjunction && take("or")) return binary(left, "OR", expression(conjunction), disjunction);
        if (least <= conjunction && take("and")) return binary(left, "AND", expression(negation), conjunction);
        if (least <= is_test && take("is")) return is(left);
        if (least <= is_test && take("isnull")) return Part{inside(left, comparison) + " IS NULL", is_test};
        if (least <= is_test && take("notnull")) return Part{inside(left, comparison) + " IS NOT NULL", is_test};
        if (least <= range)
            if (auto part = ranged(left)) return part;
        if (next_is("at") && next_is("time", 1) && next_is("zone", 2) && least <= zone) {
            at_ += 3;
            auto name = expression(sign);
            if (name.kind == Part::Kind::string && name.type == "text") name = without_cast(name);
            return binary(left, "AT TIME ZONE", name, zone);
        }
        const auto* word = peek();
        if (!word || word->kind != Kind::symbol || precedence_of(word->text) < least || !is_operator(word->text))
            return std::nullopt;
        return operated(left, next().text);
    }

    Part is(const Part& left) {
        std::string text = " IS ";
        if (take("not")) text += "NOT ";
        if (take("distinct")) {
            expect("from");
            const auto right = expression(comparison);
            return {inside(compared_with(right, left), comparison) + text + "DISTINCT FROM " +
                        inside(compared_with(left, right), comparison),
                    is_test};
        }
        const auto& word = next();
        if (word.kind != Kind::word) throw Unreadable();
        std::string test = word.text;
        std::ranges::transform(test, test.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
        return {inside(left, comparison) + text + test, is_test};
    }

    std::optional<Part> ranged(const Part& left) {
        const bool negated =
            next_is("not") && (next_is("in", 1) || next_is("between", 1) || next_is("like", 1) || next_is("ilike", 1));
        if (negated) ++at_;
        if (take("in")) {
            expect("(");
            const auto elements = list(")");
            if (elements.empty()) throw Unreadable();
            return in_list(left, negated, elements);
        }
        if (take("between")) {
            const auto low = expression(operation);
            expect("and");
            const auto high = expression(operation);
            return binary(compare(left, negated ? "<" : ">=", low), negated ? "OR" : "AND",
                          compare(left, negated ? ">" : "<=", high), negated ? disjunction : conjunction);
        }
        if (take("like")) return operate_on_texts(left, negated ? "NOT LIKE" : "LIKE", expression(operation), range);
        if (take("ilike")) return operate_on_texts(left, negated ? "NOT ILIKE" : "ILIKE", expression(operation), range);
        return std::nullopt;
    }

    Part operated(const Part& left, std::string symbol) {
        if (symbol == "!=") symbol = "<>";
        const bool any = symbol == "=" && take("any"), all = symbol == "<>" && take("all");
        const auto precedence = precedence_of(symbol);
        const auto right = expression(tighter(precedence));
        for (const auto& [by, word] : like_operators)
            if (symbol == by) return operate_on_texts(left, std::string(word), right, range);
        if (any || all) return compare_with_array(left, all, right);
        if (symbol == "||") return concatenate(left, right);
        if (symbol == "~" || symbol == "~*" || symbol == "!~" || symbol == "!~*")
            return operate_on_texts(left, symbol, right, precedence);
        return precedence == comparison ? compare(left, symbol, right) : binary(left, symbol, right, precedence);
    }

    Part postfix(Part part) {
        while (true) {
            if (take("::")) {
                part = cast(std::move(part), type());
            } else if (take("collate")) {
                const auto type = part.type;
                part = {inside(part, tightest) + " COLLATE " + identifier(next().text)};
                part.type = type;
            } else if (take("[")) {
                part = {inside(part, tightest) + "[" + joined(texts(list("]")), ", ") + "]"};
            } else {
                return part;
            }
        }
    }

    std::string type_of_column(const std::string& text) const {
        if (!table_) return "";
        const auto found = std::ranges::find_if(
            table_->columns, [&](const Column& column) { return shown_identifier(column.name) == text; });
        return found == table_->columns.end() ? "" : cast_name(found->type);
    }

    std::string type() {
        auto text = type_word(next());
        while (take(".")) text += "." + shown(next());
        for (const char* more : {"precision", "varying"}) // double precision, character varying
            if (take(more)) text += std::string(" ") + more;
        std::string zone = text.starts_with("time") && text.ends_with("tz") ? " with time zone" : "";
        if (!zone.empty()) text.resize(text.size() - 2);
        const bool has_zone = text == "time" || text == "timestamp";
        if (take("("))
            text += "(" + joined(texts(list(")")), ",") + ")";
        else if (text == "character" || text == "bit")
            text += "(1)";
        if ((next_is("with") || next_is("without")) && next_is("time", 1)) {
            zone = " " + next().text + " time zone";
            at_ += 2;
        }
        text += has_zone && zone.empty() ? " without time zone" : zone;
        while (take("[")) {
            expect("]");
            text += "[]";
        }
        return text;
    }

    /// With quotes, `"char"` and `"bit"` are types of their own.
    static std::string type_word(const Word& word) {
        if (word.kind != Kind::quoted) return std::string(full_type_name(shown(word)));
        return word.text == "char" || word.text == "bit" ? identifier(word.text) : shown(word);
    }

    std::vector<Part> list(std::string_view end) {
        std::vector<Part> parts;
        if (take(end)) return parts;
        do parts.push_back(expression(loosest));
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
            Part part{"ARRAY[" + joined(texts(elements), ", ") + "]", tightest, Part::Kind::array};
            part.elements = std::move(elements);
            return part;
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
        if (word.kind == Kind::string) return string_part(word.text);
        if (word.kind == Kind::number) return number_part(word.text);
        if (word.kind == Kind::symbol) throw Unreadable();
        if (peek() && peek()->kind == Kind::string && word.kind == Kind::word) { // date '2026-11-23'
            --at_;
            const auto name = type();
            if (name.ends_with("(1)")) throw Unreadable(); // char 'abc' is as long as it is
            return cast(string_part(next().text), name);
        }
        return name(word);
    }

    Part name(const Word& first) {
        if (first.kind == Kind::word && is_unreadable(first.text)) throw Unreadable();
        if (first.kind == Kind::word && first.text == "null") return null_part();
        // A function's name is quoted where it is a word of the grammar: "left"(name, 2).
        const bool is_function = next_is("(") && first.kind == Kind::quoted && is_lower_case(first.text);
        std::string text = is_function ? first.text : shown(first);
        while (take(".")) {
            const bool own = table_ && text == shown_identifier(table_->name.name);
            text = (own ? "" : text + ".") + shown(next());
        }
        if (!take("(")) return {text, tightest, Part::Kind::column, type_of_column(text)};
        Part call{text + "(" + joined(texts(list(")")), ", ") + ")"};
        if (std::ranges::find(text_functions, text) != text_functions.end()) call.type = "text";
        return call;
    }

    bool is_unreadable(std::string_view word) const {
        static constexpr std::array<std::string_view, 3> words{"select", "exists", "similar"};
        return std::ranges::find(words, word) != words.end() || (word == "row" && next_is("("));
    }

    Part case_expression() {
        expect("case");
        std::optional<Part> value;
        if (!next_is("when")) value = expression(loosest);
        std::vector<std::pair<Part, Part>> branches;
        while (take("when")) {
            auto when = expression(loosest);
            expect("then");
            branches.emplace_back(value ? compared_with(*value, when) : when, expression(loosest));
        }
        auto other = take("else") ? expression(loosest) : null_part();
        expect("end");
        return case_part(value, branches, other);
    }

    static Part case_part(const std::optional<Part>& value, std::vector<std::pair<Part, Part>> branches, Part other) {
        const auto is_of = [](const Part& part, std::string_view type) {
            return part.type == type || (type == "text" && part.kind == Part::Kind::string && !part.has_cast());
        };
        const auto all_of = [&](std::string_view type) {
            return std::ranges::all_of(branches, [&](const auto& branch) { return is_of(branch.second, type); });
        };
        if (other.kind == Part::Kind::null && all_of(other.type)) other = null_part();
        const auto is_string = [](const Part& part) { return part.kind == Part::Kind::string; };
        const bool strings = std::ranges::all_of(branches, [&](const auto& each) { return is_string(each.second); });
        if (strings && all_of("text") && (other.text == "null" || (is_string(other) && is_of(other, "text")))) {
            for (auto& branch : branches) branch.second = without_cast(branch.second);
            other = without_cast(other);
        }
        std::string text = "CASE";
        if (value) text += " " + value->text;
        for (const auto& [when, then] : branches) text += " WHEN " + when.text + " THEN " + then.text;
        if (other.text != "null") text += " ELSE " + other.text;
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

std::optional<Constant> read_constant(std::string_view sql) {
    try {
        const auto part = Reader(read_words(sql), nullptr).read_all();
        const bool boolean = part.text == "true" || part.text == "false";
        if (part.is_literal()) return Constant{part.bare, part.type};
        return boolean ? std::optional(Constant{part.text, "boolean"}) : std::nullopt;
    } catch (const Unreadable&) {
        return std::nullopt;
    }
}

} // namespace aludel::migrations::postgresql
