// Revision files: what is written is read again as the same value, and what is wrong is said at its place.
#include "migrations/revision/codec.hpp"
#include "migrations/revision/revision_file.hpp"
#include "tests/migrations/revision_file_random.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

namespace aludel::migrations {
namespace {

constexpr unsigned first_seed = 20261123;
constexpr unsigned rounds = 1000;

std::string with_crlf(std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.insert(at, 1, '\r');
    return text;
}

/// The same tree with every map's keys the other way round.
Node turned(Node node) {
    for (auto& item : node.items) item = turned(item);
    if (node.kind == Node::Kind::map) std::reverse(node.items.begin(), node.items.end());
    return node;
}

TEST(RevisionFile, is_read_as_it_was_written) {
    for (unsigned seed = first_seed; seed < first_seed + rounds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto revision = RandomValues(seed).revision();
        const auto text = write_revision(revision);
        SCOPED_TRACE(text);
        const auto file = read_revision(text, "a.yaml");
        ASSERT_EQ(file.revision, revision);
        EXPECT_EQ(write_revision(file.revision), text);
        EXPECT_EQ(file.upgrade_places.size(), revision.upgrade.size());
        EXPECT_EQ(file.parent_places.size(), revision.parents.size());
    }
}

TEST(RevisionFile, means_the_same_with_other_line_ends_and_key_order) {
    for (unsigned seed = first_seed; seed < first_seed + rounds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto revision = RandomValues(seed).revision();
        const auto turned_text = write_yaml(turned(encode(revision)));
        SCOPED_TRACE(turned_text);
        ASSERT_EQ(read_revision(turned_text, "a.yaml").revision, revision);
        ASSERT_EQ(read_revision(with_crlf(write_revision(revision)), "a.yaml").revision, revision);
        ASSERT_EQ(read_revision("# a comment\n" + write_revision(revision) + "# another\n", "a.yaml").revision,
                  revision);
    }
}

TEST(RevisionFile, has_a_checksum_of_what_a_database_can_notice) {
    for (unsigned seed = first_seed; seed < first_seed + rounds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomValues random(seed);
        const auto revision = random.revision();
        auto other = revision;
        other.id = "0", other.message = "another", other.created = "", other.branch = "b", other.parents = {};
        EXPECT_EQ(checksum(other), checksum(revision));
        other.upgrade.push_back(random.operation());
        EXPECT_NE(checksum(other), checksum(revision));
        const auto second = random.revision();
        const bool same = second.upgrade == revision.upgrade && second.downgrade == revision.downgrade &&
                          second.irreversible == revision.irreversible;
        EXPECT_EQ(checksum(second) == checksum(revision), same);
    }
}

TEST(RevisionFile, names_the_nearest_key_of_every_operation) {
    RandomValues random(7);
    std::set<std::pair<std::string_view, std::string>> seen;
    for (int i = 0; i < 2000; ++i) {
        const auto operation = random.operation();
        const auto written = encode(operation);
        for (std::size_t key = 0; key < written.items[0].items.size(); ++key) {
            const auto right = written.items[0].items[key].key;
            if (!seen.emplace(kind_of(operation), right).second) continue;
            auto wrong = written;
            wrong.items[0].items[key].key = right + "x";
            Operation read;
            try {
                decode(wrong, read);
                ADD_FAILURE() << kind_of(operation) << "." << right << "x was read";
            } catch (const NodeError& error) {
                EXPECT_EQ(error.what(), "unknown key '" + right + "x' (did you mean '" + right + "'?)")
                    << kind_of(operation);
            }
        }
    }
    EXPECT_GT(seen.size(), 120U);
}

/// Databases hold these checksums: this test is changed by nobody.
TEST(RevisionFile, keeps_its_checksum_for_ever) {
    const auto file =
        read_revision("revision: a1\n"
                      "parents: []\n"
                      "upgrade:\n"
                      "  - create_table:\n"
                      "      table: hero\n"
                      "      columns:\n"
                      "        - {name: id, type: bigint, nullable: false, identity: true}\n"
                      "        - {name: \"n\\u00e4me\", type: 'decimal(10,2)', nullable: true, default: 1.50}\n"
                      "      primary_key: {name: pk_hero, columns: [id]}\n"
                      "      checks: [{name: ck, sql: {sqlite: \"a\\n\\\"b\\\"\\x01\"}}]\n"
                      "  - alter_column: {table: hero, column: id, default: null}\n"
                      "downgrade: {irreversible: \"no\"}\n",
                      "a.yaml");
    const std::string canonical =
        R"x({"downgrade":{"irreversible":"no"},"upgrade":[{"create_table":{"checks":[{"name":"ck","sql":{"sqlite":)x"
        R"x("a\n\"b\"\u0001"}}],"columns":[{"identity":"true","name":"id","nullable":"false","type":"bigint"},)x"
        R"x({"default":"1.50","name":"näme","type":"decimal(10, 2)"}],"primary_key":{"columns":["id"],"name":)x"
        R"x("pk_hero"},"table":"hero"}},{"alter_column":{"column":"id","default":null,"table":"hero"}}]})x";
    EXPECT_EQ(write_canonical_json(encode_effect(file.revision)), canonical);
    EXPECT_EQ(checksum(file.revision), "1:89e4fce54798cd8dde5412bad97b16215807bc36f739d95a6a1aadbb2a933758");
}

