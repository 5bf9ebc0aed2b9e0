#include "tool/output_file.hpp"

#include <aludel/error.hpp>

#include <fstream>
#include <iostream>

namespace aludel::tool {

void write_output(const std::string& file, std::string_view text) {
    if (file.empty()) {
        std::cout << text;
        return;
    }
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw Error("cannot write \"" + file + "\"");
}

} // namespace aludel::tool
