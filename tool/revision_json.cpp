#include "tool/revision_json.hpp"

#include "migrations/revision/codec.hpp"

namespace aludel::tool {

using migrations::Node;

Node list_of(const std::vector<std::string>& texts) {
    auto list = Node::list();
    for (const auto& text : texts) list.items.push_back(Node::text_of(text));
    return list;
}

Node text_or_null(const std::string& text) { return text.empty() ? Node{} : Node::text_of(text); }

Node json_of(const migrations::Revision& revision, const std::filesystem::path& file) {
    auto json = Node::map();
    json.add("revision", text_or_null(revision.id));
    json.add("parents", list_of(revision.parents));
    json.add("message", Node::text_of(revision.message));
    json.add("file", text_or_null(file.string()));
    json.add("operations", migrations::encode(revision.upgrade));
    return json;
}

} // namespace aludel::tool
