#include "tool/command.hpp"

#include <CLI/CLI.hpp>

#include <string_view>
#include <utility>

namespace aludel::tool {

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::is(ValueKind kind) {
    constexpr const char* names[] = {"TEXT", "FILE", "DIR", "REVISION", "STATE"};
    note_->kind = kind;
    option_->type_name(names[static_cast<int>(kind)]);
    return *this;
}

Option& Option::environment(const char* variable) {
    option_->envname(variable);
    return *this;
}

Option& Option::one_of(const std::vector<std::string>& words) {
    option_->check(CLI::IsMember(words));
    note_->words = words;
    return *this;
}

Option& Option::between(double least, double most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option& Option::between(int least, int most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option Command::declared(const char* names, CLI::Option& option) {
    Option result(option, line_->notes[&option]);
    if (std::string_view(names).starts_with("REV")) result.is(ValueKind::revision);
    return result;
}

Option Command::option(const char* names, std::string& value, const char* help) {
    return declared(names, *app_->add_option(names, value, help));
}

Option Command::option(const char* names, double& value, const char* help) {
    return declared(names, *app_->add_option(names, value, help));
}

Option Command::option(const char* names, int& value, const char* help) {
    return declared(names, *app_->add_option(names, value, help));
}

Option Command::option(const char* names, std::vector<std::string>& values, const char* help) {
    auto& option = *app_->add_option(names, values, help);
    if (names[0] == '-') option.allow_extra_args(false);
    return declared(names, option);
}

void Command::flag(const char* names, bool& value, const char* help) { app_->add_flag(names, value, help); }

void Command::run(std::function<int(const ProjectChoice&)> function) {
    app_->callback([function = std::move(function), line = line_] {
        line->run = [function, line] { return function(line->project); };
    });
}

void Command::url(std::string& value) {
    option("--url", value, "The database: sqlite:///file.db, postgresql://user@host/database (or $ALUDEL_URL)")
        .environment("ALUDEL_URL");
}

void Command::filter(migrations::Filter& value) {
    option("--include", value.include, "Only what is called so: 'hero*', 'app.*'");
    option("--exclude", value.exclude, "Not what is called so: 'tmp_*'");
    option("--schema", value.schemas, "Only what is in a schema that is called so; 'default' is the default one");
}

void Command::json(bool& value) { flag("--json", value, "Print the answer as JSON"); }

void Command::json(std::string& format) {
    app_->add_flag_callback(
        "--json", [&format] { format = "json"; }, "The same as --format json");
}

void Command::exclude(const char* option, const char* other) {
    app_->get_option(option)->excludes(app_->get_option(other));
}

void Command::hide() { app_->group(""); }

namespace {

DeclaredOption declared_option(const CLI::Option& option, const CommandLine& line) {
    DeclaredOption declared;
    for (const auto& name : option.get_snames()) declared.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) declared.names.push_back("--" + name);
    if (declared.names.empty()) declared.names.push_back(option.get_name(true));
    declared.help = option.get_description();
    declared.takes_value = option.get_items_expected_max() > 0;
    if (const auto note = line.notes.find(&option); note != line.notes.end()) {
        declared.kind = note->second.kind;
        declared.words = note->second.words;
    }
    return declared;
}

std::string without_title(std::string footer) {
    const auto at = footer.find("\n  ");
    return at == std::string::npos ? footer : footer.substr(at + 3);
}

DeclaredCommand declared_command(const CLI::App& app, const CommandLine& line) {
    DeclaredCommand command{app.get_name(), app.get_description(), without_title(app.get_footer()), {}, {}, false};
    for (const auto* option : app.get_options()) {
        if (option->get_group().empty()) continue;
        (option->get_positional() ? command.arguments : command.options).push_back(declared_option(*option, line));
        if (option->get_positional()) command.takes_many = option->get_items_expected_max() > 1;
    }
    return command;
}

} // namespace

Declaration Commands::declaration() const {
    auto all = declared_command(*app_, *line_);
    Declaration declaration{std::move(all.description), std::move(all.options), {}};
    for (const CLI::App* command : std::as_const(*app_).get_subcommands([](const CLI::App*) { return true; }))
        if (!command->get_group().empty()) declaration.commands.push_back(declared_command(*command, *line_));
    return declaration;
}

Command Commands::add(const char* name, const char* description, const char* example) {
    auto* command = app_->add_subcommand(name, description);
    command->footer(std::string("Example:\n  ") + example);
    return {*command, *line_};
}

} // namespace aludel::tool
