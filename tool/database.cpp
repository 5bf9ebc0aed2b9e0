#include "tool/database.hpp"

#include "tool/command.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <set>

namespace aludel::tool {

namespace {

std::string_view word(Outcome::Status status) {
    switch (status) {
    case Outcome::Status::up_to_date: return "up_to_date";
    case Outcome::Status::created: return "created";
    case Outcome::Status::upgraded: return "upgraded";
    case Outcome::Status::downgraded: return "downgraded";
    case Outcome::Status::stamped: return "stamped";
    }
    return "";
}

std::string listed(const std::vector<std::string>& ids) {
    if (ids.empty()) return "base";
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

nlohmann::json as_json(const Outcome& outcome, const Engine& engine) {
    return {{"database", engine.url()}, {"status", word(outcome.status)}, {"from", outcome.from},
            {"to", outcome.to},         {"revisions", outcome.revisions}, {"duration_us", outcome.duration.count()}};
}

} // namespace

Engine engine_for(const std::string& url) {
    if (url.empty()) throw UsageError("which database? Say --url URL, or set ALUDEL_URL");
    return create_engine(url);
}

std::vector<std::string> applied_ids(const std::vector<AppliedRevision>& applied) {
    std::vector<std::string> ids;
    for (const auto& row : applied) ids.push_back(row.revision);
    return ids;
}

std::string titled(const migrations::RevisionHistory& history, const std::string& id) {
    return history.graph().find(id) == nullptr ? id : id + " " + history.at(id).revision.message;
}

void print_outcome(const Outcome& outcome, const Engine& engine, const migrations::RevisionHistory& history,
                   bool json) {
    if (json) {
        std::cout << as_json(outcome, engine).dump(2) << "\n";
        return;
    }
    if (outcome.status == Outcome::Status::up_to_date) {
        std::cout << engine.url() << " is up to date at " << listed(outcome.to) << "\n";
        return;
    }
    const auto mark = outcome.status == Outcome::Status::downgraded ? "  - " : "  + ";
    for (const auto& id : outcome.revisions) std::cout << mark << titled(history, id) << "\n";
    std::cout << engine.url() << ": " << word(outcome.status) << ", " << listed(outcome.from) << " -> "
              << listed(outcome.to) << "\n";
}

} // namespace aludel::tool
