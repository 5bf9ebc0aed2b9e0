#include "tests/readme/session.hpp"

#include <regex>
#include <sstream>

namespace aludel::test {

namespace {

constexpr std::string_view session_mark = "<!-- session: ";
constexpr std::string_view ellipsis = "…";

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream stream{std::string(text)};
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// Cuts a console block into its commands.
void add_commands(const std::vector<std::string>& block, int line, std::vector<DocumentStep>& steps) {
    for (const auto& text : block) {
        ++line;
        if (text.starts_with("$ "))
            steps.push_back({line, "", text.substr(2), ""});
        else if (!steps.empty())
            steps.back().text += text + "\n";
    }
}

void add_block(const std::string& info, const std::vector<std::string>& block, int line,
               std::vector<DocumentStep>& steps) {
    if (info == "console") return add_commands(block, line, steps);
    DocumentStep step{line, info.substr(info.find(' ') + 1), "", ""};
    for (const auto& text : block) step.text += text + "\n";
    steps.push_back(std::move(step));
}

std::string without_ids(std::string_view text) {
    static const std::regex id("\\b[0-9a-f]{12}\\b");
    static const std::regex spaces("[ \\t]+(\\n|$)");
    const auto plain = std::regex_replace(std::string(text), id, "<id>");
    auto trimmed = std::regex_replace(plain, spaces, "$1");
    while (trimmed.ends_with('\n')) trimmed.pop_back();
    return trimmed;
}

} // namespace

std::vector<DocumentSession> read_sessions(std::string_view markdown) {
    std::vector<DocumentSession> sessions;
    const auto lines = lines_of(markdown);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].starts_with(session_mark)) {
            const auto name = lines[i].substr(session_mark.size());
            sessions.push_back({name.substr(0, name.find(" -->")), {}});
        }
        if (!lines[i].starts_with("```")) continue;
        const std::size_t first = i++;
        std::vector<std::string> block;
        for (; i < lines.size() && lines[i] != "```"; ++i) block.push_back(lines[i]);
        if (sessions.empty() || sessions.back().name == "none") continue;
        add_block(lines[first].substr(3), block, static_cast<int>(first) + 1, sessions.back().steps);
    }
    std::erase_if(sessions, [](const auto& session) { return session.name == "none"; }); // prose again
    return sessions;
}

std::vector<int> blocks_outside_sessions(std::string_view markdown) {
    std::vector<int> found;
    bool inside = false, block = false;
    int line = 0;
    for (const auto& text : lines_of(markdown)) {
        ++line;
        if (text.starts_with(session_mark)) inside = !text.starts_with("<!-- session: none");
        if (!text.starts_with("```")) continue;
        block = !block;
        if (block && !inside) found.push_back(line);
    }
    return found;
}

bool matches(std::string_view shown, std::string_view output) {
    const auto pattern = without_ids(shown);
    const auto text = without_ids(output);
    // Each piece between two ellipses must follow the one before it; the first and last are tied to the ends.
    std::size_t from = 0, at = 0;
    for (bool first = true;; first = false) {
        const auto next = pattern.find(ellipsis, from);
        const auto piece = pattern.substr(from, next == std::string::npos ? next : next - from);
        const bool last = next == std::string::npos;
        const auto found = first ? (text.starts_with(piece) ? 0 : std::string::npos)
                           : last
                               ? (text.size() >= at + piece.size() && text.ends_with(piece) ? text.size() - piece.size()
                                                                                            : std::string::npos)
                               : text.find(piece, at);
        if (found == std::string::npos) return false;
        at = found + piece.size();
        if (last) return at == text.size();
        from = next + ellipsis.size();
    }
}

} // namespace aludel::test
