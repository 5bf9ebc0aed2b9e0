#include "migrations/revision/node.hpp"

#include <utility>

namespace aludel::migrations {

Node Node::text_of(std::string text) {
    Node node = plain_of(std::move(text));
    node.quoted = true;
    return node;
}

Node Node::plain_of(std::string text) {
    Node node;
    node.kind = Kind::scalar;
    node.text = std::move(text);
    return node;
}

Node Node::list() {
    Node node;
    node.kind = Kind::list;
    return node;
}

Node Node::map() {
    Node node;
    node.kind = Kind::map;
    return node;
}

Node& Node::add(std::string item_key, Node value) {
    value.key = std::move(item_key);
    items.push_back(std::move(value));
    return items.back();
}

const Node* Node::find(std::string_view item_key) const {
    for (const auto& item : items)
        if (item.key == item_key) return &item;
    return nullptr;
}

} // namespace aludel::migrations