TEST(RevisionFile, is_laid_out_for_people) {
    Revision revision{.id = "5f3a9c01d2e4", .parents = {"0b6c1e4f7a92"}, .message = "add power"};
    revision.created = "2026-11-23T06:00:00Z";
    const Column power{.name = "power",
                       .type = {.kind = Type::Kind::integer},
                       .nullable = false,
                       .default_value = Default{.literal = "0"}};
    const Column price{.name = "price", .type = {.kind = Type::Kind::decimal, .precision = 10, .scale = 2}};
    revision.upgrade = {
        AddColumn{{"", "hero"}, power, {}},
        CreateTable{{.name = {"", "sale"}, .columns = {price}, .primary_key = PrimaryKey{"pk", {"price"}}}},
        Execute{.sql = {"UPDATE hero\nSET power = 1\n", {}}, .reverse = SqlText(), .state = {}}};
    EXPECT_EQ(write_revision(revision),
              "revision: 5f3a9c01d2e4\n"
              "parents: [0b6c1e4f7a92]\n"
              "message: add power\n"
              "created: 2026-11-23T06:00:00Z\n"
              "upgrade:\n"
              "  - add_column: {table: hero, name: power, type: integer, nullable: false, default: 0}\n"
              "  - create_table:\n"
              "      table: sale\n"
              "      columns:\n"
              "        - {name: price, type: 'decimal(10, 2)'}\n"
              "      primary_key: {name: pk, columns: [price]}\n"
              "  - execute:\n"
              "      sql: |\n"
              "        UPDATE hero\n"
              "        SET power = 1\n"
              "      reverse: ''\n"
              "downgrade: auto\n");
    EXPECT_EQ(write_operations_json({revision.upgrade[0]}),
              "[\n  {\n    \"add_column\": {\"table\": \"hero\", \"name\": \"power\", \"type\": \"integer\", "
              "\"nullable\": false, \"default\": 0}\n  }\n]\n");
}

Operation only_operation(const std::string& text) {
    return read_revision("revision: a1\nparents: []\nupgrade:\n  - " + text + "\n", "a.yaml").revision.upgrade.at(0);
}

TEST(RevisionFile, tells_no_default_from_the_text_null) {
    const auto text_default = [](const std::string& operation) {
        const auto decoded = only_operation(operation);
        if (const auto* add = std::get_if<AddColumn>(&decoded)) return add->column.default_value->literal;
        return std::get<AlterColumn>(decoded).default_value->value_or(Default{.literal = "(none)"}).literal;
    };
    EXPECT_EQ(text_default("add_column: {table: t, name: c, type: text, default: 5}"), "5");
    EXPECT_EQ(text_default("add_column: {table: t, name: c, type: text, default: 'null'}"), "null");
    EXPECT_EQ(text_default("add_column: {table: t, name: c, type: text, default: ''}"), "");
    EXPECT_EQ(text_default("alter_column: {table: t, column: c, default: 'null'}"), "null");
    EXPECT_EQ(text_default("alter_column: {table: t, column: c, default: null}"), "(none)");
    EXPECT_FALSE(std::get<AlterColumn>(only_operation("alter_column: {table: t, column: c}")).default_value);
}

TEST(SchemaFile, is_read_as_it_was_written) {
    for (unsigned seed = first_seed; seed < first_seed + rounds / 3; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto schema = RandomValues(seed).schema();
        const auto text = write_schema(schema);
        SCOPED_TRACE(text);
        ASSERT_EQ(read_schema(text, "a.yaml"), schema);
        ASSERT_EQ(read_schema(write_schema_json(schema), "a.json"), schema); // JSON is YAML
    }
}

