#include "tests/changes/change.hpp"

#include "migrations/embed.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

namespace changes {

using namespace aludel::migrations;

namespace {

constexpr const char* first = "000000000001";
constexpr const char* second = "000000000002";

std::string text(const aludel::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&value)) return std::to_string(*number);
    if (const auto* string = std::get_if<std::string>(&value)) return *string;
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value))
        return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    return "NULL";
}

Rows ask(aludel::Connection& connection, const std::string& query) {
    Rows rows;
    for (const auto& row : connection.query(query).rows) {
        rows.emplace_back();
        for (const auto& value : row) rows.back().push_back(text(value));
    }
    return rows;
}

std::map<std::string, Rows> ask_all(aludel::Connection& connection, const std::vector<std::string>& queries) {
    std::map<std::string, Rows> answers;
    for (const auto& query : queries) answers[query] = ask(connection, query);
    return answers;
}

void set_fill(std::vector<Operation>& operations, const std::string& where, const std::string& sql) {
    for (auto& operation : operations) {
        auto* add = std::get_if<AddColumn>(&operation);
        auto* alter = std::get_if<AlterColumn>(&operation);
        if (add && to_string(add->table) + "." + add->column.name == where) add->fill.common = sql;
        if (alter && to_string(alter->table) + "." + alter->column == where) alter->fill.common = sql;
    }
}

/// Through the file's text and back, as a revision travels.
RevisionFile revision(const char* id, std::vector<std::string> parents, std::vector<Operation> operations) {
    Revision value;
    value.id = id;
    value.parents = std::move(parents);
    value.message = "a change";
    value.created = "2026-11-23T00:00:00Z";
    value.upgrade = std::move(operations);
    const auto file = read_revision(write_revision(value), std::string(id) + ".yaml");
    EXPECT_EQ(file.revision, value) << write_revision(value);
    return file;
}

void expect_schema(const Dialect& dialect, aludel::Connection& connection, const Schema& expected, const char* when) {
    const auto found = with_sorted_columns(dialect.inspect(connection).schema);
    const auto wanted = with_sorted_columns(dialect.canonical(expected));
    EXPECT_EQ(found, wanted) << when << ": the database holds\n"
                             << write_schema(found) << "and not\n"
                             << write_schema(wanted);
    EXPECT_TRUE(diff(found, wanted).operations.empty());
}

void expect_keys_hold(aludel::Connection& connection) {
    if (connection.dialect() != "sqlite") return; // the other never lets them break
    EXPECT_TRUE(connection.query("PRAGMA foreign_key_check").rows.empty());
}

int count_rebuilds(const OwnedChain& chain) {
    int count = 0;
    for (const auto& step : chain.chain().revisions.back().dialects.front().upgrade)
        count += step.kind == aludel::ChainStep::Kind::rebuild;
    return count;
}

} // namespace

Change::Change(std::string dialect, Schema before, Schema after)
    : dialect_(std::move(dialect)), before_(std::move(before)), after_(std::move(after)) {}

Change& Change::renamed(const std::string& table, const std::string& from, const std::string& to) {
    renames_.push_back({table.empty() ? Name{} : Name{"", table}, from, to});
    return *this;
}
Change& Change::fill(const std::string& table_and_column, const std::string& sql) {
    fills_[table_and_column] = sql;
    return *this;
}
Change& Change::with(const std::string& sql) {
    more_rows_ += sql;
    return *this;
}
Change& Change::keeps(const std::string& query) {
    kept_.push_back(query);
    return *this;
}
Change& Change::gives(const std::string& query, Rows rows) {
    given_.emplace_back(query, std::move(rows));
    return *this;
}
Change& Change::gives_back(const std::string& query) {
    given_back_.push_back(query);
    return *this;
}
Change& Change::stops(const std::vector<std::string>& words) {
    stop_words_ = words;
    return *this;
}
Change& Change::rebuilds(int count) {
    rebuilds_ = count;
    return *this;
}

void Change::run() {
    const Dialect& dialect = *find_dialect(dialect_);
    auto operations = diff(before_, after_, renames_).operations;
    for (const auto& [where, sql] : fills_) set_fill(operations, where, sql);
    ASSERT_FALSE(operations.empty());
    EXPECT_TRUE(missing_fills(operations, before_).empty());

    const RevisionHistory history(
        {revision(first, {}, diff({}, before_).operations), revision(second, {first}, operations)});
    EXPECT_EQ(with_sorted_columns(history.schema_at_heads()), with_sorted_columns(after_));
    EXPECT_TRUE(diff(history.schema_at_heads(), after_, renames_).operations.empty());
    const Dialect* const dialects[] = {&dialect};
    const OwnedChain chain("changes", render(history, dialects));
    if (rebuilds_ >= 0 && dialect_ == "sqlite") {
        EXPECT_EQ(count_rebuilds(chain), rebuilds_);
    }

    const aludel::test::TemporaryDatabase database(dialect_);
    const auto engine = aludel::create_engine(database.url());
    auto connection = engine.connect();
    aludel::upgrade_to(connection, chain.chain(), first);
    expect_schema(dialect, connection, before_, "at first");
    if (dialect_ == "sqlite") connection.execute("PRAGMA foreign_keys = ON");
    connection.execute(usual_rows);
    if (!more_rows_.empty()) connection.execute(more_rows_);

    auto asked_again = kept_;
    asked_again.insert(asked_again.end(), given_back_.begin(), given_back_.end());
    const auto kept = ask_all(connection, kept_);
    const auto old = ask_all(connection, asked_again);

    if (!stop_words_.empty()) {
        try {
            aludel::upgrade(connection, chain.chain());
            ADD_FAILURE() << "the upgrade went through";
        } catch (const aludel::Error& error) {
            for (const auto& word : stop_words_)
                EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << word << " is not in\n"
                                                                                   << error.what();
        }
        expect_schema(dialect, connection, before_, "after the stop");
        EXPECT_EQ(ask_all(connection, asked_again), old);
        return;
    }

    const auto outcome = aludel::upgrade(connection, chain.chain());
    EXPECT_EQ(outcome.status, aludel::Outcome::Status::upgraded);
    expect_schema(dialect, connection, after_, "after the upgrade");
    expect_keys_hold(connection);
    EXPECT_EQ(ask_all(connection, kept_), kept);
    for (const auto& [query, rows] : given_) EXPECT_EQ(ask(connection, query), rows) << query;
    EXPECT_EQ(aludel::upgrade(connection, chain.chain()).status, aludel::Outcome::Status::up_to_date);

    aludel::downgrade_to(connection, chain.chain(), first);
    expect_schema(dialect, connection, before_, "after the downgrade");
    expect_keys_hold(connection);
    EXPECT_EQ(ask_all(connection, asked_again), old);

    aludel::upgrade(connection, chain.chain());
    expect_schema(dialect, connection, after_, "after the second upgrade");
}

INSTANTIATE_TEST_SUITE_P(On, Changes, testing::Values("sqlite", "postgresql"),
                         [](const auto& test) { return test.param; });

} // namespace changes
