// A history table that somebody else filled: an upgrade succeeds or leaves the database as it was, and says why.
#include "tests/fuzz/fuzz.hpp"
#include "tests/runtime/test_chain.hpp"

#include <aludel/engine.hpp>
#include <aludel/error.hpp>
#include <aludel/preview.hpp>
#include <aludel/upgrade.hpp>

#include <charconv>
#include <set>

using namespace aludel;
using fuzz::expect;
using fuzz::expect_same;

namespace {

constexpr std::string_view create_strict =
    "CREATE TABLE aludel_revision (position INTEGER PRIMARY KEY, revision TEXT NOT NULL UNIQUE, checksum TEXT NOT "
    "NULL, "
    "message TEXT NOT NULL, applied_at TEXT NOT NULL, duration_us INTEGER NOT NULL)";
constexpr std::string_view create_loose =
    "CREATE TABLE aludel_revision (position INTEGER PRIMARY KEY, revision, checksum, message, applied_at, duration_us)";

/// Two revisions, a third that replaces two others, of which the chain still has one, and a branch beside them.
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
        return {
            {"a1",
             {},
             {sql("CREATE TABLE IF NOT EXISTS team (id)"), sql("INSERT INTO team VALUES (1)")},
             {sql("DROP TABLE team")}},
            {"b2", {"a1"}, {test::rebuild("hero", limit), sql("UPDATE hero SET age = age + 1")}, {sql("SELECT 1")}},
            {"c3", {"b2"}, {sql("CREATE TABLE IF NOT EXISTS town (id)")}, {sql("DROP TABLE town")}},
            {"d4", {}, {sql("CREATE TABLE IF NOT EXISTS side (id)")}, {sql("DROP TABLE side")}, {}, {}, {}, "side"}};
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

/// Lines of fields that are separated by tabs.
void fill(Connection& connection, bool strict, std::string_view text) {
    connection.execute("CREATE TABLE hero (id INTEGER PRIMARY KEY, name text, age integer); INSERT INTO hero VALUES "
                       "(1, 'Deadpond', 48), (2, 'Rusty-Man', NULL), (3, 'Spider-Boy', 16)");
    connection.execute(strict ? create_strict : create_loose);
    while (!text.empty()) {
        auto line = fuzz::take(text, '\n');
        std::vector<Value> values;
        while (values.size() < 5) values.push_back(value_of(fuzz::take(line, '\t')));
        try {
            connection.execute("INSERT INTO aludel_revision (revision, checksum, message, applied_at, duration_us) "
                               "VALUES ($1, $2, $3, $4, $5)",
                               std::span<const Value>(values));
        } catch (const Error&) { // the table's own constraints
        }
    }
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
           dump(connection, "SELECT sql FROM sqlite_schema ORDER BY name") + dump(connection, "SELECT * FROM hero");
}

/// Whether it succeeded. Where it did not, the database is as it was `before`.
template <class Action> bool succeeds(Connection& connection, const std::string& before, Action action) {
    try {
        action();
        return true;
    } catch (const Error& error) {
        expect_same(whole(connection), before, "what fails changes nothing");
        expect(!error.message().empty(), "it says why");
    }
    return false;
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

void upgrade_to_heads(Connection& connection, const std::string& before, const Chain& chain) {
    if (!succeeds(connection, before, [&] { upgrade(connection, chain); })) return;
    expect(upgrade(connection, chain).status == Outcome::Status::up_to_date, "an upgraded database is up to date",
           whole(connection));
    std::set<std::string> applied;
    for (const auto& row : applied_revisions(connection, chain)) applied.insert(row.revision);
    for (const auto& revision : chain.revisions)
        expect(applied.contains(std::string(revision.id)), "it has had all of the chain", whole(connection));
}

} // namespace

/// The first line says how strict the table is, and what is done to the database.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const HeroChain heroes;
    const auto chain = heroes.chain();
    auto text = fuzz::text_of(data, size);
    const auto what = fuzz::take(text, '\n');
    auto connection = create_engine("sqlite://").connect();
    fill(connection, !what.starts_with("loose"), text);
    const auto before = whole(connection);
    if (what.ends_with("read")) {
        read_only(connection, chain);
        expect_same(whole(connection), before, "what reads writes nothing");
    } else if (what.ends_with("down")) {
        succeeds(connection, before, [&] { downgrade_to(connection, chain, "base"); });
    } else if (what.ends_with("stamp")) {
        succeeds(connection, before, [&] { stamp(connection, chain, "heads"); });
        stamp(connection, chain, "heads", true);
    } else {
        upgrade_to_heads(connection, before, chain);
    }
    expect_same(dump(connection, "SELECT id, name FROM hero"), "1\nDeadpond\n2\nRusty-Man\n3\nSpider-Boy\n",
                "the application's rows are all there");
    return 0;
}
