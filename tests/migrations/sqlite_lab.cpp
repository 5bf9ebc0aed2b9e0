#include "tests/migrations/sqlite_lab.hpp"

#include "migrations/revision/revision_file.hpp"
#include "migrations/sqlite/sqlite.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace aludel::migrations::testing {
namespace {

std::string text(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* string = std::get_if<std::string>(&value)) return *string;
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value))
        return std::to_string(bytes->size()) + " bytes";
    return "NULL";
}

std::string id_of(std::size_t number) { return "revision" + std::to_string(number); }

} // namespace

SqliteLab::SqliteLab() : database_("sqlite"), connection_(create_engine(database_.url()).connect()) {
    execute("PRAGMA foreign_keys = ON");
}

void SqliteLab::add(const std::vector<Operation>& operations) {
    Schema after = schema_;
    RenderedDialect rendered{"sqlite", sqlite_dialect().render(operations, after), {}};
    Schema back = after;
    rendered.downgrade = sqlite_dialect().render(reverse(operations, schema_), back);
    EXPECT_EQ(with_sorted_columns(back), with_sorted_columns(schema_));
    RenderedRevision revision;
    revision.id = id_of(revisions_.size());
    if (!revisions_.empty()) revision.parents = {revisions_.back().id};
    revision.message = revision.checksum = revision.id;
    revision.dialects = {std::move(rendered)};
    revisions_.push_back(std::move(revision));
    before_.push_back(schema_);
    schema_ = std::move(after);
}

OwnedChain SqliteLab::chain() const { return OwnedChain("lab", revisions_); }

void SqliteLab::apply(const std::vector<Operation>& operations) {
    add(operations);
    const auto owned = chain();
    aludel::upgrade(connection_, owned.chain());
    expect_schema();
}

void SqliteLab::expect_no_new_violations(const std::vector<Operation>& operations) {
    const std::string count = "SELECT count(*) FROM pragma_foreign_key_check";
    const auto before = rows(count);
    add(operations);
    const auto owned = chain();
    EXPECT_NO_THROW(aludel::upgrade(connection_, owned.chain()));
    EXPECT_EQ(rows(count), before);
}

void SqliteLab::forget_last() {
    schema_ = before_.back();
    before_.pop_back();
    revisions_.pop_back();
}

std::string SqliteLab::attempt(const std::vector<Operation>& operations) {
    add(operations);
    std::string message;
    try {
        const auto owned = chain();
        aludel::upgrade(connection_, owned.chain());
    } catch (const Error& error) {
        message = error.message();
        forget_last();
    }
    expect_schema();
    return message;
}

std::string SqliteLab::refused(const std::vector<Operation>& operations) {
    auto message = attempt(operations);
    EXPECT_NE(message, "") << "nothing stopped the upgrade";
    return message;
}

std::string SqliteLab::attempt_take_back() {
    std::string message;
    try {
        const auto owned = chain();
        const auto to = revisions_.size() > 1 ? id_of(revisions_.size() - 2) : std::string("base");
        aludel::downgrade_to(connection_, owned.chain(), to);
        forget_last();
    } catch (const Error& error) {
        message = error.message();
    }
    expect_schema();
    return message;
}

void SqliteLab::take_back() { EXPECT_EQ(attempt_take_back(), ""); }

void SqliteLab::execute(const std::string& statement) { connection_.execute(statement); }

std::string SqliteLab::rows(const std::string& query) {
    std::string result;
    for (const auto& row : connection_.query(query).rows) {
        if (!result.empty()) result += ";";
        for (std::size_t i = 0; i < row.size(); ++i) result += (i > 0 ? "|" : "") + text(row[i]);
    }
    return result;
}

std::vector<Step> SqliteLab::steps(const std::vector<Operation>& operations) const {
    Schema scratch = schema_;
    return sqlite_dialect().render(operations, scratch);
}

int SqliteLab::rebuilds(const std::vector<Operation>& operations) const {
    return static_cast<int>(std::ranges::count(steps(operations), ChainStep::Kind::rebuild, &Step::kind));
}

Inspection SqliteLab::inspect() { return sqlite_dialect().inspect(connection_); }

void SqliteLab::expect_schema() {
    const auto found = with_sorted_columns(inspect().schema);
    const auto wanted = with_sorted_columns(sqlite_dialect().canonical(schema_));
    EXPECT_TRUE(found == wanted) << "the database holds\n"
                                 << write_schema(found) << "and not\n"
                                 << write_schema(wanted)
                                 << rows("SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'aludel%'");
    EXPECT_EQ(rows("PRAGMA foreign_key_check"), "");
    EXPECT_EQ(rows("PRAGMA integrity_check"), "ok");
}

Column column(std::string name, std::string_view type) {
    Column result;
    result.name = std::move(name);
    result.type = parse_type(type).value();
    return result;
}

Column required(std::string name, std::string_view type) {
    auto result = column(std::move(name), type);
    result.nullable = false;
    return result;
}

Column identity(std::string name) {
    auto result = required(std::move(name), "bigint");
    result.identity.emplace();
    return result;
}

Column with_default(Column column, std::string literal) {
    column.default_value.emplace();
    column.default_value->literal = std::move(literal);
    return column;
}

SqlText sql(std::string text) { return SqlText{std::move(text), {}}; }

Name name(std::string table) { return Name{"", std::move(table)}; }

CreateTable create_table(std::string table, std::vector<Column> columns) {
    CreateTable create;
    create.table.name = name(std::move(table));
    create.table.primary_key = PrimaryKey{"", {columns.front().name}};
    create.table.columns = std::move(columns);
    return create;
}

AlterColumn alter_type(std::string table, std::string column, std::string_view type, std::string convert) {
    AlterColumn alter;
    alter.table = name(std::move(table));
    alter.column = std::move(column);
    alter.type = parse_type(type).value();
    alter.convert = sql(std::move(convert));
    return alter;
}

} // namespace aludel::migrations::testing
