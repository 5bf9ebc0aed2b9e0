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
    RevisionMarks marks{history.graph()};

    std::string marked(const std::string& id) const {
        const auto mark = options.mark ? options.mark(id) : "";
        return id + marks.text(id) + (mark.empty() ? "" : " (" + mark + ")");
    }

    void line(const std::string& id) const {
        const auto& revision = history.at(id).revision;
        std::cout << joined(revision.parents);
        if (!revision.depends_on.empty()) std::cout << " (" << joined(revision.depends_on) << ")";
        std::cout << " -> " << marked(id) << "  " << revision.message << "\n";
    }

    void paragraph(const std::string& id) const {
        const auto& file = history.at(id);
        const auto& revision = file.revision;
        std::cout << "revision " << marked(id) << "\n  message:  " << revision.message << "\n  "
                  << (revision.parents.size() > 1 ? "merges:   " : "parents:  ") << joined(revision.parents) << "\n";
        if (!revision.depends_on.empty()) std::cout << "  depends:  " << joined(revision.depends_on) << "\n";
        if (!marks.labels(id).empty()) std::cout << "  branch:   " << joined(marks.labels(id)) << "\n";
        if (const auto& into = marks.children(id); into.size() > 1) std::cout << "  into:     " << joined(into) << "\n";
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
                               {"labels", marks.labels(id)},
                               {"children", marks.children(id)},
                               {"message", revision.message},
                               {"created", revision.created},
                               {"file", file.place.file},
                               {"checksum", migrations::checksum(revision)},
                               {"head", marks.children(id).empty()}};
        if (options.mark) item["applied"] = !options.mark(id).empty();
        return item;
    }

    void branches(const std::string& id) const {
        if (options.verbose)
            paragraph(id);
        else
            std::cout << marked(id) << "  " << history.at(id).revision.message << "\n";
        for (const auto& child : marks.children(id))
            std::cout << std::string(id.size(), ' ') << " -> " << marked(child) << "  "
                      << history.at(child).revision.message << "\n";
    }

    template <class Print> void all(const std::vector<std::string>& ids, Print print) const {
        if (!options.json) {
            std::ranges::for_each(ids, print);
            return;
        }
        auto list = nlohmann::json::array();
        for (const auto& id : ids) list.push_back(json(id));
        std::cout << list.dump(2) << "\n";
    }
};

} // namespace

void print_revisions(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                     const RevisionTextOptions& options) {
    const Printer printer{history, options};
    printer.all(ids, [&](const std::string& id) { options.verbose ? printer.paragraph(id) : printer.line(id); });
}

void print_branches(const migrations::RevisionHistory& history, const std::vector<std::string>& ids,
                    const RevisionTextOptions& options) {
    const Printer printer{history, options};
    printer.all(ids, [&](const std::string& id) { printer.branches(id); });
}

} // namespace aludel::tool
