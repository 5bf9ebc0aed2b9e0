#include "migrations/revision/revision_file.hpp"

#include "migrations/revision/codec.hpp"
#include "migrations/revision/sha256.hpp"

#include <utility>

namespace aludel::migrations {
namespace {

/// Reads a text and makes a value of it; what is wrong gets the file's name.
template <class Make> auto with_file(const std::string& file_name, std::string_view text, Make make) {
    try {
        return make(read_yaml(text));
    } catch (const NodeError& error) {
        throw FileError({file_name, error.mark().line, error.mark().column}, error.what());
    }
}

Place place_of(const Node& node, const std::string& file_name) { return {file_name, node.mark.line, node.mark.column}; }

std::vector<Place> item_places(const Node* list, const std::string& file_name) {
    std::vector<Place> places;
    if (list && list->kind == Node::Kind::list)
        for (const auto& item : list->items) places.push_back(place_of(item, file_name));
    return places;
}

} // namespace

FileError::FileError(Place place, const std::string& text)
    : runtime_error(to_string(place) + ": error: " + text), place_(std::move(place)) {}

RevisionFile read_revision(std::string_view text, const std::string& file_name) {
    return with_file(file_name, text, [&](const Node& node) {
        RevisionFile file;
        decode(node, file.revision);
        file.place = place_of(*node.find("revision"), file_name);
        file.parent_places = item_places(node.find("parents"), file_name);
        file.upgrade_places = item_places(node.find("upgrade"), file_name);
        file.downgrade_places = item_places(node.find("downgrade"), file_name);
        file.dependency_places = item_places(node.find("depends_on"), file_name);
        if (const auto* branch = node.find("branch")) file.branch_place = place_of(*branch, file_name);
        return file;
    });
}

std::string write_revision(const Revision& revision) { return write_yaml(encode(revision)); }
std::string write_operations(const std::vector<Operation>& operations) { return write_yaml(encode(operations)); }
std::string write_operations_json(const std::vector<Operation>& operations) { return write_json(encode(operations)); }

std::string checksum(const Revision& revision) {
    return "1:" + sha256_hex(write_canonical_json(encode_effect(revision)));
}

std::string write_schema(const Schema& schema) { return write_yaml(encode(schema)); }
std::string write_schema_json(const Schema& schema) { return write_json(encode(schema)); }

Schema read_schema(std::string_view text, const std::string& file_name) {
    return with_file(file_name, text, [](const Node& node) {
        Schema schema;
        decode(node, schema);
        return schema;
    });
}

} // namespace aludel::migrations
