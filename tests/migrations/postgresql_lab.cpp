#include "tests/migrations/postgresql_lab.hpp"

#include "migrations/postgresql/postgresql.hpp"
#include "migrations/revision/revision_file.hpp"

#include <aludel/error.hpp>
#include <aludel/upgrade.hpp>

#include <gtest/gtest.h>

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

PostgresqlLab::PostgresqlLab() : database_("postgresql"), connection_(create_engine(database_.url()).connect()) {}

void PostgresqlLab::add(const std::vector<Operation>& wanted) {
    Schema after = schema_;
    RenderedDialect rendered{"postgresql", postgresql_dialect().render(wanted, after), {}};
    Schema back = after;
    rendered.downgrade = postgresql_dialect().render(reverse(wanted, schema_), back);
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

void PostgresqlLab::forget_last() {
    schema_ = before_.back();
    before_.pop_back();
    revisions_.pop_back();
    expect_schema();
}

void PostgresqlLab::upgrade(const std::vector<Operation>& wanted) {
    add(wanted);
    const OwnedChain owned("lab", revisions_);
    aludel::upgrade(connection_, owned.chain());
}

void PostgresqlLab::apply(const std::vector<Operation>& wanted) {
    upgrade(wanted);
    expect_schema();
}

std::string PostgresqlLab::refused(const std::vector<Operation>& wanted) {
    add(wanted);
    std::string message;
    try {
        const OwnedChain owned("lab", revisions_);
        aludel::upgrade(connection_, owned.chain());
        ADD_FAILURE() << "nothing stopped the upgrade";
    } catch (const Error& error) {
        message = error.message();
    }
    forget_last();
    return message;
}

void PostgresqlLab::take_back() {
    const OwnedChain owned("lab", revisions_);
    const auto to = revisions_.size() > 1 ? id_of(revisions_.size() - 2) : std::string("base");
    aludel::downgrade_to(connection_, owned.chain(), to);
    forget_last();
}

std::string PostgresqlLab::rows(const std::string& query) {
    std::string result;
    for (const auto& row : connection_.query(query).rows) {
        if (!result.empty()) result += ";";
        for (std::size_t i = 0; i < row.size(); ++i) result += (i > 0 ? "|" : "") + text(row[i]);
    }
    return result;
}

Inspection PostgresqlLab::inspect() { return postgresql_dialect().inspect(connection_); }

void PostgresqlLab::expect_schema() {
    auto found = with_sorted_columns(inspect().schema);
    std::erase_if(found.tables, [](const auto& entry) { return entry.first.schema == "other"; });
    const auto wanted = with_sorted_columns(postgresql_dialect().canonical(schema_, connection_));
    EXPECT_TRUE(found == wanted) << "the database holds\n"
                                 << write_schema(found) << "and not\n"
                                 << write_schema(wanted);
}

std::vector<Operation> operations(std::string_view yaml) {
    const std::string text =
        "revision: 000000000000\nparents: []\nmessage: m\ncreated: 2026-11-23T00:00:00Z\nupgrade:\n" +
        std::string(yaml);
    return read_revision(text, "test.yaml").revision.upgrade;
}

} // namespace aludel::migrations::testing
