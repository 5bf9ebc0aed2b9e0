// Whatever could be read in two ways is left to the full reader: a key without a value, a scalar of several lines,
// tabs, a colon in an unusual place.
#include "migrations/revision/plain_yaml.hpp"

#include <algorithm>
#include <utility>

namespace aludel::migrations {
namespace {

struct NotPlain {};

bool is_digit(char character) { return character >= '0' && character <= '9'; }

bool is_null(std::string_view text) {
    return text == "null" || text == "~" || text == "Null" || text == "NULL" || text.empty();
}

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Node document() {
        to_content();
        if (at_end() || column() != 0) throw NotPlain();
        Node node = block();
        if (!at_end()) throw NotPlain();
        return node;
    }

private:
    static constexpr int deepest = 20;
    static constexpr std::size_t longest_key = 500; // YAML has a limit, and it counts more than the key

    bool at_end() const { return at_ >= text_.size(); }
    /// Behind the end, a line end.
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n'; }
    std::size_t column() const { return at_ - line_begin_; }
    Mark mark() const { return {line_, static_cast<int>(column()) + 1}; }
    bool at_dash() const { return peek() == '-' && (peek(1) == ' ' || peek(1) == '\n'); }
    bool at_key_end() const { return peek() == ':' && (peek(1) == ' ' || peek(1) == '\n'); }
    bool at_comment() const { return peek() == '#' && (at_ == line_begin_ || text_[at_ - 1] == ' '); }
    void skip_spaces() {
        while (peek() == ' ') ++at_;
    }
    void to_line_end() { at_ = std::min(text_.find('\n', at_), text_.size()); }
    void next_line() {
        at_ = std::min(at_ + 1, text_.size());
        line_begin_ = at_;
        ++line_;
    }
    void expect(char character) {
        if (peek() != character) throw NotPlain();
        ++at_;
    }

    /// From the beginning of a line over empty lines and comments.
    void to_content() {
        for (; !at_end(); next_line()) {
            skip_spaces();
            if (at_comment()) to_line_end();
            if (peek() != '\n') return;
        }
    }
    /// Nothing else stands in this line.
    void end_line() {
        skip_spaces();
        if (at_comment()) to_line_end();
        if (peek() != '\n') throw NotPlain();
        next_line();
        to_content();
    }

    void go_deeper() {
        if (++depth_ > deepest) throw NotPlain();
    }

    Node block() {
        go_deeper();
        Node node = at_dash() ? list() : map();
        --depth_;
        return node;
    }

    Node list() {
        const auto indent = column();
        Node node = Node::list();
        node.mark = mark();
        while (!at_end() && column() == indent && at_dash()) {
            ++at_;
            node.items.push_back(list_item(indent));
        }
        if (!at_end() && column() > indent) throw NotPlain();
        return node;
    }

    Node list_item(std::size_t indent) {
        skip_spaces();
        if (peek() == '\n' || at_comment()) {
            end_line();
            if (at_end() || column() <= indent) throw NotPlain();
            return block();
        }
        return at_dash() || is_key_ahead() ? block() : value(indent);
    }

    Node map() {
        const auto indent = column();
        Node node = Node::map();
        node.mark = mark();
        while (!at_end() && column() == indent && !at_dash()) {
            const auto key_mark = mark();
            auto name = key();
            if (node.find(name)) throw NotPlain();
            Node item = map_item(indent);
            item.key = std::move(name);
            item.key_mark = key_mark;
            node.items.push_back(std::move(item));
        }
        if (!at_end() && column() > indent) throw NotPlain();
        return node;
    }

    Node map_item(std::size_t indent) {
        expect(':');
        skip_spaces();
        if (peek() != '\n' && !at_comment()) return value(indent);
        end_line();
        if (at_end() || column() < indent || (column() == indent && !at_dash())) throw NotPlain();
        return block();
    }

    bool begins_plain() const {
        const char first = peek();
        const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
        return letter || is_digit(first) || first == '_' || first == '(' || first == '/' ||
               static_cast<unsigned char>(first) >= 0x80 || (first == '-' && is_digit(peek(1)));
    }

    /// A bare text up to the end of the line, a comment or a key's colon.
    std::string_view plain_text() {
        if (!begins_plain()) throw NotPlain();
        const auto begin = at_;
        while (peek() != '\n' && !at_key_end() && !at_comment()) ++at_;
        return without_spaces(begin);
    }

    /// The same within brackets.
    std::string_view flow_text() {
        if (!begins_plain()) throw NotPlain();
        const auto begin = at_;
        for (; std::string_view(",]}\n").find(peek()) == std::string_view::npos && !at_key_end(); ++at_)
            if (std::string_view("[{#?").find(peek()) != std::string_view::npos ||
                (peek() == ':' && !is_digit(peek(1))))
                throw NotPlain();
        return without_spaces(begin);
    }

    std::string_view without_spaces(std::size_t begin) const {
        const auto text = text_.substr(begin, at_ - begin);
        return text.substr(0, text.find_last_not_of(' ') + 1);
    }

