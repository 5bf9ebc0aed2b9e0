#include "tool/question.hpp"

#include "tool/report.hpp"

#include <aludel/error.hpp>

#include <unistd.h>

#include <iostream>

namespace aludel::tool {

namespace {

/// An argument as a shell takes it.
std::string pasted(const std::string& option, const std::string& value) {
    const bool plain =
        value.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:=,/-+") ==
        std::string::npos;
    if (plain) return option + " " + value;
    const bool weak = value.find_first_of("\"$`\\!") == std::string::npos; // nothing that means something in "…"
    if (weak) return option + " \"" + value + "\"";
    std::string quoted = "'";
    for (const char c : value) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return option + " " + quoted + "'";
}

std::string owner(const migrations::Rename& rename) {
    return rename.table.name.empty() ? "" : to_string(rename.table) + ".";
}

/// A literal that fits, to show how one is written.
std::string example_fill(const migrations::Type& type) {
    using Kind = migrations::Type::Kind;
    if (type.kind == Kind::boolean) return "false";
    if (is_integer(type) || type.kind == Kind::real || type.kind == Kind::double_precision ||
        type.kind == Kind::decimal)
        return "0";
    return "''";
}

class Refusal : public Questioner {
public:
    bool is_rename(const std::vector<migrations::PossibleRename>& undecided) override {
        std::string text = "renamed, or removed and added anew? Nothing was written. Say which:";
        for (const auto& rename : undecided) {
            text += "\n  " + pasted("--rename", to_string(rename)) + "   " + owner(rename) + rename.to + " is what " +
                    owner(rename) + rename.from + " was";
            text += "\n  " + pasted("--no-rename", to_string(rename)) + "   " + owner(rename) + rename.from +
                    " goes with what it holds, " + owner(rename) + rename.to + " is new";
        }
        throw Error(text);
    }

    std::string fill(const std::vector<migrations::MissingFill>& missing) override {
        std::string text =
            "rows that are there already would have no value. Nothing was written. Say what they get, as SQL:";
        for (const auto& column : missing)
            text += "\n  " +
                    pasted("--fill", to_string(column.table) + "." + column.column + "=" + example_fill(column.type)) +
                    "   " + to_string(column.type) + ", required";
        throw Error(text, {.hint = "Or give the column a server_default(), or make it std::optional."});
    }
};

class Terminal : public Questioner {
public:
    bool is_rename(const std::vector<migrations::PossibleRename>& undecided) override {
        const auto& rename = undecided.front();
        const bool table = rename.table.name.empty();
        for (;;) {
            const auto answer = ask(std::string("Is the ") + (table ? "table " : "column ") + owner(rename) +
                                    rename.to + " what " + owner(rename) + rename.from +
                                    " was? (y: renamed, n: " + rename.from + " goes with what it holds) ");
            if (answer == "y" || answer == "yes") return true;
            if (answer == "n" || answer == "no") return false;
        }
    }

    std::string fill(const std::vector<migrations::MissingFill>& missing) override {
        const auto& column = missing.front();
        for (;;) {
            auto answer = ask(to_string(column.table) + "." + column.column + " (" + to_string(column.type) +
                              ") is required. What do rows that are there already get? SQL, such as " +
                              example_fill(column.type) + ": ");
            if (!answer.empty()) return answer;
        }
    }

private:
    static std::string ask(const std::string& question) {
        std::cerr << question << std::flush;
        std::string answer;
        if (!std::getline(std::cin, answer)) throw Error("no answer; nothing was written");
        return answer;
    }
};

} // namespace

std::unique_ptr<Questioner> make_questioner() {
    if (isatty(STDIN_FILENO) != 0 && isatty(STDERR_FILENO) != 0) return std::make_unique<Terminal>();
    return std::make_unique<Refusal>();
}

} // namespace aludel::tool