struct BadFile {
    std::string text;
    std::string message;
};

void PrintTo(const BadFile& bad, std::ostream* out) { *out << bad.message; }

class BadFiles : public testing::TestWithParam<BadFile> {};

TEST_P(BadFiles, are_refused_at_their_place) {
    try {
        read_revision(GetParam().text, "a.yaml");
        FAIL() << "was read:\n" << GetParam().text;
    } catch (const FileError& error) {
        EXPECT_EQ(error.what(), "a.yaml:" + GetParam().message);
        EXPECT_EQ(error.place().file, "a.yaml");
        EXPECT_GT(error.place().line, 0);
    }
}

const std::string head = "revision: a1\nparents: []\n";
const std::string start = head + "upgrade:\n";
BadFile bad_operation(const std::string& text, const std::string& message) {
    return {start + "  - " + text + "\n", message};
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadFiles,
    testing::Values(BadFile{"", "1:1: error: this must be a map, not null"},
                    BadFile{"- a\n", "1:1: error: this must be a map, not a list"},
                    BadFile{"a: [b\n", "2:1: error: this is not YAML: end of sequence flow not found"},
                    BadFile{"a: b\n c: d\n", "2:3: error: this is not YAML: illegal map value"},
                    BadFile{"a: b\na: c\n", "2:1: error: the key 'a' stands twice (first in line 1)"},
                    BadFile{"a: &x b\n", "1:4: error: an anchor (&) is not allowed: write the value out"},
                    BadFile{"a: &x b\nc: *x\n", "1:4: error: an anchor (&) is not allowed: write the value out"},
                    BadFile{"a: !!int 5\n", "1:4: error: a tag (tag:yaml.org,2002:int) is not allowed"},
                    BadFile{"a: b\n---\nc: d\n", "3:1: error: a second document begins here; a file holds one"},
                    BadFile{"? [a]\n: b\n", "1:3: error: a key must be a text"},
                    BadFile{"a: 'ä\xff'\n", "1:6: error: the text is not UTF-8 (byte 0xff)"},
                    BadFile{"ab: \x04\n",
                            "1:5: error: the control character 0x04 cannot stand here: write it in double "
                            "quotes, as \"\\x04\""},
                    BadFile{std::string(60, '[') + std::string(60, ']'), "1:51: error: this is nested too deeply"}));

INSTANTIATE_TEST_SUITE_P(
    Heads, BadFiles,
    testing::Values(
        BadFile{"parents: []\nupgrade: []\n", "1:1: error: the key 'revision' is missing"},
        BadFile{"revision: a1\nupgrade: []\n", "1:1: error: the key 'parents' is missing"},
        BadFile{head, "1:1: error: the key 'upgrade' is missing"},
        BadFile{"revision: a1\nparent: []\n", "2:1: error: unknown key 'parent' (did you mean 'parents'?)"},
        BadFile{"revision: a-1\nparents: []\nupgrade: []\n",
                "1:11: error: 'a-1' cannot be a revision's id: letters, digits and _ make one, and not head, heads or "
                "base"},
        BadFile{"revision: ''\nparents: []\nupgrade: []\n", "1:11: error: 'revision' is empty"},
        BadFile{"revision:\nparents: []\nupgrade: []\n",
                "1:1: error: 'revision' must be a text (in quotes, if 'null' is meant), not null"},
        BadFile{"revision: a1\nparents: a0\nupgrade: []\n", "2:10: error: 'parents' must be a list, not 'a0'"},
        BadFile{"revision: a1\nparents: [a0, a0]\nupgrade: []\n", "2:15: error: 'a0' stands twice in 'parents'"},
        BadFile{head + "upgrade: {}\n", "3:10: error: 'upgrade' must be a list, not a map"},
        BadFile{head + "upgrade: []\ndowngrade: no\n",
                "4:12: error: 'downgrade' must be auto, a list of operations, or {irreversible: why}, not 'no'"},
        BadFile{head + "upgrade: []\ndowngrade: {irreversible: ''}\n", "4:27: error: 'irreversible' is empty"},
        BadFile{head + "upgrade: []\nbranch: a@b\n",
                "4:9: error: a branch's label has no spaces and none of @ : +, does not begin with -, and is not head, "
                "heads, base, current, models or empty"}));