    std::string key(bool flow = false) {
        const auto begin = at_;
        const bool quoted = peek() == '\'' || peek() == '"';
        std::string name = quoted ? quoted_text() : std::string(flow ? flow_text() : plain_text());
        if (!at_key_end() || at_ - begin > longest_key || text_[at_ - 1] == ' ' || (!quoted && is_null(name)))
            throw NotPlain();
        return name;
    }

    bool is_key_ahead() {
        const auto begin = at_;
        if (peek() == '\'' || peek() == '"')
            quoted_text();
        else if (begins_plain())
            plain_text();
        const bool is_key = at_ != begin && at_key_end();
        at_ = begin;
        return is_key;
    }

    std::string quoted_text() { return peek() == '"' ? double_quoted() : single_quoted(); }

    std::string single_quoted() {
        std::string text;
        for (++at_; peek() != '\'' || peek(1) == '\''; ++at_) {
            if (peek() == '\n') throw NotPlain();
            if (peek() == '\'') ++at_;
            text += peek();
        }
        ++at_;
        return text;
    }

    std::string double_quoted() {
        std::string text;
        for (++at_; peek() != '"'; ++at_) {
            if (peek() == '\n') throw NotPlain();
            text += peek() == '\\' ? escaped() : peek();
        }
        ++at_;
        return text;
    }

    char escaped() {
        switch (++at_, peek()) {
        case '"': return '"';
        case '\\': return '\\';
        case 'n': return '\n';
        case 't': return '\t';
        default: throw NotPlain();
        }
    }

    Node quoted() {
        Node node = Node::text_of({});
        node.mark = mark();
        node.text = quoted_text();
        return node;
    }

    Node bare(Mark where, std::string_view text) const {
        Node node = is_null(text) ? Node() : Node::plain_of(std::string(text));
        node.mark = where;
        return node;
    }

    /// What stands behind a key or a dash, and all of its line.
    Node value(std::size_t indent) {
        const auto where = mark();
        if (peek() == '|') return literal(indent);
        Node node;
        if (peek() == '[' || peek() == '{')
            node = flow();
        else if (peek() == '\'' || peek() == '"')
            node = quoted();
        else
            node = bare(where, plain_text());
        end_line();
        return node;
    }

    /// Lines as they stand, deeper than `indent`.
    Node literal(std::size_t indent) {
        Node node = Node::text_of({});
        node.mark = mark();
        ++at_;
        const bool strips = peek() == '-';
        if (strips) ++at_;
        expect('\n');
        line_begin_ = at_;
        ++line_;
        skip_spaces();
        const auto inner = column();
        if (inner <= indent || peek() == '\n') throw NotPlain();
        at_ = line_begin_;
        while (!at_end() && literal_line(inner, node.text)) {
        }
        node.text.resize(node.text.find_last_not_of('\n') + 1);
        if (!strips) node.text += '\n';
        to_content();
        return node;
    }

    bool literal_line(std::size_t inner, std::string& into) {
        const auto begin = at_;
        skip_spaces();
        const auto spaces = column();
        if (peek() == '\n' && spaces > 0) throw NotPlain();
        if (peek() != '\n' && spaces < inner) {
            at_ = begin;
            return false;
        }
        at_ = begin;
        to_line_end();
        if (at_end()) throw NotPlain();
        if (at_ > begin) into += text_.substr(begin + inner, at_ - begin - inner);
        into += '\n';
        next_line();
        return true;
    }

    Node flow() {
        go_deeper();
        const bool is_map = peek() == '{';
        const char end = is_map ? '}' : ']';
        Node node = is_map ? Node::map() : Node::list();
        node.mark = mark();
        ++at_;
        skip_spaces();
        while (peek() != end) {
            node.items.push_back(is_map ? flow_pair(node) : flow_value());
            skip_spaces();
            if (peek() == end) break;
            expect(',');
            skip_spaces();
            if (peek() == end) throw NotPlain();
        }
        ++at_;
        --depth_;
        return node;
    }

    Node flow_pair(const Node& map) {
        const auto key_mark = mark();
        auto name = key(true);
        if (map.find(name)) throw NotPlain();
        expect(':');
        skip_spaces();
        Node node = flow_value();
        node.key = std::move(name);
        node.key_mark = key_mark;
        return node;
    }

    Node flow_value() {
        if (peek() == '[' || peek() == '{') return flow();
        if (peek() == '\'' || peek() == '"') return quoted();
        const auto where = mark();
        Node node = bare(where, flow_text());
        if (at_key_end()) throw NotPlain();
        return node;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_begin_ = 0;
    int line_ = 1;
    int depth_ = 0;
};

} // namespace

std::optional<Node> read_plain_yaml(std::string_view text) {
    // A byte order mark, and line ends that only some readers take for such.
    if (text.find('\t') != std::string_view::npos || text.starts_with('\xEF')) return std::nullopt;
    try {
        return Reader(text).document();
    } catch (const NotPlain&) {
        return std::nullopt;
    }
}

} // namespace aludel::migrations
