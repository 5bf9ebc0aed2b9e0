#include "tests/migrations/chain_lab.hpp"

#include "migrations/history/squash.hpp"
#include "migrations/revision/text_file.hpp"

#include <fstream>

namespace aludel::migrations::testing {
namespace {

std::string shown(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return std::holds_alternative<std::monostate>(value) ? "NULL" : "bytes";
}

std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text;
}

} // namespace

void ChainFiles::write(const std::string& id, const std::vector<std::string>& parents, const std::string& upgrade,
                       const std::string& more) const {
    std::ofstream(path(id)) << "revision: " << id << "\nparents: [" << joined(parents) << "]\nmessage: " << id << "\n"
                            << more << "upgrade:" << (upgrade.empty() ? " []" : "\n" + upgrade) << "\n";
}

void ChainFiles::remove(const std::string& id) const { std::filesystem::remove(path(id)); }

std::string ChainFiles::problem() const {
    try {
        history();
    } catch (const FileError& error) {
        return error.what();
    }
    return "";
}

WrittenSquash squash(const ChainFiles& files, const std::string& range, const std::string& id) {
    const auto history = files.history();
    const auto run = closed_run(history, range);
    auto revision = squashed(history, run);
    revision.id = id;
    revision.message = id;
    const auto edits = edits_for_squash(history, run, id);
    WrittenSquash written{add_revision(files.directory(), revision), {}};
    for (const auto& edit : edits) {
        replace_file(edit.file, edit.text);
        written.edited.push_back(edit.file);
    }
    return written;
}

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

ChainDatabase::ChainDatabase(std::string_view dialect)
    : database_(dialect), dialect_(dialect), connection_(create_engine(database_.url()).connect()) {
    if (dialect == "sqlite") connection_.execute("PRAGMA foreign_keys = ON");
}

OwnedChain ChainDatabase::chain(const RevisionHistory& history) const {
    const auto* dialect = find_dialect(dialect_);
    return {"test", render(history, std::span(&dialect, 1))};
}

Outcome ChainDatabase::upgrade(const RevisionHistory& history, const UpgradeOptions& options) {
    return aludel::upgrade(connection_, chain(history).chain(), options);
}
Outcome ChainDatabase::upgrade(const RevisionHistory& history, std::string_view revision) {
    return upgrade_to(connection_, chain(history).chain(), revision);
}
Outcome ChainDatabase::downgrade(const RevisionHistory& history, std::string_view revision) {
    return downgrade_to(connection_, chain(history).chain(), revision);
}
Outcome ChainDatabase::stamp(const RevisionHistory& history, std::string_view revision) {
    return aludel::stamp(connection_, chain(history).chain(), revision);
}
Standing ChainDatabase::status(const RevisionHistory& history) {
    return aludel::status(connection_, chain(history).chain());
}

std::string ChainDatabase::rows(const std::string& query) {
    std::string text;
    for (const auto& row : connection_.query(query).rows) {
        if (!text.empty()) text += ";";
        for (std::size_t i = 0; i < row.size(); ++i) text += (i > 0 ? "|" : "") + shown(row[i]);
    }
    return text;
}

Schema ChainDatabase::schema() { return with_sorted_columns(find_dialect(dialect_)->inspect(connection_).schema); }

std::string ChainDatabase::applied() {
    std::string text;
    for (const auto& row : applied_revisions(connection_)) text += (text.empty() ? "" : ";") + row.revision;
    return text;
}

std::string contents(ChainDatabase& database) {
    std::string text;
    for (const auto& [name, table] : database.schema().tables) {
        std::string columns;
        for (const auto& column : table.columns) columns += (columns.empty() ? "" : ", ") + column.name;
        text += name.name + "(" + columns +
                "): " + database.rows("SELECT " + columns + " FROM " + name.name + " ORDER BY " + columns) + "\n";
    }
    return text;
}

} // namespace aludel::migrations::testing
