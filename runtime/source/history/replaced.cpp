#include "history/replaced.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace aludel::detail {

namespace {

std::string joined(std::span<const std::string> ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

[[noreturn]] void fail_in_part(std::string_view revision, std::string message, const std::string& hint) {
    refuse(Refusal::half_replaced, revision, std::move(message), "Nothing was changed. " + hint);
}

/// What one revision replaces, beside what a database has had.
class Run {
public:
    Run(const ChainRevision& revision, std::span<const Applied> rows, std::string_view half) : revision_(revision) {
        for (const auto& part : revision.replaces)
            if (part.id == half) is_begun_ = true;
        for (const auto& part : revision.replaces) parts_.insert(part.id);
        for (const auto& row : rows)
            if (parts_.contains(row.revision)) rows_.push_back(row.revision);
        done_.insert(rows_.begin(), rows_.end());
    }

    bool is_begun() const { return is_begun_ || !rows_.empty(); }
    bool is_whole() const { return all_done(revision_.id); }
    Begun begun() const {
        Begun begun{&revision_, rows_, {}};
        add_missing(revision_.id, begun.missing);
        return begun;
    }
    bool has_part(std::string_view id) const { return parts_.contains(id); }
    const std::string& last_row() const { return rows_.back(); }

private:
    /// What `by` itself replaces.
    std::vector<std::string_view> parts_of(std::string_view by) const {
        std::vector<std::string_view> ids;
        for (const auto& part : revision_.replaces)
            if (part.by == by) ids.push_back(part.id);
        return ids;
    }

    bool all_done(std::string_view by) const {
        const auto parts = parts_of(by);
        return !parts.empty() && std::ranges::all_of(parts, [&](std::string_view id) { return is_done(id); });
    }

    bool is_done(std::string_view id) const { return done_.contains(id) || all_done(id); }

    bool is_in_part(std::string_view id) const {
        return std::ranges::any_of(parts_of(id),
                                   [&](std::string_view part) { return is_done(part) || is_in_part(part); });
    }

    void add_missing(std::string_view by, std::vector<std::string>& missing) const {
        for (const auto id : parts_of(by)) {
            if (is_done(id)) continue;
            if (is_in_part(id))
                add_missing(id, missing);
            else
                missing.emplace_back(id);
        }
    }

    const ChainRevision& revision_;
    std::unordered_set<std::string_view> parts_;
    std::vector<std::string> rows_;
    std::unordered_set<std::string_view> done_;
    bool is_begun_ = false;
};

/// The one row takes the place of the last of the others: histories are in the order of their revisions.
void replace(std::vector<Applied>& rows, const Run& run, const ChainRevision& revision) {
    for (auto& row : rows)
        if (row.revision == run.last_row()) row = {std::string(revision.id), std::string(revision.checksum)};
    std::erase_if(rows, [&](const Applied& row) { return run.has_part(row.revision); });
}

void take_out(std::vector<Applied>& rows, const Run& run) {
    std::erase_if(rows, [&](const Applied& row) { return run.has_part(row.revision); });
}

} // namespace

Recognised recognised(const Chain& chain, std::vector<Applied> rows) {
    Recognised result;
    result.half_done = take_half_done(rows);
    result.rows = rows;
    const auto half = result.half_done ? result.half_done->revision : std::string();
    for (const auto& revision : chain.revisions) {
        if (revision.replaces.empty()) continue;
        const Run run(revision, rows, half);
        const bool has_itself = std::ranges::find(rows, revision.id, &Applied::revision) != rows.end();
        if (!run.is_begun() || has_itself) continue;
        if (run.is_whole()) {
            result.replacing.push_back({&revision, run.last_row()});
            replace(rows, run, revision);
        } else {
            result.begun.push_back(run.begun());
            take_out(rows, run);
        }
    }
    result.applied = std::move(rows);
    return result;
}

std::vector<std::string> heads_before(const RevisionGraph& graph, const Recognised& known) {
    auto ids = ids_of(known.applied);
    std::vector<std::pair<std::string, std::string>> names;
    for (const auto& [revision, rows, missing] : known.begun) {
        if (rows.empty()) continue; // what is half done alone
        ids.emplace_back(revision->id);
        names.emplace_back(revision->id, rows.back());
    }
    for (const auto& [revision, last] : known.replacing) names.emplace_back(revision->id, last);
    auto heads = sorted_heads(graph, ids);
    for (const auto& [id, name] : names) std::ranges::replace(heads, id, name);
    return heads;
}

std::vector<std::string> ids_after(const ChainIndex& index, const Recognised& known,
                                   std::span<const std::string> revisions) {
    auto ids = ids_of(known.applied);
    ids.insert(ids.end(), revisions.begin(), revisions.end());
    std::erase_if(ids, [&](const std::string& id) { return index.find_replaced(id) != nullptr; });
    return ids;
}

std::vector<std::string> with_missing(std::span<const std::string> ids, std::span<const Begun> begun) {
    std::vector<std::string> result;
    for (const auto& id : ids) {
        const auto found = std::ranges::find_if(begun, [&](const Begun& each) { return each.revision->id == id; });
        if (found != begun.end()) result.insert(result.end(), found->missing.begin(), found->missing.end());
        result.push_back(id);
    }
    return result;
}

const Applied* changed_part(const ChainIndex& index, std::span<const Applied> rows) {
    const auto found = std::ranges::find_if(rows, [&](const Applied& row) {
        const auto* part = index.find_replaced(row.revision);
        return part && part->checksum != row.checksum;
    });
    return found == rows.end() ? nullptr : &*found;
}

void check_begun(const ChainIndex& index, std::span<const Begun> begun, std::span<const Applied> rows) {
    if (const auto* row = changed_part(index, rows))
        refuse(Refusal::changed, row->revision,
               "revision " + row->revision + " was changed after it was applied to this database",
               "Nothing was changed. Revision " + std::string(index.find_replaced(row->revision)->by) +
                   " replaces another one of that id.");
    for (const auto& [revision, had, missing] : begun) {
        std::vector<std::string> gone;
        for (const auto& id : missing)
            if (!index.find(id)) gone.push_back(id);
        if (!gone.empty())
            fail_in_part(revision->id,
                         "the database has had a part of what revision " + std::string(revision->id) + " replaces (" +
                             joined(had) + "), and lacks " + joined(gone) + ", which this program no longer has",
                         "Upgrade it first with a version of the program that still has " + gone.back() + ".");
    }
}

void refuse_begun(std::span<const Begun> begun) {
    if (begun.empty()) return;
    const auto& [revision, had, missing] = begun.front();
    fail_in_part(revision->id,
                 "the database has had a part of what revision " + std::string(revision->id) +
                     " replaces: " + joined(had),
                 "Upgrade it to " + std::string(revision->id) + " first.");
}

} // namespace aludel::detail
