// A table's definition: what SQLite takes is read as SQLite has it, printed as it was, and edited into something that
// is read again.
#include "sqlite/create_table.hpp"
#include "sqlite/handle.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <aludel/error.hpp>

#include <optional>

using namespace aludel::sqlite;
using aludel::TableEdit;
using aludel::fuzz::expect;
using aludel::fuzz::expect_same;

namespace {

std::optional<CreateTable> parsed(std::string_view sql) {
    try {
        return parse_create_table(sql);
    } catch (const aludel::Error&) {
        return std::nullopt;
    }
}

std::optional<CreateTable> edited(CreateTable table, const TableEdit& edit) {
    try {
        apply(edit, table);
    } catch (const aludel::Error&) {
        return std::nullopt;
    }
    return table;
}

void edit_each(const CreateTable& table) {
    for (const auto& column : table.columns) {
        const auto dropped = edited(table, {TableEdit::Kind::drop_column, column.name, {}, {}});
        if (!dropped || dropped->columns.empty()) continue;
        const auto again = parsed(print(*dropped));
        expect(again.has_value(), "without a column it is read again", print(*dropped));
        expect(again->columns.size() == dropped->columns.size(), "with all the others", print(*dropped));
    }
    const auto added =
        edited(table, {TableEdit::Kind::add_column, "added", "\"added\" integer NOT NULL DEFAULT 0", {}});
    expect(added && parsed(print(*added)), "with one more column it is read again", added ? print(*added) : "");
}

/// What SQLite itself makes of one statement, which may run no longer than a definition takes.
class Oracle {
public:
    Oracle() : handle_(open(), true) {}

    /// The definition as it is kept; nothing where SQLite takes none.
    std::string kept(std::string_view sql) {
        try {
            Statement statement(handle_.get(), sql);
            if (statement.empty()) return {};
            statement.step();
            Statement table(handle_.get(), "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE "
                                           "'CREATE TABLE%' AND name NOT LIKE 'sqlite%' LIMIT 1");
            return table.step() ? table.text(0) : std::string();
        } catch (const aludel::Error&) {
            return {};
        }
    }

    void expect_alike(const CreateTable& table, const std::string& sql) {
        Statement columns(handle_.get(), "SELECT c.name, c.\"notnull\", c.pk FROM sqlite_schema AS t, "
                                         "pragma_table_xinfo(t.name) AS c WHERE t.type = 'table' AND t.sql LIKE "
                                         "'CREATE TABLE%' AND t.name NOT LIKE 'sqlite%' ORDER BY c.cid");
        std::size_t count = 0;
        std::size_t key_columns = 0;
        for (; columns.step(); ++count) {
            expect(count < table.columns.size(), "all columns are read", sql);
            const auto& column = table.columns[count];
            expect_same(column.name, columns.text(0), "the column is called so");
            const bool not_null = column.find(TableConstraint::Kind::not_null);
            if (!table.without_rowid) expect(not_null == (columns.integer(1) != 0), "NOT NULL is read", sql);
            if (columns.integer(2) > 0) ++key_columns;
        }
        expect(count == table.columns.size(), "nothing else is read as a column", sql);
        expect((key_columns > 0) == !primary_key_columns(table).empty(), "the primary key is read", sql);
    }

private:
    static ::sqlite3* open() {
        ::sqlite3* handle = nullptr;
        sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        sqlite3_progress_handler(
            handle, 10'000, [](void*) { return 1; }, nullptr);
        sqlite3_set_authorizer(handle, allow, nullptr);
        return handle;
    }
    /// Other statements than CREATE TABLE could open files.
    static int allow(void*, int action, const char*, const char*, const char*, const char*) {
        return action == SQLITE_ATTACH || action == SQLITE_FUNCTION ? SQLITE_DENY : SQLITE_OK;
    }

    Handle handle_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto sql = aludel::fuzz::text_of(data, size);
    if (const auto table = parsed(sql)) {
        expect_same(print(*table), sql, "it is printed as it was");
        edit_each(*table);
    }
    Oracle oracle;
    const auto kept = oracle.kept(sql);
    if (kept.empty()) return 0;
    const auto table = parsed(kept);
    expect(table.has_value(), "what SQLite takes is read", kept);
    oracle.expect_alike(*table, kept);
    return 0;
}
