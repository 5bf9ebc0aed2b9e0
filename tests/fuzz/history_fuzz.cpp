// A history table that somebody else filled: an upgrade succeeds or leaves the database as it was, and says why.
#include "history/history_sql.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/runtime/test_chain.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/preview.hpp>
#include <aludel/status.hpp>
#include <aludel/upgrade.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

using namespace aludel;
using fuzz::expect;
using fuzz::expect_same;

namespace {

/// `strict` or `loose`; of the present format with a 2 behind it, otherwise of the first.
struct Table {
    explicit Table(std::string_view word) : is_strict(!word.starts_with("loose")), is_present(word.ends_with('2')) {}

    std::string create() const {
        std::string sql = "CREATE TABLE aludel_revision (position INTEGER PRIMARY KEY, ";
        if (is_strict) {
            sql += "revision TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL, message TEXT NOT NULL, "
                   "applied_at TEXT NOT NULL, duration_us INTEGER NOT NULL";
            if (is_present) sql += detail::added_columns_sql();
        } else {
            sql += "revision, checksum, message, applied_at, duration_us";
            if (is_present) sql += ", application, compatibility, operations, format";
        }
        return sql + ")";
    }

    bool is_strict;
    bool is_present;
};

/// Two revisions, a third that replaces two others, of which the chain still has one, and a branch beside them. The
/// third goes through the heroes in batches of one.
class HeroChain {
public:
    HeroChain() : chain_(revisions()) {
        revisions_.assign(chain_.operator const Chain&().revisions.begin(),
                          chain_.operator const Chain&().revisions.end());
        revisions_[2].replaces = parts_;
        replaced_.push_back({"r1", parents_of_r1_, "r1", "1:r1", {}, revisions_[2].dialects, {}, {}, {}});
    }
    Chain chain() const { return {"heroes", revisions_, {}, replaced_}; }

private:
    static std::vector<test::TestRevision> revisions() {
        using test::sql;
        static constexpr TableEdit limit[] = {{TableEdit::Kind::set_type, "name", "varchar(80)", {}}};
        static constexpr std::string_view key[] = {"id"};
        static constexpr Batches each_hero{"hero", key, "UPDATE hero SET age = coalesce(age, 0) + 1", {}, 1, 0};
        return {{.id = "a1",
                 .parents = {},
                 .upgrade = {sql("CREATE TABLE IF NOT EXISTS team (id)"), sql("INSERT INTO team VALUES (1)")},
                 .downgrade = {sql("DROP TABLE team")},
                 .operations = "11111111 create_table team\n22222222 insert team"},
                {.id = "b2",
                 .parents = {"a1"},
                 .upgrade = {test::rebuild("hero", limit), sql("UPDATE hero SET age = age + 1")},
                 .downgrade = {sql("SELECT 1")},
                 .operations = "33333333 alter_column hero.name"},
                {.id = "c3",
                 .parents = {"b2"},
                 .upgrade = {sql("CREATE TABLE IF NOT EXISTS town (id)"), test::batched("hero", each_hero)},
                 .downgrade = {sql("DROP TABLE town")}},
                {.id = "d4",
                 .parents = {},
                 .upgrade = {sql("CREATE TABLE IF NOT EXISTS side (id)")},
                 .downgrade = {sql("DROP TABLE side")},
                 .branch = "side"}};
    }

