#include "command_line/arguments.hpp"

#include <cstdlib>
#include <string_view>

namespace aludel::detail {

namespace {

struct CommandWord {
    std::string_view name;
    std::string_view arguments;
    std::string_view help;
    std::size_t least; ///< revisions
    std::size_t most;
};
constexpr CommandWord commands[] = {
    {"upgrade", " [REVISION]", "Brings the database up", 0, 1},
    {"downgrade", " REVISION", "Brings the database down", 1, 1},
    {"stamp", " REVISION…", "Records a revision without running it", 1, 1000},
    {"current", "", "Where the database is", 0, 0},
    {"history", "", "The revisions, newest first", 0, 0},
};

/// An option with a value, or a flag.
struct OptionWord {
    std::string_view name;
    char letter;
    std::string_view commands;
    std::string_view value; ///< what it is called in the help; empty: none
    std::string_view help;
    std::string Arguments::*text;
    bool Arguments::*flag;
};
constexpr OptionWord options[] = {
    {"--url", 0, "upgrade downgrade stamp current history", "URL",
     "The database: sqlite:///file.db, postgresql://user@host/database (or $ALUDEL_URL)", &Arguments::url, nullptr},
    {"--sql", 0, "upgrade downgrade stamp", "", "Print a script that does it, and change nothing; also from:to",
     nullptr, &Arguments::sql},
    {"--dialect", 0, "upgrade downgrade stamp", "DATABASE",
     "Of the script, where no database is named: sqlite, postgresql", &Arguments::dialect, nullptr},
    {"--calls", 0, "upgrade downgrade", "WORD",
     "What a script has for a step that it cannot do: refuse (default), comment (it is left to you)", &Arguments::calls,
     nullptr},
    {"--lock-timeout", 0, "upgrade downgrade stamp", "SECONDS", "How long to wait for another upgrade (default: 60)",
     &Arguments::lock_timeout, nullptr},
    {"--no-safety-copy", 0, "upgrade downgrade", "", "Make no copy of a SQLite file before what cannot be taken back",
     nullptr, &Arguments::no_safety_copy},
    {"--purge", 0, "stamp", "", "Forget first whatever is recorded, known or not", nullptr, &Arguments::purge},
    {"--check-heads", 0, "current", "", "End with status 2 where it is not at the heads", nullptr,
     &Arguments::check_heads},
    {"--rev-range", 'r', "history", "RANGE", "from:to, either may be left out; `current` is the database's",
     &Arguments::range, nullptr},
    {"--indicate-current", 'i', "history", "", "Mark what the database has", nullptr, &Arguments::indicate_current},
    {"--verbose", 'v', "current history", "", "All that there is to say", nullptr, &Arguments::verbose},
    {"--json", 0, "upgrade downgrade stamp current history", "", "Print the answer as JSON", nullptr, &Arguments::json},
    {"--help", 'h', "upgrade downgrade stamp current history", "", "Print this", nullptr, &Arguments::help},
};

bool has_word(std::string_view words, std::string_view word) {
    return (" " + std::string(words) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

const CommandWord* find_command(std::string_view name) {
    for (const auto& command : commands)
        if (command.name == name) return &command;
    return nullptr;
}

/// The database is the application's to choose: then nothing says which.
bool is_known(const OptionWord& option, const Arguments& arguments, bool has_url) {
    if (!has_url && (option.name == "--url" || option.name == "--dialect")) return false;
    return arguments.command.empty() ? option.name == "--help" || option.name == "--url"
                                     : has_word(option.commands, arguments.command);
}

const OptionWord& find_option(std::string_view name, const Arguments& arguments, bool has_url) {
    for (const auto& option : options) {
        const bool is_letter = name.size() == 2 && option.letter != 0 && name[1] == option.letter;
        if ((option.name == name || is_letter) && is_known(option, arguments, has_url)) return option;
    }
    throw UsageError("there is no option " + std::string(name));
}

class Parser {
public:
    Parser(int argc, const char* const* argv, bool has_url, Arguments& arguments)
        : words_(argv + (argc > 0 ? 1 : 0), argv + argc), has_url_(has_url), arguments_(arguments) {}

    void parse() {
        while (next_ < words_.size()) {
            const std::string_view word = words_[next_++];
            const bool is_relative = word.size() > 1 && word[0] == '-' && word[1] >= '0' && word[1] <= '9';
            if (word.size() > 1 && word[0] == '-' && !is_relative)
                option(word);
            else if (arguments_.command.empty())
                command(word);
            else
                revision(word);
        }
    }

private:
    void option(std::string_view word) {
        const auto equals = word.starts_with("--") ? word.find('=') : word.npos;
        const auto& found = find_option(word.substr(0, equals), arguments_, has_url_);
        if (found.flag) {
            if (equals != word.npos) throw UsageError(std::string(found.name) + " takes no value");
            arguments_.*found.flag = true;
            return;
        }
        if (equals == word.npos && next_ == words_.size()) throw UsageError(std::string(found.name) + " has no value");
        arguments_.*found.text = equals != word.npos ? word.substr(equals + 1) : words_[next_++];
    }

    void command(std::string_view word) {
        if (!find_command(word)) throw UsageError("there is no command " + shown(word));
        arguments_.command = word;
    }

    void revision(std::string_view word) {
        if (arguments_.revisions.size() == find_command(arguments_.command)->most)
            throw UsageError(shown(word) + " is too much");
        if (shown(word) != "\"" + std::string(word) + "\"") throw UsageError("a URL is no revision");
        arguments_.revisions.emplace_back(word);
    }

    /// A URL may hold a password.
    static std::string shown(std::string_view word) {
        return "\"" + (word.find(":/") == word.npos ? std::string(word) : std::string("…://…")) + "\"";
    }

    std::vector<std::string_view> words_;
    std::size_t next_ = 0;
    bool has_url_;
    Arguments& arguments_;
};

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

} // namespace

void parse(int argc, const char* const* argv, bool has_url, Arguments& arguments) {
    arguments.program = argc > 0 ? argv[0] : "";
    arguments.program.erase(0, arguments.program.find_last_of('/') + 1);
    Parser(argc, argv, has_url, arguments).parse();
    if (arguments.help) return;
    if (arguments.command.empty()) throw UsageError("which command?");
    if (arguments.revisions.size() < find_command(arguments.command)->least) throw UsageError("which revision?");
    if (arguments.calls != "refuse" && arguments.calls != "comment") throw UsageError("--calls is refuse or comment");
    const auto* variable = has_url && arguments.url.empty() ? std::getenv("ALUDEL_URL") : nullptr;
    if (variable) arguments.url = variable;
}

std::string help(const Arguments& arguments, bool has_url) {
    const auto* command = find_command(arguments.command);
    std::string text;
    if (command) {
        text = std::string(command->help) + "\nUsage: " + arguments.program + " " + std::string(command->name) +
               std::string(command->arguments) + " [OPTIONS]\n\nOptions:\n";
    } else {
        text = "Usage: " + arguments.program + " COMMAND [OPTIONS]\n\nCommands:\n";
        for (const auto& each : commands)
            text +=
                padded("  " + std::string(each.name) + std::string(each.arguments), 26) + std::string(each.help) + "\n";
        text += "\nOptions:\n";
    }
    for (const auto& option : options) {
        if (!is_known(option, arguments, has_url)) continue;
        auto names = (option.letter != 0 ? std::string("-") + option.letter + "," : "") + std::string(option.name);
        if (!option.value.empty()) names += " " + std::string(option.value);
        text += padded("  " + names, 26) + std::string(option.help) + "\n";
    }
    return text;
}

} // namespace aludel::detail