INSTANTIATE_TEST_SUITE_P(
    Operations, BadFiles,
    testing::Values(
        bad_operation("drop_tabel: {table: t}",
                      "4:5: error: unknown operation 'drop_tabel' (did you mean 'drop_table'?)"),
        bad_operation("execute: {sql: SELECT 1, when: ''}", "4:36: error: 'when' is empty"),
        bad_operation("execute: {sql: SELECT 1, when: {sqlite: SELECT 1}}",
                      "4:36: error: 'when' has no query for postgresql, and 'sql' has SQL for it"),
        bad_operation("execute: {sql: SELECT 1, when: SELECT 1, reverse: SELECT 2}",
                      "4:55: error: SQL that runs in some databases alone ('when') can be reversed by nothing but ''"),
        bad_operation("execute: {sql: SELECT 1, when: SELECT 1, state: [drop_table: {table: t}]}",
                      "4:53: error: SQL that runs in some databases alone ('when') has no 'state'"),
        bad_operation("drop_table", "4:5: error: this must be an operation, a map of one key (add_column: {…}), not "
                                    "'drop_table'"),
        bad_operation("drop_table:\n    table: t",
                      "5:5: error: 'table' stands beside the operation 'drop_table': indent it "
                      "below, or give it a '-' of its own"),
        bad_operation("drop_table: t", "4:17: error: 'drop_table' must be a map, not 't'"),
        bad_operation("drop_table: {}", "4:17: error: 'drop_table': the key 'table' is missing"),
        bad_operation("drop_table: {table: ''}", "4:25: error: 'table' is empty"),
        bad_operation("drop_table: {table: [t]}", "4:25: error: 'table' must be a text, not a list"),
        bad_operation("drop_column: {table: t, colum: c}", "4:29: error: unknown key 'colum' (did you mean 'column'?)"),
        bad_operation("drop_column: {table: t, column: c, x: y}",
                      "4:40: error: unknown key 'x' (known: table, schema, column)"),
        bad_operation("add_column: {table: t, name: c, type: integr}",
                      "4:43: error: unknown type 'integr' (did you mean 'integer'?)"),
        bad_operation("add_column: {table: t, name: c, type: varchar}",
                      "4:43: error: unknown type 'varchar' (it is spelt 'varchar(80)')"),
        bad_operation("add_column: {table: t, name: c, type: decimal(10, 2)}",
                      "4:55: error: unknown key '2)' (a text with a comma must stand in quotes here)"),
        bad_operation("add_column: {table: t, name: c, type: text, nullable: yes}",
                      "4:59: error: 'nullable' must be true or false, not 'yes'"),
        bad_operation("add_column: {table: t, name: c, type: text, default: null}",
                      "4:58: error: 'default' must be left out, or in quotes if the text 'null' is meant, not null"),
        bad_operation("add_column: {table: t, name: c, type: integer, default: many}",
                      "4:61: error: 'default' must be a whole number for a column of integers, not 'many'"),
        bad_operation("add_column: {table: t, name: c, type: boolean, default: yes}",
                      "4:61: error: 'default' must be true or false for a boolean column, not 'yes'"),
        bad_operation("add_column: {table: t, name: c, type: date, default: {now: false}}",
                      "4:64: error: 'now' must be true, not 'false'"),
        bad_operation("create_index: {table: t, name: i, columns: []}", "4:48: error: 'columns' is empty"),
        bad_operation("create_index: {table: t, name: i, columns: [{column: a, sql: b}]}",
                      "4:49: error: an index is over either 'column' or 'sql' in each of its columns"),
        bad_operation("create_foreign_key: {table: t, name: f, columns: [a], references: {table: u, column: [a]}}",
                      "4:82: error: unknown key 'column' (did you mean 'columns'?)"),
        bad_operation(
            "create_foreign_key: {table: t, name: f, columns: [a], references: {table: u, columns: [a]}, "
            "on_delete: set nul}",
            "4:108: error: 'on_delete' must be 'no action', 'restrict', 'cascade', 'set null' or 'set default', "
            "not 'set nul'"),
        bad_operation("execute: {sql: {sqllite: x}}", "4:21: error: unknown key 'sqllite' (did you mean 'sqlite'?)"),
        bad_operation("execute: {sql: ''}", "4:20: error: 'sql' is empty"),
        bad_operation("call: {function: 'a b'}", "4:22: error: 'a b' is no name that a C++ function can have")));

} // namespace
} // namespace aludel::migrations
