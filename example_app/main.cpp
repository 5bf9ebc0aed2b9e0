// A roster of heroes and their teams, kept in a database that brings itself up to date when the program is launched.
#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <roster/migrations.hpp>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr const char* usage = "roster: heroes and their teams\n"
                              "  roster list\n"
                              "  roster add-team NAME [CITY]\n"
                              "  roster add NAME SECRET_NAME [AGE] [TEAM]\n"
                              "The database is $ROSTER_URL, or sqlite:///roster.db.\n";

std::string text(const aludel::Value& value) {
    if (const auto* string = std::get_if<std::string>(&value)) return *string;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    return "-";
}

void tell(const aludel::Outcome& outcome) {
    using Status = aludel::Outcome::Status;
    const auto count = outcome.revisions.size();
    if (outcome.status == Status::created) std::printf("A new roster was made (%zu revisions).\n", count);
    if (outcome.status == Status::upgraded)
        std::printf("The roster was brought up to date: %zu revision%s applied.\n", count, count == 1 ? "" : "s");
}

int list(aludel::Connection& roster) {
    const auto heroes = roster.query("SELECT hero.name, age, status, team.name, city FROM hero "
                                     "LEFT JOIN team ON team.id = hero.team_id ORDER BY hero.name");
    for (const auto& hero : heroes.rows)
        std::printf("%-20s age %-4s %-8s %s (%s)\n", text(hero[0]).c_str(), text(hero[1]).c_str(),
                    text(hero[2]).c_str(), text(hero[3]).c_str(), text(hero[4]).c_str());
    return 0;
}

int add_team(aludel::Connection& roster, std::span<const std::string> words) {
    if (words.size() == 1)
        roster.execute("INSERT INTO team (name) VALUES ($1)", words[0]);
    else
        roster.execute("INSERT INTO team (name, city) VALUES ($1, $2)", words[0], words[1]);
    return 0;
}

int add(aludel::Connection& roster, std::span<const std::string> words) {
    aludel::Value age, team;
    if (words.size() > 2) age = std::int64_t{std::atoi(words[2].c_str())};
    if (words.size() > 3) {
        const auto found = roster.query("SELECT id FROM team WHERE name = $1", words[3]);
        if (found.rows.empty()) {
            std::fprintf(stderr, "roster: there is no team %s\n", words[3].c_str());
            return 1;
        }
        team = found.rows[0][0];
    }
    roster.execute("INSERT INTO hero (name, secret_name, age, team_id) VALUES ($1, $2, $3, $4)", words[0], words[1],
                   age, team);
    return 0;
}

int run(std::string_view command, std::span<const std::string> words) {
    const char* url = std::getenv("ROSTER_URL");
    const auto engine = aludel::create_engine(url ? url : "sqlite:///roster.db");
    tell(aludel::upgrade(engine, roster::migrations));

    auto connection = engine.connect();
    if (command == "list" && words.empty()) return list(connection);
    if (command == "add-team" && (words.size() == 1 || words.size() == 2)) return add_team(connection, words);
    if (command == "add" && words.size() >= 2 && words.size() <= 4) return add(connection, words);
    std::fputs(usage, stderr);
    return 64;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        if (words.empty()) return run("list", {});
        return run(words[0], std::span(words).subspan(1));
    } catch (const aludel::Error& error) {
        std::fprintf(stderr, "roster: %s\n", error.what());
        return 1;
    }
}
