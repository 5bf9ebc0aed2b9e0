#include "migrations/revision_edit.hpp"

#include "migrations/node.hpp"
#include "migrations/revision_file.hpp"

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

/// Where ids stand that are `id`.
std::vector<std::size_t> places_of(std::string_view text, std::string_view id) {
    std::vector<std::size_t> places;
    const auto root = read_yaml(text);
    for (const auto* key : {"parents", "depends_on"}) {
        const Node* list = root.find(key);
        if (!list) continue;
        for (const auto& item : list->items) {
            if (item.text != id) continue;
            const auto at = offset_of(text, item.mark);
            places.push_back(at < text.size() && (text[at] == '"' || text[at] == '\'') ? at + 1 : at);
        }
    }
    return places;
}

} // namespace

std::string with_reference(std::string_view text, const std::string& file_name, std::string_view from,
                           std::string_view to) {
    read_revision(text, file_name);
    auto places = places_of(text, from);
    std::ranges::sort(places, std::greater<>());
    std::string result(text);
    for (const auto at : places) {
        if (text.substr(at, from.size()) != from)
            throw FileError({file_name}, "'" + std::string(from) + "' stands in an unusual way: change it to '" +
                                             std::string(to) + "' by hand");
        result.replace(at, from.size(), to);
    }
    return result;
}

} // namespace aludel::migrations
