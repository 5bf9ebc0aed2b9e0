#include "history/half_done.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace aludel::detail {

std::string described(const HalfDone& half) {
    return "revision " + half.revision +
           (half.direction == Direction::up ? " is half applied (" : " is half taken back (") +
           std::to_string(half.steps_done) + " of its " + std::to_string(half.step_count) + " steps)";
}

namespace {

[[noreturn]] void fail(const HalfDone& half, std::string message, const std::string& hint) {
    refuse(Refusal::half_done, half.revision, std::move(message), "Nothing was changed. " + hint);
}

[[noreturn]] void fail_unfinished(const HalfDone& half) {
    fail(half, described(half),
         std::string("Finish that first: ") +
             (half.direction == Direction::up ? "upgrade to it or beyond." : "downgrade to what it comes from.") +
             " Or put the database in order by hand, and stamp it.");
}

/// An upgrade does not go down, and a downgrade names no revision that another one replaces.
[[noreturn]] void fail_replaced(const HalfDone& half, const ReplacedRevision& replaced) {
    fail(half, described(half) + ", and revision " + std::string(replaced.by) + " replaces it",
         "Finish the downgrade with a version of the program that has " + half.revision +
             " still without what replaces it, and upgrade with this one then. Or put the database in order by hand, "
             "and stamp it.");
}

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Up to the separator, which is taken too.
std::string_view take(std::string_view& text, char separator) {
    const auto end = std::min(text.find(separator), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

HalfDone parsed(const Applied& row) {
    std::string_view rest = row.checksum; // "1:… up 2/5 i4711"
    const auto checksum = take(rest, ' ');
    const auto direction = take(rest, ' ') == "up" ? Direction::up : Direction::down;
    const auto done = number(take(rest, '/'));
    const auto count = number(take(rest, ' '));
    HalfDone half = {row.revision, std::string(checksum), direction, done, count, std::string(rest)};
    const bool is_possible = done < count || (done == count && half.cursor.empty());
    if (!is_possible || marked_checksum(half) != row.checksum) half.step_count = 0;
    return half;
}

} // namespace

std::string marked_checksum(const HalfDone& half) {
    return half.checksum + (half.direction == Direction::up ? " up " : " down ") + std::to_string(half.steps_done) +
           "/" + std::to_string(half.step_count) + (half.cursor.empty() ? "" : " " + half.cursor);
}

bool is_marked(std::string_view checksum) { return checksum.find(' ') != checksum.npos; }

std::optional<HalfDone> take_half_done(std::vector<Applied>& rows) {
    const auto found = std::ranges::find_if(rows, is_marked, &Applied::checksum);
    if (found == rows.end()) return std::nullopt;
    auto half = parsed(*found);
    rows.erase(found);
    return half;
}

void check_half_done(const ChainIndex& chain, const std::optional<HalfDone>& half, Direction direction) {
    if (!half) return;
    if (half->step_count == 0)
        fail(*half,
             "the history's row of revision " + half->revision + " says how far it went in words that are not aludel's",
             "Put the database in order by hand, and stamp it.");
    const auto* revision = chain.find(half->revision);
    if (!revision)
        fail(*half, described(*half) + ", and this program does not know it",
             "Finish it with the program that began it.");
    if (revision->checksum != half->checksum)
        fail(*half, described(*half) + ", and was changed since",
             "Put the revision back as it was, and write what is new as a new revision.");
    if (const auto* replaced = chain.find_replaced(half->revision); replaced && half->direction == Direction::down)
        fail_replaced(*half, *replaced);
    if (half->direction != direction) fail_unfinished(*half);
}

void put_first(const std::optional<HalfDone>& half, std::vector<std::string>& revisions) {
    if (!half) return;
    const auto found = std::ranges::find(revisions, half->revision);
    if (found == revisions.end()) fail_unfinished(*half);
    std::rotate(revisions.begin(), found, found + 1);
}

std::size_t steps_done(const std::optional<HalfDone>& half, std::span<const PlannedRevision> plan) {
    if (!half) return 0;
    const auto count = plan[0].steps.size();
    if (count != half->step_count)
        fail(*half, described(*half) + ", and has " + std::to_string(count) + " steps now",
             "Finish it with the program that began it: another version of aludel made this one.");
    return half->steps_done;
}

} // namespace aludel::detail
