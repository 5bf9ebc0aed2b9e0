#include "migrations/revision/revision_edit.hpp"

#include "migrations/revision/node.hpp"
#include "migrations/revision/revision_file.hpp"

#include <algorithm>
#include <vector>

namespace aludel::migrations {
namespace {

/// Of a place that counts characters, as YAML does, in a text of bytes.
std::size_t offset_of(std::string_view text, const Mark& mark) {
    std::size_t at = 0;
    for (int line = 1; line < mark.line; ++line) at = text.find('\n', at) + 1;
    for (int column = 1; column < mark.column; ++column) do
            ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
    return at;
}

using Keys = std::initializer_list<std::string_view>;

/// Where ids stand in these lists that are `id`, from the last to the first.
std::vector<std::size_t> places_of(std::string_view text, std::string_view id, Keys keys) {
    std::vector<std::size_t> places;
    const auto root = read_yaml(text);
    for (const auto key : keys) {
        const Node* list = root.find(key);
        if (!list) continue;
        for (const auto& item : list->items) {
            if (item.text != id) continue;
            const auto at = offset_of(text, item.mark);
            places.push_back(at < text.size() && (text[at] == '"' || text[at] == '\'') ? at + 1 : at);
        }
    }
    std::ranges::sort(places, std::greater<>());
    return places;
}

std::string with_id(std::string_view text, const std::string& file_name, std::string_view from, std::string_view to,
                    Keys keys) {
    std::string result(text);
    for (const auto at : places_of(text, from, keys)) {
        if (text.substr(at, from.size()) != from)
            throw FileError({file_name}, "'" + std::string(from) + "' stands in an unusual way: change it to '" +
                                             std::string(to) + "' by hand");
        result.replace(at, from.size(), to);
    }
    return result;
}

/// Behind the bracket of `parents: []`, which is written there for a root.
std::string with_first_parent(std::string_view text, const std::string& parent) {
    std::string result(text);
    const auto root = read_yaml(text);
    const Node* list = root.find("parents");
    const auto at = list ? offset_of(text, list->mark) : text.npos;
    if (at < text.size() && text[at] == '[') result.insert(at + 1, parent);
    return result;
}

} // namespace

std::string with_reference(std::string_view text, const std::string& file_name, std::string_view from,
                           std::string_view to) {
    read_revision(text, file_name);
    return with_id(text, file_name, from, to, {"parents", "depends_on"});
}

std::string with_parent(std::string_view text, const std::string& file_name, const std::string& parent) {
    const auto file = read_revision(text, file_name);
    auto expected = file.revision;
    expected.parents = {parent};
    const auto& parents = file.revision.parents;
    auto result = parents.empty() ? with_first_parent(text, parent)
                                  : with_id(text, file_name, parents.front(), parent, {"parents"});
    if (read_revision(result, file_name).revision != expected)
        throw FileError(file.place, "the parents cannot be edited here: write `parents: [" + parent + "]` by hand");
    return result;
}

} // namespace aludel::migrations
