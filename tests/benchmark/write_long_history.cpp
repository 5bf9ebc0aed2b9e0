// Writes the long history's embedded source: what a build of such an application would hold.
#include "tests/benchmark/long_history.hpp"

#include <filesystem>
#include <fstream>

int main(int, char** argv) {
    using namespace aludel::migrations;
    const RevisionHistory history(aludel::benchmarks::long_history(1000));
    const Dialect* const dialects[] = {find_dialect("sqlite")};
    const auto embedded = embed("long_chain", render(history, dialects));
    const auto directory = std::filesystem::path(argv[1]) / "long_chain";
    std::filesystem::create_directories(directory);
    std::ofstream(directory / "migrations.hpp") << embedded.header;
    std::ofstream(directory / "migrations.cpp") << embedded.source;
}
