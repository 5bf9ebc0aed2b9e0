// The text that the compiler rendered of one struct, as the reader of object files gets it.
#pragma once

#include <aludel/snapshot.hpp>

#include <string>
#include <string_view>

/// Without its frame and its first record, which says where the struct stands.
template <class T> std::string records_of() {
    std::string_view text = aludel::detail::snapshot<T>.view();
    text.remove_prefix(aludel::detail::frame_size - 5);
    text.remove_suffix(5);
    return std::string(text.substr(text.find('\n') + 1));
}

template <class T> std::string table_record_of() {
    std::string_view text = aludel::detail::snapshot<T>.view();
    text.remove_prefix(aludel::detail::frame_size - 5);
    return std::string(text.substr(0, text.find('\n')));
}
