#include "tests/changes/change.hpp"

#include "migrations/embed/embed.hpp"
#include "migrations/schema/naming.hpp"
#include "tests/support/temporary_database.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <algorithm>
#include <optional>

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

std::vector<Rows> ask_all(aludel::Connection& connection, const std::vector<std::string>& queries) {
    std::vector<Rows> answers;
    for (const auto& query : queries) answers.push_back(ask(connection, query));
    return answers;
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
    const auto wanted = with_sorted_columns(dialect.canonical(expected, connection));
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

/// Where the table's rows are: another number after a rewrite.
std::string place_of(aludel::Connection& connection, const std::string& table) {
    const auto sql = connection.dialect() == "sqlite"
                         ? "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = '" + table + "'"
                         : "SELECT pg_relation_filenode('" + table + "')";
    return ask(connection, sql).at(0).at(0);
}

/// The same rows under the names before and after; columns that the change leaves alone.
struct KeptTable {
    std::string before;
    std::string after;
};

/// As texts: not every type has an order.
std::string selection(const Dialect& dialect, const Name& table, const std::vector<std::string>& columns) {
    std::string list, order;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        list += (i > 0 ? ", " : "") + ("CAST(" + dialect.quote_identifier(columns[i])) + " AS TEXT)";
        order += (i > 0 ? ", " : "") + std::to_string(i + 1);
    }
    return "SELECT " + list + " FROM " + (table.schema.empty() ? "" : dialect.quote_identifier(table.schema) + ".") +
           dialect.quote_identifier(table.name) + " ORDER BY " + order;
}

/// What the name is called after the change.
std::string renamed_to(const std::vector<Rename>& renames, const Name& table, const std::string& name) {
    for (const auto& rename : renames)
        if (rename.table == table && rename.from == name) return rename.to;
    return name;
}

std::vector<KeptTable> kept_tables(const Dialect& dialect, const Schema& before, const Schema& after,
                                   const std::vector<Rename>& renames, const std::vector<std::string>& lossy) {
    const auto is_lossy = [&](const std::string& name) { return std::ranges::find(lossy, name) != lossy.end(); };
    std::vector<KeptTable> kept;
    for (const auto& [name, table] : before.tables) {
        const Name now{name.schema, renamed_to(renames, {}, name.name)};
        const auto twin = after.tables.find(now);
        if (twin == after.tables.end() || is_lossy(name.name)) continue;
        std::vector<std::string> old_columns, new_columns;
        for (const auto& column : table.columns) {
            const auto* same = twin->second.find_column(renamed_to(renames, now, column.name));
            if (!same || same->type != column.type || same->generated != column.generated) continue;
            if (is_lossy(now.name + "." + same->name)) continue;
            old_columns.push_back(column.name);
            new_columns.push_back(same->name);
        }
        if (!old_columns.empty())
            kept.push_back({selection(dialect, name, old_columns), selection(dialect, now, new_columns)});
    }
    return kept;
}

void expect_words(const std::string& message, const std::vector<std::string>& words) {
    for (const auto& word : words)
        EXPECT_NE(message.find(word), std::string::npos) << word << " is not in\n" << message;
}

} // namespace

std::vector<Operation> operations(const std::string& text) {
    if (text.empty()) return {};
    return read_revision("revision: '0'\nparents: []\nupgrade:\n" + text, "case.yaml").revision.upgrade;
}

Schema after(Schema schema, const std::string& text) {
    for (const auto& operation : operations(text)) apply(operation, schema);
    return schema;
}

/// A database on which the case plays: at `first`, with rows.
struct Change::Run {
    explicit Run(Change& change)
        : of(change),
          dialect(*find_dialect(change.dialect_)),
          operations(edited()),
          chain(make_chain()),
          database(change.dialect_),
          connection(aludel::create_engine(database.url()).connect()),
          kept(kept_tables(dialect, of.before_, of.after_, of.renames_, of.lossy_)) {
        aludel::upgrade_to(connection, chain->chain(), first);
        expect_schema(dialect, connection, of.before_, "at first");
        if (of.dialect_ == "sqlite") connection.execute("PRAGMA foreign_keys = ON");
        connection.execute(usual_rows);
        if (!of.more_rows_[of.dialect_].empty()) connection.execute(of.more_rows_[of.dialect_]);
        if (!of.more_rows_[""].empty()) connection.execute(of.more_rows_[""]);
        before = snapshot();
    }

    std::vector<Operation> edited() {
        auto made = of.written_.empty() ? diff(of.before_, of.after_, of.renames_).operations : of.written_;
        for (auto& operation : made)
            for (const auto& edit : of.edits_) edit(operation);
        return made;
    }

    std::unique_ptr<OwnedChain> make_chain() {
        const RevisionHistory history(
            {revision(first, {}, diff({}, of.before_).operations), revision(second, {first}, operations)});
        EXPECT_EQ(with_sorted_columns(history.schema_at_heads()), with_sorted_columns(of.after_));
        EXPECT_TRUE(diff(history.schema_at_heads(), of.after_, of.renames_).operations.empty());
        const Dialect* const dialects[] = {&dialect};
        return std::make_unique<OwnedChain>("changes", render(history, dialects));
    }

