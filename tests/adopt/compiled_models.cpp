#include "tests/adopt/compiled_models.hpp"

#include "tests/support/run.hpp"
#include "tests/support/temporary_directory.hpp"

#include <stdexcept>

namespace aludel::migrations::testing {

Snapshot compiled_models(const std::string& header) {
    const test::TemporaryDirectory directory;
    test::write_file(directory / "model.hpp", header);
    test::write_file(directory / "model.cpp", "#include \"model.hpp\"\n#include <aludel/snapshot.hpp>\n"
                                              "template struct aludel::snapshot_of<metadata>;\n");
    const auto object = (directory / "model.o").string();
    std::vector<std::string> command{COMPILER, "-std=c++20", "-w", "-I" RUNTIME_INCLUDE,
                                     "-c",     "model.cpp",  "-o", object};
    if (std::string(LAUNCHER).size() > 0) command.insert(command.begin(), LAUNCHER);
    const auto result = test::run(command, {.directory = directory.path()});
    if (result.status != 0) throw std::runtime_error(result.error.substr(0, 8000) + "\n" + header);
    return read_snapshot({object});
}

} // namespace aludel::migrations::testing
