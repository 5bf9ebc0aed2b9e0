// SQL, whatever it says: its tokens are the whole of it, renaming a column leaves none of the old name, and a
// statement ends where SQLite says it does.
#include "migrations/operation/operation.hpp"
#include "migrations/postgresql/expression.hpp"
#include "migrations/schema/sql_tokens.hpp"
#include "migrations/sqlite/expression.hpp"
#include "migrations/statement_reader.hpp"
#include "sql_token.hpp"
#include "sqlite/handle.hpp"
#include "sqlite/tokens.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <aludel/error.hpp>

#include <algorithm>

namespace migrations = aludel::migrations;
namespace runtime = aludel::sqlite;
namespace fuzz = aludel::fuzz;
using namespace aludel::migrations;
using aludel::detail::sql_tokens;
using aludel::detail::SqlToken;
using fuzz::expect;
using fuzz::expect_same;

namespace {

template <class Token> std::string joined(const std::vector<Token>& tokens) {
    std::string whole;
    for (const auto& token : tokens) {
        expect(!token.text.empty(), "a token has a text");
        whole += token.text;
    }
    return whole;
}

void read_tokens(std::string_view sql) {
    expect_same(joined(sql_tokens(sql)), sql, "all tokens are the whole text");
    expect_same(joined(runtime::tokenize(sql)), sql, "all of SQLite's tokens are the whole text");
    for (const auto& token : sql_tokens(sql)) {
        expect(sql_tokens(token.text).size() == 1, "a token alone is one token", token.text);
        if (token.kind == SqlToken::Kind::word || token.kind == SqlToken::Kind::quoted)
            aludel::detail::identifier_of(token);
    }
    for (const auto& token : runtime::tokenize(sql)) runtime::unquoted(token);
}

void read_statement(std::string_view sql) {
    StatementReader reader(sql);
    reader.is_one_statement();
    reader.has("ALTER TABLE");
    reader.names_any_of({"hero", "power"});
    if (reader.take("CREATE TABLE") || reader.take_behind("UPDATE")) reader.take_name();
    reader.take_table_of_column();
    reader.take_identifier();
    reader.take_until({"SET", "WHERE"});
}

/// In any case, as names are.
bool contains(std::string_view sql, std::string_view name) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; };
    const auto same = [&](char one, char other) { return lower(one) == lower(other); };
    return std::search(sql.begin(), sql.end(), name.begin(), name.end(), same) != sql.end();
}

void rename(std::string_view sql) {
    if (contains(sql, "strength")) return;
    SqlText text{std::string(sql), {}};
    rename_column_in(text, "hero", "power", "strength");
    expect(!mentions_column(text, "hero", "power"), "a renamed column is mentioned no more", text.common);
    SqlText tables{std::string(sql), {}};
    rename_table_in(tables, "hero", "it's \"another\"");
    if (!contains(sql, "hero")) expect_same(tables.common, sql, "what is not mentioned is not renamed");
}

class Database {
public:
    Database() : handle_(open(), true) {
        runtime::execute(handle_.get(),
                         "CREATE TABLE hero (id INTEGER PRIMARY KEY, name text COLLATE nocase, power int, "
                         "age int, \"secret name\" text)");
    }

    /// What SQLite takes for a statement, and what stands behind it. Nothing is executed.
    void split(std::string_view sql) const {
        try {
            for (auto rest = sql; !rest.empty();) {
                const runtime::Statement statement(handle_.get(), rest);
                expect(statement.sql().size() + statement.rest().size() == rest.size(), "nothing is left out", rest);
                expect(!statement.sql().empty(), "it goes on", rest);
                rest = statement.rest();
            }
        } catch (const aludel::Error&) {
        }
    }

    /// The program that SQLite would run for an expression over a hero; empty where it takes none.
    std::string program(const std::string& expression) const {
        std::string lines;
        try {
            const auto sql = "EXPLAIN SELECT (" + expression + "\n) FROM hero";
            runtime::Statement statement(handle_.get(), sql);
            if (!statement.rest().empty()) return {};
            while (statement.step()) {
                for (int column = 1; column < 7; ++column) lines += statement.text(column) + ' ';
                lines += '\n';
            }
        } catch (const aludel::Error&) {
            return {};
        }
        return lines.find("Variable ") == lines.npos ? lines : std::string(); // no schema has parameters
    }

private:
    static ::sqlite3* open() {
        ::sqlite3* handle = nullptr;
        sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr); // a wrong name is no string
        return handle;
    }
    runtime::Handle handle_;
};

bool is_balanced(std::string_view sql) {
    int depth = 0;
    for (const auto& token : runtime::tokenize(sql)) {
        if (runtime::is_symbol(token, '(')) ++depth;
        if (runtime::is_symbol(token, ')') && --depth < 0) return false;
    }
    return depth == 0;
}

/// The one spelling of an expression is its own, and means the same.
void normalise(std::string_view sql, const Database& database) {
    const auto program = database.program(std::string(sql));
    if (program.empty() || !is_balanced(sql)) return;
    const auto normal = migrations::sqlite::normal_expression(sql);
    expect_same(migrations::sqlite::normal_expression(normal), normal, "what is in the one spelling stays as it is");
    expect_same(database.program(normal), program, "the one spelling means the same: " + normal);
}

void normalise_for_postgresql(std::string_view sql) {
    try {
        migrations::postgresql::normal_expression(sql, nullptr);
    } catch (const OperationError&) { // a name that the database cannot have
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Database database;
    const auto sql = fuzz::text_of(data, size);
    read_tokens(sql);
    read_statement(sql);
    rename(sql);
    normalise_for_postgresql(sql);
    normalise(sql, database);
    database.split(sql);
    return 0;
}