    test::TestChain chain_;
    std::vector<ChainRevision> revisions_;
    std::vector<ChainRevision> replaced_;
    const std::string_view parents_of_r1_[1] = {"b2"};
    const ReplacedRevision parts_[2] = {{"r1", "1:r1", "c3"}, {"r2", "1:r2", "c3"}};
};

/// `\N` is NULL, `#5` a number, `~x` bytes, anything else a text.
Value value_of(std::string_view field) {
    if (field == "\\N") return {};
    if (field.starts_with('#')) {
        std::int64_t number = 0;
        std::from_chars(field.data() + 1, field.data() + field.size(), number);
        return number;
    }
    if (field.starts_with('~')) {
        const auto* bytes = reinterpret_cast<const std::byte*>(field.data());
        return std::vector<std::byte>(bytes + 1, bytes + field.size());
    }
    return std::string(field);
}

/// Fields that are separated by tabs: five, and up to nine in a table of the present format. A `|` in the eighth, the
/// operations, is a line's end.
std::vector<Value> values_of(std::string_view line, bool is_present) {
    std::vector<Value> values;
    while (values.size() < 5 || (is_present && values.size() < 9 && !line.empty())) {
        auto& value = values.emplace_back(value_of(fuzz::take(line, '\t')));
        auto* text = std::get_if<std::string>(&value);
        if (text && values.size() == 8) std::ranges::replace(*text, '|', '\n');
    }
    return values;
}

void insert(Connection& connection, std::span<const Value> values) {
    static constexpr std::string_view columns[] = {"revision",      "checksum",    "message",
                                                   "applied_at",    "duration_us", "application",
                                                   "compatibility", "operations",  "format"};
    std::string names, placeholders;
    for (std::size_t i = 0; i < values.size(); ++i) {
        names += (i == 0 ? "" : ", ") + std::string(columns[i]);
        placeholders += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
    }
    try {
        connection.execute("INSERT INTO aludel_revision (" + names + ") VALUES (" + placeholders + ")", values);
    } catch (const Error&) { // the table's own constraints
    }
}

void fill(Connection& connection, const Table& table, std::string_view text) {
    connection.execute("CREATE TABLE hero (id INTEGER PRIMARY KEY, name text, age integer); INSERT INTO hero VALUES "
                       "(1, 'Deadpond', 48), (2, 'Rusty-Man', NULL), (3, 'Spider-Boy', 16)");
    connection.execute(table.create());
    while (!text.empty()) insert(connection, values_of(fuzz::take(text, '\n'), table.is_present));
}

std::string dump(Connection& connection, std::string_view query) {
    std::string text;
    for (const auto& row : connection.query(query).rows)
        for (const auto& value : row) {
            if (const auto* number = std::get_if<std::int64_t>(&value)) text += std::to_string(*number);
            if (const auto* string = std::get_if<std::string>(&value)) text += *string;
            text += '\n';
        }
    return text;
}

std::string whole(Connection& connection) {
    return dump(connection, "SELECT position, quote(revision), quote(checksum), quote(message) FROM aludel_revision") +
           dump(connection, "SELECT * FROM aludel_revision") +
           dump(connection, "SELECT sql FROM sqlite_schema ORDER BY name") + dump(connection, "SELECT * FROM hero");
}

/// Why it failed, with the database as it was `before`; empty where it succeeded.
template <class Action> std::string failure_of(Connection& connection, const std::string& before, Action action) {
    try {
        action();
    } catch (const Error& error) {
        expect_same(whole(connection), before, "what fails changes nothing");
        expect(!error.message().empty(), "it says why");
        return error.message();
    }
    return "";
}

template <class Action> void allow_errors(Action action) {
    try {
        action();
    } catch (const Error&) {
    }
}

void read_only(Connection& connection, const Chain& chain) {
    allow_errors([&] { applied_revisions(connection); });
    allow_errors([&] { applied_revisions(connection, chain); });
    allow_errors([&] { preview_upgrade(connection, chain, "heads"); });
    allow_errors([&] { preview_downgrade(connection, chain, "base"); });
}

/// Nothing where that is an error.
template <class Ask> std::optional<Standing> asked(Ask ask) {
    try {
        return ask();
    } catch (const Error&) {
        return std::nullopt;
    }
}

void upgrade_to_heads(Connection& connection, const std::string& before, const Chain& chain) {
    auto outcome = Outcome::Status::cancelled;
    if (!failure_of(connection, before, [&] { outcome = upgrade(connection, chain).status; }).empty()) return;
    if (const auto standing = asked([&] { return status(connection, chain); }))
        expect(standing->is_usable(), "an upgraded database is usable", whole(connection));
    if (outcome == Outcome::Status::newer_compatible)
        return expect_same(whole(connection), before, "what a newer program left is left alone");
    expect(upgrade(connection, chain).status == Outcome::Status::up_to_date, "an upgraded database is up to date",
           whole(connection));
    std::set<std::string> applied;
    for (const auto& row : connection.query("SELECT revision FROM aludel_revision").rows)
        if (const auto* id = std::get_if<std::string>(&row[0])) applied.insert(*id);
    for (const auto& revision : chain.revisions)
        expect(applied.contains(std::string(revision.id)), "it has had all of the chain", whole(connection));
}

void ask_where_it_stands(Connection& connection, const std::string& before, const Chain& chain) {
    const auto standing = asked([&] { return status(connection, chain); });
    const auto required = asked([&] { return require(connection, chain); });
    expect_same(whole(connection), before, "what asks writes nothing");
    expect(standing.has_value() == required.has_value(), "both fail, or none", before);
    if (!standing) return;
    expect(standing->state == required->state, "both say the same", before);
    expect(!standing->message.empty(), "it says so in words", before);
    if (standing->is_usable()) upgrade(connection, chain); // which refuses nothing
}

void stamp_heads(Connection& connection, const std::string& before, const Chain& chain) {
    failure_of(connection, before, [&] { stamp(connection, chain, "heads"); });
    const auto then = whole(connection);
    const auto why = failure_of(connection, then, [&] { stamp(connection, chain, "heads", true); });
    const bool is_foreign = why.find("holds something that is no text") != why.npos || why.find(" format ") != why.npos;
    expect(why.empty() || is_foreign, "a purge forgets whatever was recorded", then);
    if (why.empty())
        expect(upgrade(connection, chain).status == Outcome::Status::up_to_date, "it is up to date then", then);
}

} // namespace

/// The first line says how the table is made, and what is done to the database.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const HeroChain heroes;
    const auto chain = heroes.chain();
    auto text = fuzz::text_of(data, size);
    const auto what = fuzz::take(text, '\n');
    auto connection = create_engine("sqlite://").connect();
    fill(connection, Table(what.substr(0, what.find(' '))), text);
    const auto before = whole(connection);
    if (what.ends_with("read")) {
        read_only(connection, chain);
        expect_same(whole(connection), before, "what reads writes nothing");
    } else if (what.ends_with("status")) {
        ask_where_it_stands(connection, before, chain);
    } else if (what.ends_with("down")) {
        failure_of(connection, before, [&] { downgrade_to(connection, chain, "base"); });
    } else if (what.ends_with("stamp")) {
        stamp_heads(connection, before, chain);
    } else {
        upgrade_to_heads(connection, before, chain);
    }
    expect_same(dump(connection, "SELECT id, name FROM hero"), "1\nDeadpond\n2\nRusty-Man\n3\nSpider-Boy\n",
                "the application's rows are all there");
    return 0;
}
