#include "tool/complete.hpp"

#include "tool/command.hpp"
#include "tool/workspace.hpp"

#include <algorithm>
#include <iostream>
#include <set>

namespace aludel::tool {

namespace {

const DeclaredOption* find_option(const std::vector<DeclaredOption>& options, const std::string& name) {
    const auto found = std::ranges::find_if(
        options, [&](const DeclaredOption& option) { return std::ranges::count(option.names, name) > 0; });
    return found == options.end() ? nullptr : &*found;
}

/// Of several lines, the first: a menu has one for each candidate.
std::string one_line(const std::string& text) { return text.substr(0, text.find_first_of("\n\t")); }

class Completer {
public:
    Completer(const Declaration& declaration, std::vector<std::string> words)
        : declaration_(declaration), words_(std::move(words)) {
        if (words_.empty()) words_.emplace_back();
        current_ = words_.back();
        words_.pop_back();
        read_words();
    }

    void print() {
        const auto equals = current_.find('=');
        if (awaited_) return values(*awaited_);
        if (current_.starts_with("--") && equals != std::string::npos) {
            prefix_ = current_.substr(0, equals + 1);
            if (const auto* option = known_option(current_.substr(0, equals))) values(*option);
            return;
        }
        if (current_.starts_with("-")) return options();
        if (!command_) return commands();
        const auto& arguments = command_->arguments;
        if (position_ < arguments.size())
            values(arguments[position_]);
        else if (command_->takes_many && !arguments.empty())
            values(arguments.back());
    }

private:
    const DeclaredOption* known_option(const std::string& name) const {
        if (command_)
            if (const auto* option = find_option(command_->options, name)) return option;
        return find_option(declaration_.options, name);
    }

    void read_words() {
        for (const auto& word : words_) {
            if (awaited_) {
                note(*awaited_, word);
                awaited_ = nullptr;
            } else if (word.starts_with("-")) {
                const auto equals = word.find('=');
                const auto* option = known_option(word.substr(0, equals));
                if (option && option->takes_value && equals == std::string::npos) awaited_ = option;
                if (option && equals != std::string::npos) note(*option, word.substr(equals + 1));
            } else if (command_) {
                ++position_;
            } else {
                const auto found = std::ranges::find(declaration_.commands, word, &DeclaredCommand::name);
                if (found != declaration_.commands.end()) command_ = &*found;
            }
        }
    }

    /// Whose revisions they are.
    void note(const DeclaredOption& option, const std::string& value) {
        const auto& name = option.names.front();
        if (name == "-C") project_.build_directory = value;
        if (name == "--directory") project_.directories.push_back(value);
        if (name == "--name") project_.name = value;
        if (name == "--configuration") project_.configuration = value;
    }

    void candidate(const std::string& text, const std::string& help) {
        const auto whole = prefix_ + text;
        if (whole.starts_with(current_) && seen_.insert(whole).second)
            std::cout << whole << "\t" << one_line(help) << "\n";
    }

    void commands() {
        for (const auto& command : declaration_.commands) candidate(command.name, command.description);
    }

    void options() {
        for (const auto* list : {command_ ? &command_->options : nullptr, &declaration_.options})
            if (list)
                for (const auto& option : *list)
                    for (const auto& name : option.names) candidate(name, option.help);
    }

    void values(const DeclaredOption& option) {
        for (const auto& word : option.words) candidate(word, "");
        if (option.kind == ValueKind::state) {
            candidate("models", "the structs, as they were last built");
            candidate("empty", "nothing");
        }
        if (option.kind == ValueKind::revision || option.kind == ValueKind::state) revisions();
        if (option.kind == ValueKind::file || option.kind == ValueKind::state) std::cout << ":files\n";
        if (option.kind == ValueKind::directory) std::cout << ":directories\n";
    }

    void revisions() {
        candidate("head", "the newest revision");
        candidate("heads", "the newest revisions");
        candidate("base", "before the first revision");
        Workspace workspace(project_);
        const auto& files = workspace.history().files();
        for (auto file = files.rbegin(); file != files.rend(); ++file)
            candidate(file->revision.id, file->revision.message);
        for (const auto& file : files)
            if (!file.revision.branch.empty()) candidate(file.revision.branch + "@head", file.revision.message);
    }

    const Declaration& declaration_;
    std::vector<std::string> words_;
    std::string current_;
    std::string prefix_;
    const DeclaredCommand* command_ = nullptr;
    const DeclaredOption* awaited_ = nullptr; ///< its value is what comes
    std::size_t position_ = 0;
    ProjectChoice project_;
    std::set<std::string> seen_;
};

} // namespace

int complete(const Declaration& declaration, const std::vector<std::string>& words) {
    try {
        Completer(declaration, words).print();
    } catch (const std::exception&) {
        // No project is here: nothing can be offered, and a message would stand in the middle of a command line.
    }
    return done;
}

} // namespace aludel::tool
