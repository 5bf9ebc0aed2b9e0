#include "tool/command.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace aludel::tool {

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::environment(const char* variable) {
    option_->envname(variable);
    return *this;
}

Option& Option::one_of(const std::vector<std::string>& words) {
    option_->check(CLI::IsMember(words));
    return *this;
}

Option& Option::between(double least, double most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option Command::option(const char* names, std::string& value, const char* help) {
    return Option(*app_->add_option(names, value, help));
}

Option Command::option(const char* names, double& value, const char* help) {
    return Option(*app_->add_option(names, value, help));
}

Option Command::option(const char* names, std::vector<std::string>& values, const char* help) {
    auto& option = *app_->add_option(names, values, help);
    if (names[0] == '-') option.allow_extra_args(false);
    return Option(option);
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

Command Commands::add(const char* name, const char* description, const char* example) {
    auto* command = app_->add_subcommand(name, description);
    command->footer(std::string("Example:\n  ") + example);
    return {*command, *line_};
}

} // namespace aludel::tool
