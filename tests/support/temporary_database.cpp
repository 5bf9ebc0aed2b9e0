#include "tests/support/temporary_database.hpp"

#include "tests/support/postgresql_server.hpp"

#include <libpq-fe.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <random>
#include <stdexcept>

namespace aludel::test {

namespace {

std::string user_of(const std::string& url) {
    const auto start = url.find("://") + 3;
    const auto at = url.find('@', start);
    return at == std::string::npos ? "" : url.substr(start, at - start);
}

std::string unique_name() {
    static std::atomic<int> count = 0;
    return "aludel_test_" + std::to_string(getpid()) + "_" + std::to_string(++count) + "_" +
           std::to_string(std::random_device()() % 1'000'000);
}

void execute_on_server(const std::string& sql) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(postgresql_server_url().c_str()), PQfinish);
    if (PQstatus(connection.get()) != CONNECTION_OK)
        throw std::runtime_error(std::string("the tests' PostgreSQL server does not answer: ") +
                                 PQerrorMessage(connection.get()));
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(connection.get(), sql.c_str()), PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
}

} // namespace

TemporaryDatabase::TemporaryDatabase(std::string_view dialect) {
    if (dialect == "sqlite") {
        directory_.emplace();
        name_ = (*directory_ / "test.db").string();
        url_ = "sqlite:///" + name_;
    } else if (dialect == "postgresql") {
        name_ = unique_name();
        execute_on_server("CREATE DATABASE " + name_);
        url_ = postgresql_url(user_of(postgresql_server_url()), name_);
    } else {
        throw std::runtime_error("no kind of database: " + std::string(dialect));
    }
}

TemporaryDatabase::~TemporaryDatabase() {
    if (directory_) return;
    try {
        execute_on_server("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
}

} // namespace aludel::test
