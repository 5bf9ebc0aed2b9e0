// `aludel man`: the manual page, of the same declarations as --help. See groff_man(7).
#include "tool/command.hpp"
#include "tool/output_file.hpp"

#include <memory>

namespace aludel::tool {

namespace {

struct Options {
    std::string output;
};

/// A text that roff takes as it stands.
std::string escaped(const std::string& text) {
    std::string result;
    for (const char character : text) {
        if (character == '\\')
            result += "\\e";
        else if (character == '-')
            result += "\\-";
        else if (character == '\'')
            result += "\\(aq";
        else
            result += character;
    }
    return result.starts_with('.') ? "\\&" + result : result;
}

std::string option_text(const DeclaredOption& option) {
    std::string text = ".TP\n";
    for (const auto& name : option.names)
        text += (&name == &option.names.front() ? "\\fB" : ", \\fB") + escaped(name) + "\\fR";
    if (option.takes_value && option.names.front().starts_with('-')) {
        constexpr const char* kinds[] = {"TEXT", "FILE", "DIR", "REVISION", "STATE"};
        std::string words;
        for (const auto& word : option.words) words += (words.empty() ? "" : "|") + word;
        text += " \\fI" + escaped(words.empty() ? kinds[static_cast<int>(option.kind)] : words) + "\\fR";
    }
    return text + "\n" + escaped(option.help) + "\n";
}

std::string command_text(const DeclaredCommand& command) {
    std::string text = ".SS \"aludel " + escaped(command.name);
    for (const auto& argument : command.arguments) text += " " + argument.names.front();
    if (command.takes_many) text += "...";
    text += "\"\n" + escaped(command.description) + ".\n";
    for (const auto* list : {&command.arguments, &command.options})
        for (const auto& option : *list) text += option_text(option);
    return text + ".PP\nExample:\n.PP\n.nf\n.RS\n" + escaped(command.example) + "\n.RE\n.fi\n";
}

constexpr auto after = R"(.SH STATES
A
.I STATE
is
.BR models ,
a revision,
.BR empty ,
the URL of a database, or a file that
.B aludel inspect
wrote.
.SH REVISIONS
A
.I REVISION
is an id or its unique beginning,
.BR head ,
.BR heads ,
.BR base ,
.BR +2 ,
.BR \-1 ,
.B id+2
or
.BR label@head .
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
Failed. One message is on standard error.
.TP
.B 2
The answer is "they differ".
.TP
.B 64
Wrong usage.
.SH ENVIRONMENT
.TP
.B ALUDEL_URL
The database, where no \fB\-\-url\fR names one.
.TP
.B ALUDEL_BUILD
The build directory, where no \fB\-C\fR names one.
.TP
.B NO_COLOR
No colours, even on a terminal.
)";

std::string page(const Declaration& declaration) {
    std::string text = ".TH ALUDEL 1 \"\" \"aludel " ALUDEL_VERSION "\" \"User Commands\"\n.SH NAME\naludel \\- "
                       "migrations for C++ that live in the build\n.SH SYNOPSIS\n.B aludel\n[\\fIOPTION\\fR]... "
                       "\\fICOMMAND\\fR ...\n.SH DESCRIPTION\n";
    text += escaped(declaration.description) + "\n.SH OPTIONS\nThese go with every command.\n";
    for (const auto& option : declaration.options) text += option_text(option);
    text += ".SH COMMANDS\n";
    for (const auto& command : declaration.commands) text += command_text(command);
    return text + after;
}

} // namespace

void add_man(Commands& commands) {
    auto options = std::make_shared<Options>();
    auto command = commands.add("man", "Prints the manual page", "aludel man > aludel.1");
    command.option("--output", options->output, "Write it there instead").is(ValueKind::file);
    command.hide();
    command.run([options, commands](const ProjectChoice&) {
        write_output(options->output, page(commands.declaration()));
        return static_cast<int>(done);
    });
}

} // namespace aludel::tool
