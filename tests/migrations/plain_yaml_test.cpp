// The quick reader against the full one: whatever it takes, the other takes for the same.
#include "migrations/revision/codec.hpp"
#include "migrations/revision/plain_yaml.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/migrations/revision_file_random.hpp"

#include <gtest/gtest.h>

namespace aludel::migrations {
namespace {

std::string place(const Mark& mark) { return std::to_string(mark.line) + ":" + std::to_string(mark.column); }

/// All that a node holds, a line each.
std::string dump(const Node& node, const std::string& indent = "") {
    std::string text = indent + place(node.mark) + " kind " + std::to_string(static_cast<int>(node.kind)) +
                       (node.quoted ? " quoted" : "") + " key " + place(node.key_mark) + " <" + node.key + "> <" +
                       node.text + ">\n";
    for (const auto& item : node.items) text += dump(item, indent + "  ");
    return text;
}

std::string full(const std::string& text) {
    try {
        return dump(read_full_yaml(text));
    } catch (const NodeError& error) {
        return error.what();
    }
}

/// Something that means something to YAML, anywhere.
void change(std::string& text, RandomValues& random) {
    constexpr const char* pieces[] = {":",    ": ", " ",        "  ",   "\n",   "\n  ", "#",  " #", "-",     "- ",
                                      "'",    "\"", "[",        "]",    "{",    "}",    ",",  "|",  ">",     "&a",
                                      "*a",   "!",  "?",        "? ",   "---",  "\\",   "\t", "%",  "\n...", "~",
                                      "null", "''", "\xc3\xa9", "x: y", "|-\n", "@",    "`",  "0"};
    const auto at = random.below(text.size() + 1);
    switch (random.below(4)) {
    case 0: text.erase(at, 1 + random.below(3)); break;
    case 1: text.insert(at, text.substr(random.below(text.size() + 1), random.below(20))); break;
    default: text.insert(at, pieces[random.below(std::size(pieces))]); break;
    }
}

TEST(PlainYaml, is_what_the_full_reader_reads) {
    constexpr unsigned first_seed = 20261125;
    unsigned taken = 0;
    for (unsigned seed = first_seed; seed < first_seed + 500; ++seed) {
        RandomValues random(seed);
        auto text = seed % 2 == 0 ? write_revision(random.revision()) : write_schema(random.schema());
        for (int changes = 0; changes < 6; ++changes) {
            SCOPED_TRACE("seed " + std::to_string(seed) + ", " + std::to_string(changes) + " changes\n" + text);
            if (const auto node = read_plain_yaml(text)) {
                ++taken;
                ASSERT_EQ(dump(*node), full(text));
            }
            change(text, random);
        }
    }
    EXPECT_GT(taken, 400U);
}

TEST(PlainYaml, takes_what_aludel_writes) {
    EXPECT_TRUE(read_plain_yaml("revision: a1 # the first\n"
                                "parents: []\n"
                                "message: 'it''s: new'\n"
                                "created: 2026-11-23T00:00:00Z\n"
                                "\n"
                                "upgrade:\n"
                                "  - create_table:\n"
                                "      table: hero\n"
                                "      columns:\n"
                                "        # numbers itself\n"
                                "        - {name: id, type: bigint, nullable: false, identity: true}\n"
                                "        - name: price\n"
                                "          type: 'decimal(10, 2)'\n"
                                "      primary_key: {name: pk_hero, columns: [id]}\n"
                                "  - execute:\n"
                                "      sql: |\n"
                                "        UPDATE hero\n"
                                "\n"
                                "          SET price = 1;\n"
                                "      reverse: \"\"\n"
                                "downgrade: auto\n"));
}

TEST(PlainYaml, leaves_what_is_unusual_to_the_full_reader) {
    for (const std::string text : {"a", "a:\n", "a: &b c\n", "a: b\na: c\n", "a:\tb\n", "a: b\n  c\n", "--- \na: b\n",
                                   "a: [b,\n  c]\n", "a: >\n  b\n", "a: {b: }\n", "? a\n: b\n", "a: b: c\n", "a: 'b\n"})
        EXPECT_FALSE(read_plain_yaml(text)) << text;
}

} // namespace
} // namespace aludel::migrations
