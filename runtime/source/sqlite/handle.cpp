#include "handle.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>

namespace aludel::sqlite {

namespace {

Error misuse(std::string message, std::string_view sql) {
    return error_with_code(SQLITE_MISUSE, std::move(message), "", sql);
}

int length(std::size_t size, std::string_view sql) {
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw error_with_code(SQLITE_TOOBIG, "a statement or value is longer than SQLite takes", "",
                              sql.substr(0, 1000));
    return static_cast<int>(size);
}

/// Of `$12`; 0 for any other spelling.
std::size_t parameter_number(const char* name) {
    std::size_t number = 0;
    if (!name || name[0] != '$') return 0;
    const char* end = name + std::strlen(name);
    const auto [at, error] = std::from_chars(name + 1, end, number);
    return error == std::errc() && at == end ? number : 0;
}

} // namespace

void check_has_no_nul(std::string_view sql) {
    // SQLite would stop at it, and leave out the rest without a word.
    if (sql.find('\0') != sql.npos) throw misuse("the SQL holds a NUL: values are given as parameters", sql);
}

Handle open(const std::string& name, int flags) {
    ::sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
    Handle handle(opened, true); // also after a failure
    if (!opened) throw error_with_code(SQLITE_NOMEM, "SQLite has no memory for a connection", "");
    if (code != SQLITE_OK) throw_last_error(opened, {});
    sqlite3_extended_result_codes(opened, 1);
    return handle;
}

Statement::Statement(::sqlite3* handle, std::string_view sql) : handle_(handle), sql_(sql) {
    check_has_no_nul(sql);
    prepare(length(sql.size(), sql));
}

Statement::Statement(::sqlite3* handle, const std::string& script, std::size_t at)
    : handle_(handle), sql_(std::string_view(script).substr(at)) {
    length(script.size(), sql_);
    prepare(-1);
}

void Statement::prepare(int length) {
    const char* rest = nullptr;
    if (sqlite3_prepare_v2(handle_, sql_.data(), length, &statement_, &rest) != SQLITE_OK) fail();
    const auto used = rest ? static_cast<std::size_t>(rest - sql_.data()) : sql_.size();
    rest_ = sql_.substr(used);
    sql_ = sql_.substr(0, used);
}

void Statement::bind(std::span<const Value> parameters) {
    std::size_t wanted = 0;
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement_); ++i) {
        const auto number = parameter_number(sqlite3_bind_parameter_name(statement_, i));
        if (number == 0) throw misuse("parameters are written $1, $2 and so on", sql_);
        wanted = std::max(wanted, number);
        if (number > parameters.size()) continue;
        const auto& value = parameters[number - 1];
        int code = SQLITE_OK;
        if (const auto* integer_value = std::get_if<std::int64_t>(&value))
            code = sqlite3_bind_int64(statement_, i, *integer_value);
        else if (const auto* real = std::get_if<double>(&value))
            code = sqlite3_bind_double(statement_, i, *real);
        else if (const auto* string = std::get_if<std::string>(&value))
            code = sqlite3_bind_text64(statement_, i, string->data(), string->size(), SQLITE_STATIC, SQLITE_UTF8);
        else if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value))
            code = bytes->empty() ? sqlite3_bind_zeroblob(statement_, i, 0) // its data() may be null, which is NULL
                                  : sqlite3_bind_blob64(statement_, i, bytes->data(), bytes->size(), SQLITE_STATIC);
        if (code != SQLITE_OK) fail();
    }
    if (wanted != parameters.size())
        throw misuse("the statement has " + std::to_string(wanted) + " parameters, and " +
                         std::to_string(parameters.size()) + " values were given",
                     sql_);
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail();
    return false;
}

std::string Statement::column_name(int column) const {
    const char* name = sqlite3_column_name(statement_, column);
    return name ? name : "";
}

std::string Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : "";
}

Value Statement::value(int column) const {
    switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER: return integer(column);
    case SQLITE_FLOAT: return sqlite3_column_double(statement_, column);
    case SQLITE_TEXT: return text(column);
    case SQLITE_BLOB: {
        const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return data ? std::vector<std::byte>(data, data + size) : std::vector<std::byte>();
    }
    default: return std::monostate();
    }
}

bool is_in_memory(::sqlite3* handle) {
    const char* file = sqlite3_db_filename(handle, "main");
    char* vfs = nullptr; // of several layers, their names with a / between
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_VFSNAME, static_cast<void*>(&vfs));
    const bool is_memdb = vfs && std::string_view(vfs).find("memdb") != std::string_view::npos;
    sqlite3_free(vfs);
    return !file || *file == '\0' || is_memdb;
}

void execute(::sqlite3* handle, std::string_view sql) {
    Statement statement(handle, sql);
    while (statement.step()) {
    }
}

std::int64_t query_integer(::sqlite3* handle, std::string_view sql) {
    Statement statement(handle, sql);
    return statement.step() ? statement.integer(0) : 0;
}

} // namespace aludel::sqlite
