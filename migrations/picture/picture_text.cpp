#include "migrations/picture/picture.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

/// A line down to a revision that is still to be drawn.
struct Lane {
    std::string to;
    bool is_dotted = false; ///< a dependency
};

class Drawing {
public:
    explicit Drawing(const RevisionHistory& history) : history_(history) {
        const auto heads = history.graph().heads();
        heads_.insert(heads.begin(), heads.end());
    }

    std::string text() {
        for (const auto& id : drawing_order(history_.graph())) draw(history_.at(id).revision);
        return std::move(text_);
    }

private:
    void draw(const Revision& revision) {
        const auto at = join(revision.id);
        put_line(at, words(revision));
        lanes_.erase(lanes_.begin() + static_cast<std::ptrdiff_t>(at));
        std::vector<Lane> before;
        for (const auto& parent : revision.parents) before.push_back({parent});
        for (const auto& other : revision.depends_on) before.push_back({other, true});
        if (before.empty()) return close(at);
        lanes_.insert(lanes_.begin() + static_cast<std::ptrdiff_t>(at), before.front());
        for (std::size_t next = 1; next < before.size(); ++next) open(at + 1, before[next]);
    }

    std::string words(const Revision& revision) const {
        std::string marks;
        const auto mark = [&](const std::string& text) { marks += (marks.empty() ? " (" : ", ") + text; };
        if (heads_.contains(revision.id)) mark("head");
        if (!revision.branch.empty()) mark("branch " + revision.branch);
        return revision.id + marks + (marks.empty() ? "  " : ")  ") + revision.message;
    }

    /// Brings the lanes to this revision together; where there is none, it gets one.
    std::size_t join(const std::string& id) {
        const auto is_its = [&](const Lane& lane) { return lane.to == id; };
        const auto first = static_cast<std::size_t>(std::ranges::find_if(lanes_, is_its) - lanes_.begin());
        if (first == lanes_.size()) lanes_.push_back({id});
        for (std::size_t at = first + 1; at < lanes_.size();)
            if (is_its(lanes_[at]))
                move(at, first);
            else
                ++at;
        return first;
    }

    /// One lane goes left, across the others, into another; those right of it follow.
    void move(std::size_t from, std::size_t to) {
        for (std::size_t at = from; at > to; --at) {
            std::string line(2 * lanes_.size(), ' ');
            for (std::size_t other = 0; other < lanes_.size(); ++other) {
                if (other < from) line[2 * other] = bar(lanes_[other]);
                if (other > from && at == from) line[2 * other - 1] = '/';
                if (other > from && at != from) line[2 * other - 2] = bar(lanes_[other]);
            }
            line[2 * at - 1] = '/';
            put(line);
        }
        lanes_.erase(lanes_.begin() + static_cast<std::ptrdiff_t>(from));
    }

    /// A lane more, out of the one left of it.
    void open(std::size_t at, const Lane& lane) {
        std::string line(2 * lanes_.size() + 2, ' ');
        for (std::size_t other = 0; other < lanes_.size(); ++other)
            other < at ? line[2 * other] = bar(lanes_[other]) : line[2 * other + 1] = '\\';
        line[2 * at - 1] = '\\';
        put(line);
        lanes_.insert(lanes_.begin() + static_cast<std::ptrdiff_t>(at), lane);
    }

    /// The lane that was here has ended: those right of it move up.
    void close(std::size_t at) {
        if (at == lanes_.size()) return;
        std::string line(2 * lanes_.size() + 2, ' ');
        for (std::size_t other = 0; other < lanes_.size(); ++other)
            other < at ? line[2 * other] = bar(lanes_[other]) : line[2 * other + 1] = '/';
        put(line);
    }

    void put_line(std::size_t at, const std::string& words) {
        std::string line;
        for (std::size_t other = 0; other < lanes_.size(); ++other)
            line += std::string(1, other == at ? '*' : bar(lanes_[other])) + " ";
        put(line + words);
    }
    void put(std::string line) {
        while (line.ends_with(' ')) line.pop_back();
        text_ += line + "\n";
    }
    static char bar(const Lane& lane) { return lane.is_dotted ? ':' : '|'; }

    const RevisionHistory& history_;
    std::set<std::string> heads_;
    std::vector<Lane> lanes_;
    std::string text_;
};

} // namespace

std::string text_revisions(const RevisionHistory& history) { return Drawing(history).text(); }

} // namespace aludel::migrations
