#include "migrations/embed/embed_program.hpp"

#include "migrations/embed/embed_text.hpp"

namespace aludel::migrations {

std::string embed_program(const std::string& name, std::span<const std::string> dialects) {
    std::string text = "// Written by aludel for the revisions of " + name + "; not to be edited.\n#include <" + name +
                       "/migrations.hpp>\n\n#include <aludel/command_line.hpp>\n";
    for (const auto& dialect : dialects) text += "#include <aludel/" + dialect + "_script.hpp>\n";
    return text + "\nint main(int count, char** arguments) {\n    return aludel::command_line(count, arguments, " +
           cpp_namespace(name) + "::migrations);\n}\n";
}

} // namespace aludel::migrations
