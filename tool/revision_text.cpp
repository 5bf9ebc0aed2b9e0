#include "tool/revision_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace aludel::tool {

namespace {

std::string joined(const std::vector<std::string>& ids) {
    if (ids.empty()) return "base";
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

struct Printer {
    const migrations::RevisionHistory& history;
    const RevisionTextOptions& options;
    std::vector<std::string> heads = history.graph().heads();

    bool is_head(const std::string& id) const { return std::find(heads.begin(), heads.end(), id) != heads.end(); }

    std::string marks(const std::string& id) const {
        std::string text = is_head(id) ? " (head)" : "";
        const auto mark = options.mark ? options.mark(id) : "";
        return mark.empty() ? text : text + " (" + mark + ")";
    }

    void line(const std::string& id) const {
        const auto& revision = history.at(id).revision;
        std::cout << joined(revision.parents) << " -> " << id << marks(id) << "  " << revision.message << "\n";
    }

    void paragraph(const std::string& id) const {
        const auto& file = history.at(id);
        const auto& revision = file.revision;
        std::cout << "revision " << id << marks(id) << "\n  message:  " << revision.message
                  << "\n  parents:  " << joined(revision.parents) << "\n";
        if (!revision.depends_on.empty()) std::cout << "  depends:  " << joined(revision.depends_on) << "\n";
        if (!revision.branch.empty()) std::cout << "  branch:   " << revision.branch << "\n";
        std::cout << "  created:  " << revision.created << "\n  file:     " << file.place.file
                  << "\n  checksum: " << migrations::checksum(revision) << "\n";
        if (!revision.irreversible.empty()) std::cout << "  no downgrade: " << revision.irreversible << "\n";
    }

    nlohmann::json json(const std::string& id) const {
        const auto& file = history.at(id);
        const auto& revision = file.revision;
        nlohmann::json item = {{"revision", id},
                               {"parents", revision.parents},
                               {"depends_on", revision.depends_on},
                               {"branch", revision.branch},
                               {"message", revision.message},
                               {"created", revision.created},
                               {"file", file.place.file},
                               {"checksum", migrations::checksum(revision)},
                               {"head", is_head(id)}};
        if (options.mark) item["applied"] = !options.mark(id).empty();
        return item;
    }
};

} // namespace

void print_revisions(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                     const RevisionTextOptions& options) {
    const Printer printer{history, options};
    if (options.json) {
        auto list = nlohmann::json::array();
        for (const auto& id : ids) list.push_back(printer.json(id));
        std::cout << list.dump(2) << "\n";
        return;
    }
    for (const auto& id : ids) options.verbose ? printer.paragraph(id) : printer.line(id);
}

} // namespace aludel::tool
