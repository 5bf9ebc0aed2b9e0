#include "tests/tool/revision_directory.hpp"

#include <gtest/gtest.h>

#include <set>

namespace aludel::test {

namespace fs = std::filesystem;

std::string RevisionDirectory::succeed(const std::vector<std::string>& arguments) const {
    const auto result = aludel(arguments);
    EXPECT_EQ(result.status, 0) << result.output << result.error;
    return result.output;
}

std::string RevisionDirectory::fail(const std::vector<std::string>& arguments) const {
    const auto before = files();
    const auto result = aludel(arguments);
    EXPECT_NE(result.status, 0) << result.output;
    EXPECT_EQ(files(), before);
    return result.error;
}

fs::path RevisionDirectory::revision(const std::string& id, const std::string& message,
                                     const std::vector<std::string>& options, const std::string& operations) const {
    std::vector<std::string> arguments{"revision", "--empty", "--rev-id", id, "-m", message};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const auto output = succeed(arguments);
    const auto file = path(output.substr(0, output.find('\n')));
    auto text = read_file(file);
    const std::string empty = "upgrade: []";
    const auto at = text.find(empty);
    EXPECT_NE(at, text.npos) << text;
    if (at != text.npos) write_file(file, text.replace(at, empty.size(), "upgrade: " + operations));
    return file;
}

std::string RevisionDirectory::files() const {
    if (!fs::exists(path("migrations"))) return "";
    std::set<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(path("migrations"))) paths.insert(entry.path());
    std::string text;
    for (const auto& file : paths) text += file.string() + "\n" + read_file(file);
    return text;
}

std::string create_table(const std::string& name, const std::string& parent) {
    std::string text = "[create_table: {table: " + name + ", columns: [{name: id, type: bigint, nullable: false}";
    if (!parent.empty()) text += ", {name: " + parent + "_id, type: bigint, nullable: false}";
    text += "], primary_key: {name: pk_" + name + ", columns: [id]}";
    if (!parent.empty())
        text += ", foreign_keys: [{name: fk_" + name + ", columns: [" + parent + "_id], references: {table: " + parent +
                ", columns: [id]}}]";
    return text + "}]";
}

void expect_contains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "missing: " << part << "\nin: " << text;
}

} // namespace aludel::test