    /// All that must be the same whenever the database is at `first`.
    std::vector<Rows> snapshot() {
        std::vector<std::string> queries = of.kept_;
        queries.insert(queries.end(), of.given_back_.begin(), of.given_back_.end());
        for (const auto& table : kept) queries.push_back(table.before);
        return ask_all(connection, queries);
    }

    void expect_at_first(const char* when) {
        SCOPED_TRACE(when);
        expect_schema(dialect, connection, of.before_, when);
        expect_keys_hold(connection);
        EXPECT_EQ(snapshot(), before);
    }

    void expect_upgraded() {
        expect_schema(dialect, connection, of.after_, "after the upgrade");
        expect_keys_hold(connection);
        std::vector<std::string> queries = of.kept_, old_queries = of.kept_;
        std::vector<Rows> wanted(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(of.kept_.size()));
        for (std::size_t i = 0; i < kept.size(); ++i) {
            queries.push_back(kept[i].after);
            wanted.push_back(before[of.kept_.size() + of.given_back_.size() + i]);
        }
        for (std::size_t i = 0; i < queries.size(); ++i)
            EXPECT_EQ(ask(connection, queries[i]), wanted[i]) << queries[i];
        for (const auto& [query, rows] : of.given_) EXPECT_EQ(ask(connection, query), rows) << query;
        for (const auto& sql : of.refused_) EXPECT_THROW(connection.execute(sql), aludel::Error) << sql;
        EXPECT_EQ(aludel::upgrade(connection, chain->chain()).status, aludel::Outcome::Status::up_to_date);
    }

    /// What was said when it stopped.
    template <class Act> std::string stopped(Act act) {
        try {
            act();
        } catch (const aludel::Error& error) {
            return error.what();
        }
        ADD_FAILURE() << "it went through";
        return {};
    }

    Change& of;
    const Dialect& dialect;
    std::vector<Operation> operations;
    std::unique_ptr<OwnedChain> chain;
    aludel::test::TemporaryDatabase database;
    aludel::Connection connection;
    std::vector<KeptTable> kept;
    std::vector<Rows> before;
};

Change::Change(std::string dialect, Schema before, Schema after)
    : dialect_(std::move(dialect)), before_(std::move(before)), after_(std::move(after)) {}

Change& Change::renamed(const std::string& table, const std::string& from, const std::string& to) {
    renames_.push_back({table.empty() ? Name{} : Name{"", table}, from, to});
    return *this;
}
Change& Change::fill(const std::string& where, const std::string& sql) {
    lossy_.push_back(where);
    edits_.push_back([=](Operation& operation) {
        auto* add = std::get_if<AddColumn>(&operation);
        auto* alter = std::get_if<AlterColumn>(&operation);
        if (add && to_string(add->table) + "." + add->column.name == where) add->fill.common = sql;
        if (alter && to_string(alter->table) + "." + alter->column == where) alter->fill.common = sql;
    });
    return *this;
}
Change& Change::convert(const std::string& where, const std::string& sql) {
    edits_.push_back([=](Operation& operation) {
        auto* alter = std::get_if<AlterColumn>(&operation);
        if (alter && to_string(alter->table) + "." + alter->column == where) alter->convert.common = sql;
    });
    return *this;
}
Change& Change::on_conflict(const std::string& constraint, OnConflict action) {
    edits_.push_back([=](Operation& operation) {
        const auto set = [&](auto* create, const auto& made) {
            if (create && made.name == constraint) create->on_conflict = action;
        };
        if (auto* key = std::get_if<CreatePrimaryKey>(&operation)) set(key, key->primary_key);
        if (auto* unique = std::get_if<CreateUnique>(&operation)) set(unique, unique->unique);
        if (auto* check = std::get_if<CreateCheck>(&operation)) set(check, check->check);
        if (auto* key = std::get_if<CreateForeignKey>(&operation)) set(key, key->foreign_key);
        if (auto* index = std::get_if<CreateIndex>(&operation)) set(index, index->index);
    });
    return *this;
}
Change& Change::mapping(const std::map<std::string, std::string>& values) {
    edits_.push_back([=](Operation& operation) {
        if (auto* alter = std::get_if<AlterEnum>(&operation)) alter->mapping = values;
    });
    return *this;
}
Change& Change::concurrently() {
    edits_.push_back([](Operation& operation) {
        if (auto* create = std::get_if<CreateIndex>(&operation)) create->concurrently = true;
        if (auto* drop = std::get_if<DropIndex>(&operation)) drop->concurrently = true;
        if (auto* check = std::get_if<CreateCheck>(&operation)) check->concurrently = true;
        if (auto* key = std::get_if<CreateForeignKey>(&operation)) key->concurrently = true;
        if (auto* alter = std::get_if<AlterColumn>(&operation)) alter->concurrently = alter->nullable == false;
    });
    return *this;
}
Change& Change::written(std::vector<Operation> operations) {
    written_ = std::move(operations);
    return *this;
}
Change& Change::with(const std::string& sql) { return with("", sql); }
Change& Change::with(const std::string& dialect, const std::string& sql) {
    more_rows_[dialect] += sql + ";\n";
    return *this;
}
Change& Change::keeps(const std::string& query) {
    kept_.push_back(query);
    return *this;
}
Change& Change::gives(const std::string& query, Rows rows) { return gives(dialect_, query, std::move(rows)); }
Change& Change::gives(const std::string& dialect, const std::string& query, Rows rows) {
    if (dialect == dialect_) given_.emplace_back(query, std::move(rows));
    return *this;
}
Change& Change::gives_back(const std::string& query) {
    given_back_.push_back(query);
    return *this;
}
Change& Change::loses_rows(const std::string& table) {
    lossy_.push_back(table);
    return *this;
}
Change& Change::refuses(const std::string& sql) {
    refused_.push_back(sql);
    return *this;
}
Change& Change::stops(const std::vector<std::string>& words) {
    stop_words_ = words;
    return *this;
}
Change& Change::stops_back(const std::string& sql, const std::vector<std::string>& words) {
    rows_before_downgrade_ = sql;
    back_stop_words_ = words;
    return *this;
}
Change& Change::rebuilds(int count) {
    rebuilds_ = count;
    return *this;
}
Change& Change::stays_in_place(const std::string& table) {
    in_place_.push_back(table);
    return *this;
}
Change& Change::leaves_out(const std::string& dialect, const std::vector<std::string>& lines) {
    if (dialect == dialect_) left_out_ = lines;
    return *this;
}

