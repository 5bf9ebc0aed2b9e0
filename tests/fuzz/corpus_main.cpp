// Runs a target on the files of directories, where the compiler has no fuzzer.
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>

int main(int count, char** arguments) {
    int files = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) {
            const auto bytes = aludel::test::read_file(entry.path());
            std::printf("%s\n", entry.path().c_str()); // before it runs: it may be the last
            std::fflush(stdout);
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++files;
        }
    return files > 0 ? 0 : 1; // a directory that is not there proves nothing
}
