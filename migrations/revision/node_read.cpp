#include "migrations/revision/plain_yaml.hpp"
#include "migrations/revision/utf8.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace aludel::migrations {
namespace {

std::string hexadecimal(unsigned char byte) {
    constexpr const char* digits = "0123456789abcdef";
    return {'0', 'x', digits[byte >> 4U], digits[byte & 15U]};
}

/// The text with `\n` for every line end. yaml-cpp takes some control characters as the end of the text, without a
/// word, so that they are refused here.
std::string checked(std::string_view text) {
    const auto is_usual = [](char character) { return character == '\n' || (character >= ' ' && character <= '~'); };
    if (std::ranges::all_of(text, is_usual)) return std::string(text);
    std::string result;
    result.reserve(text.size());
    Mark mark{1, 1};
    for (std::size_t at = 0; at < text.size();) {
        const char character = text[at];
        const auto length = utf8_length(text, at);
        if (length == 0)
            throw NodeError(mark,
                            "the text is not UTF-8 (byte " + hexadecimal(static_cast<unsigned char>(character)) + ")");
        const bool line_end = character == '\n' || character == '\r';
        if (static_cast<unsigned char>(character) < 0x20 && character != '\t' && !line_end)
            throw NodeError(mark, "the control character " + hexadecimal(static_cast<unsigned char>(character)) +
                                      " cannot stand here: write it in double quotes, as \"\\x" +
                                      hexadecimal(static_cast<unsigned char>(character)).substr(2) + "\"");
        if (line_end) {
            if (character == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
            result += '\n';
            mark = {mark.line + 1, 1};
        } else {
            result.append(text, at, length);
            ++mark.column;
        }
        at += length;
    }
    return result;
}

Mark mark_of(const YAML::Mark& mark) { return mark.is_null() ? Mark{} : Mark{mark.line + 1, mark.column + 1}; }

/// Builds the tree from yaml-cpp's events: several times as fast as over YAML::Node, and keeps marks and order.
class TreeBuilder final : public YAML::EventHandler {
public:
    Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, "", anchor, {}); }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw NodeError(mark_of(mark), "an alias (*) is not allowed: write the value out");
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        Node node = Node::plain_of(value);
        node.quoted = tag == "!"; // yaml-cpp's sign for a scalar in quotes, or in a block of lines
        add(mark, node.quoted ? "" : tag, anchor, std::move(node));
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Node::list());
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Node::map());
    }
    void OnMapEnd() override { close(); }

private:
    static constexpr std::size_t deepest = 50; // what a revision needs is below 10; recursion has an end

    struct Level {
        Node node;
        bool has_key = false;
        std::string key;
        Mark key_mark;
    };

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node node) {
        check(mark, tag, anchor);
        if (levels_.size() >= deepest) throw NodeError(mark_of(mark), "this is nested too deeply");
        if (wants_key()) throw NodeError(mark_of(mark), "a key must be a text");
        node.mark = mark_of(mark);
        levels_.push_back({std::move(node), false, {}, {}});
    }

    void close() {
        Node node = std::move(levels_.back().node);
        levels_.pop_back();
        place(std::move(node));
    }

    void add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node node) {
        check(mark, tag, anchor);
        node.mark = mark_of(mark);
        if (wants_key())
            take_key(std::move(node));
        else
            place(std::move(node));
    }

    static void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != 0) throw NodeError(mark_of(mark), "an anchor (&) is not allowed: write the value out");
        if (!tag.empty() && tag != "?") throw NodeError(mark_of(mark), "a tag (" + tag + ") is not allowed");
    }

    bool wants_key() const {
        return !levels_.empty() && levels_.back().node.kind == Node::Kind::map && !levels_.back().has_key;
    }

    void take_key(Node node) {
        if (node.kind != Node::Kind::scalar) throw NodeError(node.mark, "a key must be a text: quote it");
        auto& level = levels_.back();
        if (const auto* first = level.node.find(node.text))
            throw NodeError(node.mark, "the key '" + node.text + "' stands twice (first in line " +
                                           std::to_string(first->key_mark.line) + ")");
        level.has_key = true;
        level.key = std::move(node.text);
        level.key_mark = node.mark;
    }

    void place(Node node) {
        if (levels_.empty()) {
            root_ = std::move(node);
            return;
        }
        auto& level = levels_.back();
        if (level.node.kind == Node::Kind::map) {
            node.key = std::move(level.key);
            node.key_mark = level.key_mark;
            level.has_key = false;
        }
        level.node.items.push_back(std::move(node));
    }

    Node root_;
    std::vector<Level> levels_;
};

} // namespace

Node read_yaml(std::string_view text) {
    const auto well_formed = checked(text);
    if (auto node = read_plain_yaml(well_formed)) return *std::move(node);
    return read_full_yaml(well_formed);
}

Node read_full_yaml(const std::string& text) {
    std::istringstream stream(text);
    TreeBuilder builder;
    try {
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        Node node = builder.take();
        if (node.mark.line == 0) node.mark = {1, 1};
        TreeBuilder rest;
        if (parser.HandleNextDocument(rest))
            throw NodeError(rest.take().mark, "a second document begins here; a file holds one");
        return node;
    } catch (const YAML::Exception& error) {
        throw NodeError(mark_of(error.mark), "this is not YAML: " + error.msg);
    }
}

} // namespace aludel::migrations