void Change::run() {
    Run run(*this);
    ASSERT_FALSE(run.operations.empty());
    EXPECT_TRUE(missing_fills(run.operations, before_).empty());
    if (rebuilds_ >= 0 && dialect_ == "sqlite") {
        EXPECT_EQ(count_rebuilds(*run.chain), rebuilds_);
    }
    for (const auto& line : left_out_) {
        std::vector<std::string> said;
        for (const auto& operation : run.operations)
            std::ranges::move(run.dialect.left_out(operation), std::back_inserter(said));
        EXPECT_NE(std::ranges::find(said, line), said.end())
            << line << " is not among " << testing::PrintToString(said);
    }
    if (!stop_words_.empty()) {
        expect_words(run.stopped([&] { aludel::upgrade(run.connection, run.chain->chain()); }), stop_words_);
        return run.expect_at_first("after the stop");
    }

    const auto places = [&] {
        std::vector<std::string> all;
        for (const auto& table : in_place_) all.push_back(place_of(run.connection, table));
        return all;
    };
    const auto old_places = places();
    const auto outcome = aludel::upgrade(run.connection, run.chain->chain());
    EXPECT_EQ(outcome.status, aludel::Outcome::Status::upgraded);
    EXPECT_EQ(places(), old_places) << "rows were written anew";
    run.expect_upgraded();

    const auto downgrade = [&] { aludel::downgrade_to(run.connection, run.chain->chain(), first); };
    if (!back_stop_words_.empty()) {
        run.connection.execute(rows_before_downgrade_);
        expect_words(run.stopped(downgrade), back_stop_words_);
        return expect_schema(run.dialect, run.connection, after_, "after the stopped downgrade");
    }
    downgrade();
    run.expect_at_first("after the downgrade");
    aludel::upgrade(run.connection, run.chain->chain());
    expect_schema(run.dialect, run.connection, after_, "after the second upgrade");
    expect_keys_hold(run.connection);
}

void Change::all_stop(const std::vector<Schema>& afters, const std::vector<std::string>& words) {
    Run run(*this);
    for (const auto& each : afters) {
        const auto operations = diff(before_, each).operations;
        SCOPED_TRACE(write_operations(operations));
        const RevisionHistory history(
            {revision(first, {}, diff({}, before_).operations), revision(second, {first}, operations)});
        const Dialect* const dialects[] = {&run.dialect};
        const OwnedChain chain("changes", render(history, dialects));
        expect_words(run.stopped([&] { aludel::upgrade(run.connection, chain.chain()); }), words);
    }
    run.expect_at_first("after all the stops");
}

void Change::is_none() {
    const Dialect& dialect = *find_dialect(dialect_);
    const auto wanted = dialect.canonical(before_);
    EXPECT_TRUE(diff(wanted, dialect.canonical(after_)).operations.empty())
        << write_operations(diff(wanted, dialect.canonical(after_)).operations);
    const aludel::test::TemporaryDatabase database(dialect_);
    auto connection = aludel::create_engine(database.url()).connect();
    const RevisionHistory history({revision(first, {}, diff({}, before_).operations)});
    const Dialect* const dialects[] = {&dialect};
    aludel::upgrade(connection, OwnedChain("changes", render(history, dialects)).chain());
    expect_schema(dialect, connection, after_, "the database made of the one, compared with the other");
}

INSTANTIATE_TEST_SUITE_P(On, Changes, testing::Values("sqlite", "postgresql"),
                         [](const auto& test) { return test.param; });

} // namespace changes
