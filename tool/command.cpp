#include "tool/command.hpp"

namespace aludel::tool {

CLI::App* add_command(CLI::App& app, const char* name, const char* description, const char* example) {
    auto* command = app.add_subcommand(name, description);
    command->footer(std::string("Example:\n  ") + example);
    return command;
}

void add_url(CLI::App& command, std::string& url) {
    command
        .add_option("--url", url, "The database: sqlite:///file.db, postgresql://user@host/database (or $ALUDEL_URL)")
        ->envname("ALUDEL_URL");
}

void add_filter(CLI::App& command, migrations::Filter& filter) {
    command.add_option("--include", filter.include, "Only what is called so: 'hero*', 'app.*'")
        ->allow_extra_args(false);
    command.add_option("--exclude", filter.exclude, "Not what is called so: 'tmp_*'")->allow_extra_args(false);
}

void add_json(CLI::App& command, bool& json) { command.add_flag("--json", json, "Print the answer as JSON"); }

} // namespace aludel::tool
