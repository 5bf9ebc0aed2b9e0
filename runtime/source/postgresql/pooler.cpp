#include "postgresql/pooler.hpp"

#include "postgresql/values.hpp"

#include <aludel/error.hpp>

#include <poll.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

namespace aludel::postgresql {

namespace {

using std::chrono::milliseconds;

constexpr const char* own_process = "SELECT pg_catalog.pg_backend_pid()";
/// A pool that is used up would answer after minutes.
constexpr milliseconds longest_wait{5'000};

std::int64_t process_in(const PGresult* result) { return std::get<std::int64_t>(to_result(result).rows.at(0).at(0)); }

bool has_answered(PGconn* handle) {
    const auto end = std::chrono::steady_clock::now() + longest_wait;
    while (PQisBusy(handle) != 0) {
        const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
        pollfd polled{PQsocket(handle), POLLIN, 0};
        if (left.count() <= 0 || poll(&polled, 1, static_cast<int>(left.count())) == 0) return false;
        if (PQconsumeInput(handle) == 0) return false;
    }
    return true;
}

std::optional<std::int64_t> process_of(PGconn* handle) {
    if (PQsendQuery(handle, own_process) == 0 || !has_answered(handle)) return std::nullopt;
    const OwnedResult result(PQgetResult(handle));
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) return std::nullopt;
    while (PGresult* rest = PQgetResult(handle)) PQclear(rest);
    return process_in(result.get());
}

} // namespace

bool is_pooled(PGconn* handle) { return process_in(run(handle, own_process).get()) != PQbackendPID(handle); }

bool keeps_sessions_apart(PGconn* handle) {
    // a a b b, again and again: who serves by turns gives one client two processes in a row, and who gives what came
    // back last gives two clients the same one. With others about it is a matter of luck, hence so often.
    constexpr std::size_t rounds = 8;
    try {
        const std::array clients{open_alike(handle), open_alike(handle)};
        std::array<std::optional<std::int64_t>, 2> processes;
        for (std::size_t i = 0; i < rounds * 4; ++i) {
            const auto which = i / 2 % 2;
            const auto process = process_of(clients[which].get());
            if (!process) return false;
            if (processes[which] && processes[which] != process) return false;
            processes[which] = process;
            if (processes[0] == processes[1]) return false;
        }
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace aludel::postgresql
