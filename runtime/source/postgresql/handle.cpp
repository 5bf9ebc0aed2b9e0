#include "postgresql/handle.hpp"

#include "postgresql/url.hpp"
#include "postgresql/values.hpp"

#include <aludel/error.hpp>

#include <vector>

namespace aludel::postgresql {

namespace {

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c != '\n' && c != '\t')
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// libpq gives no SQLSTATE for a connection that failed: beside what it knows itself, there is the English text.
std::string connection_hint(const PGconn* handle, std::string_view message) {
    if (PQconnectionNeedsPassword(handle))
        return "give a password: in the URL (postgresql://user:password@…), in PGPASSWORD or in PGPASSFILE";
    if (contains(message, "password authentication failed"))
        return "check the user's name and password: in the URL (special characters as %XX), in PGPASSWORD or in "
               "PGPASSFILE";
    if (contains(message, "database \"") && contains(message, "does not exist"))
        return "create it first: createdb, or CREATE DATABASE";
    if (contains(message, "role \"") && contains(message, "does not exist"))
        return "check the user's name, or create it: createuser, or CREATE ROLE … LOGIN";
    if (contains(message, "could not translate host name")) return "check the host's name";
    if (contains(message, "unsupported startup parameter"))
        return "the pooler (PgBouncer) refuses it: leave it out of the URL and the environment, or let the pooler pass "
               "over it (ignore_startup_parameters)";
    if (contains(message, "the database system is"))
        return "the server is about to start or to stop: try again in a moment";
    if (contains(message, "too many") || contains(message, "remaining connection slots"))
        return "wait until others disconnect, or raise the server's max_connections";
    if (contains(message, "Is the server running") || contains(message, "timeout expired"))
        return "check that the server runs, and its host and port";
    return "check host, port, user and database, and the server's log";
}

OwnedHandle checked(OwnedHandle handle, const std::string& shown) {
    if (!handle) throw std::bad_alloc();
    if (PQstatus(handle.get()) == CONNECTION_OK) return handle;
    const auto message = one_line(PQerrorMessage(handle.get()));
    throw Error("cannot connect to " + shown + ": " + message, {.hint = connection_hint(handle.get(), message)});
}

/// What the server has to say besides results (NOTICE: … already exists, skipping) is not for the user's terminal.
void pass_over(void*, const PGresult*) {}

/// Keywords and values as PQconnectdbParams takes them.
class ConnectionParameters {
public:
    void add(const char* keyword, std::string value) {
        keywords_.push_back(keyword);
        values_.push_back(std::move(value));
    }
    /// A network that is gone without a word is noticed within a minute; the system would wait for hours. A server that
    /// is long at work answers these by itself.
    void notice_silence() {
        add("keepalives_idle", "30"); // seconds
        add("keepalives_interval", "10");
        add("keepalives_count", "3");
        add("tcp_user_timeout", "60000"); // milliseconds
    }
    OwnedHandle open(const std::string& shown) const {
        auto keywords = keywords_;
        std::vector<const char*> values;
        for (const auto& value : values_) values.push_back(value.c_str());
        keywords.push_back(nullptr);
        values.push_back(nullptr);
        auto handle = checked(OwnedHandle(PQconnectdbParams(keywords.data(), values.data(), 1)), shown);
        PQsetNoticeReceiver(handle.get(), pass_over, nullptr);
        return handle;
    }

private:
    std::vector<const char*> keywords_;
    std::vector<std::string> values_;
};

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? one_line(text) : "";
}

/// What row_security = off makes of it. The code is that of every missing privilege, and the message is translated.
bool would_hide_rows(const PGresult* result) { return field(result, PG_DIAG_SOURCE_FUNCTION) == "check_enable_rls"; }

OwnedResult send(PGconn* handle, const std::string& sql, std::span<const Value> values) {
    if (values.empty()) return OwnedResult(PQexec(handle, sql.c_str()));
    const Parameters parameters(values);
    return OwnedResult(PQexecParams(handle, sql.c_str(), parameters.count(), parameters.types.data(),
                                    parameters.pointers.data(), parameters.lengths.data(), parameters.formats.data(),
                                    0));
}

} // namespace

void throw_error(PGconn* handle, const PGresult* result, std::string sql) {
    auto message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (message.empty()) message = one_line(PQerrorMessage(handle));
    if (const auto detail = field(result, PG_DIAG_MESSAGE_DETAIL); !detail.empty()) message += ": " + detail;
    if (const auto context = field(result, PG_DIAG_CONTEXT); !context.empty()) message += " (" + context + ")";
    auto hint = field(result, PG_DIAG_MESSAGE_HINT);
    if (would_hide_rows(result))
        hint = "a policy would hide rows: upgrade as a role that has BYPASSRLS, or as the table's owner, with ALTER "
               "TABLE … NO FORCE ROW LEVEL SECURITY meanwhile";
    if (PQstatus(handle) != CONNECTION_OK) hint = "the connection is lost: connect again";
    throw Error(message, {.sql = std::move(sql), .code = field(result, PG_DIAG_SQLSTATE), .hint = std::move(hint)});
}

OwnedHandle open_url(const std::string& url) {
    ConnectionParameters parameters;
    parameters.notice_silence();
    parameters.add("dbname", url); // what it says of these holds
    parameters.add("client_encoding", "UTF8");
    return parameters.open(without_password(url));
}

OwnedHandle open_alike(PGconn* handle) {
    const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(handle), PQconninfoFree);
    if (!options) throw Error("the connection is not open", {});
    ConnectionParameters parameters;
    for (const auto* option = options.get(); option->keyword; ++option) {
        if (!option->val) continue;
        // Of several hosts, the one that answered: a lock on another server would guard nothing.
        const std::string_view keyword = option->keyword;
        if (keyword == "host")
            parameters.add("host", PQhost(handle));
        else if (keyword == "hostaddr")
            parameters.add("hostaddr", PQhostaddr(handle));
        else if (keyword == "port")
            parameters.add("port", PQport(handle));
        else
            parameters.add(option->keyword, option->val);
    }
    return parameters.open("the same database once more, for the upgrade's lock");
}

OwnedResult run(PGconn* handle, std::string_view sql, std::span<const Value> parameters) {
    const std::string text(sql);
    if (text.find('\0') != std::string::npos) throw Error("the SQL holds a NUL character", {.sql = text.c_str()});
    auto result = send(handle, text, parameters);
    // How the server answers to the COMMIT of a transaction in which a statement had failed.
    if (result && text == "COMMIT" && std::string_view(PQcmdStatus(result.get())) == "ROLLBACK")
        throw Error("nothing was committed: a statement of the transaction had failed", {.sql = text});
    switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY: return result;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH: // the next statement ends the copy
        throw Error("COPY cannot read from or write to the client here",
                    {.sql = text, .hint = "write INSERT statements, or do it in a C++ step"});
    default: throw_error(handle, result.get(), text);
    }
}

} // namespace aludel::postgresql
