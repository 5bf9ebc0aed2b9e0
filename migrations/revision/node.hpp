// The tree between a text (YAML, JSON) and a value: read_yaml() makes it, codec.hpp makes values of it, and back.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

/// Where a node begins in its text. Counts from 1; 0 is unknown.
struct Mark {
    int line = 0;
    int column = 0;

    bool operator==(const Mark&) const = default;
};

/// Something wrong with a text, at its place. Whoever knows the file's name makes a FileError of it.
class NodeError : public std::runtime_error {
public:
    NodeError(Mark mark, const std::string& text) : runtime_error(text), mark_(mark) {}
    Mark mark() const { return mark_; }

private:
    Mark mark_;
};

struct Node {
    enum class Kind : std::uint8_t { null, scalar, list, map };
    Kind kind = Kind::null;
    bool quoted =
        false; ///< of a scalar: a text, whatever it looks like (`"5"`); otherwise it may be a number or boolean
    bool block = false; ///< of a list or map: an item a line, however short
    Mark mark;
    Mark key_mark;
    std::string key;         ///< of an item of a map
    std::string text;        ///< of a scalar
    std::vector<Node> items; ///< of a list or map, in their order

    static Node text_of(std::string text);  ///< a scalar that is a text
    static Node plain_of(std::string text); ///< a scalar that may be a number or a boolean
    static Node list();
    static Node map();

    /// Adds an item to a map.
    Node& add(std::string item_key, Node value);
    /// The item of that key, or null.
    const Node* find(std::string_view item_key) const;
};

/// Reads one YAML document. Throws NodeError: a text that is no YAML or no UTF-8, repeated keys, and what could hide
/// something from a reader: anchors, aliases, tags, several documents.
Node read_yaml(std::string_view text);

/// YAML as a person would write it: what fits into a line in a line, long texts as they stand.
std::string write_yaml(const Node& node);
/// Indented JSON. A plain scalar that JSON knows is a number or a boolean, any other a string.
std::string write_json(const Node& node);
/// One spelling for one value, and for ever: see formats.md, "Checksum".
std::string write_canonical_json(const Node& node);

} // namespace aludel::migrations
