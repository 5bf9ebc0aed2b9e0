// What a word that is not known may have been meant for.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace aludel::migrations {

/// The known word that is most like this one; empty where none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);
/// ` (did you mean 'column'?)`, or what is known where nothing is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

} // namespace aludel::migrations
