#include "postgresql/pipeline.hpp"

#include "sql_token.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace aludel::postgresql {

namespace {

#ifdef LIBPQ_HAS_PIPELINING

bool succeeded(const PGresult* result) {
    const auto status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/// Leaves the mode at the end, with all answers read.
class Pipeline {
public:
    explicit Pipeline(PGconn* handle) : handle_(handle) {
        if (PQenterPipelineMode(handle) != 1) throw_error(handle, nullptr, {});
    }
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;
    ~Pipeline() {
        for (int nothing = 0; synchronising_ && nothing < 2 && PQstatus(handle_) == CONNECTION_OK;) {
            const OwnedResult result(PQgetResult(handle_));
            nothing = result ? 0 : nothing + 1;
            synchronising_ = PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC;
            if (given_up_ && succeeded(result.get())) cancel(); // it had come between two statements
        }
        PQexitPipelineMode(handle_);
    }

    /// Without being asked for them, the server would keep all answers back until the last.
    void send(const std::string& sql) {
        if (PQsendQueryParams(handle_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1 ||
            PQsendFlushRequest(handle_) != 1)
            throw_error(handle_, nullptr, sql);
    }
    void synchronise() {
        if (PQpipelineSync(handle_) != 1) throw_error(handle_, nullptr, {});
        synchronising_ = true;
    }
    void receive(const std::string& sql) {
        const OwnedResult result(PQgetResult(handle_));
        if (!succeeded(result.get())) throw_error(handle_, result.get(), sql);
        while (OwnedResult(PQgetResult(handle_))) {
        }
    }

    /// What was sent is not wanted any more: the server would run all of it.
    void give_up() {
        given_up_ = true;
        if (synchronising_) cancel();
    }

private:
    void cancel() const {
        const std::unique_ptr<PGcancel, void (*)(PGcancel*)> request(PQgetCancel(handle_), PQfreeCancel);
        std::array<char, 256> why_not{};
        if (request) PQcancel(request.get(), why_not.data(), static_cast<int>(why_not.size()));
    }

    PGconn* handle_;
    bool synchronising_ = false;
    bool given_up_ = false;
};

#endif

bool is_word(std::string_view text, std::string_view keyword) {
    return std::ranges::equal(text, keyword, [](char left, char right) {
        return (left >= 'a' && left <= 'z' ? static_cast<char>(left - 'a' + 'A') : left) == right;
    });
}

} // namespace

bool can_be_pipelined(std::string_view sql) {
#ifdef LIBPQ_HAS_PIPELINING
    constexpr std::array<std::string_view, 8> known{"CREATE", "ALTER",  "DROP",    "INSERT",
                                                    "UPDATE", "DELETE", "COMMENT", "LOCK"};
    const auto end = sql.find(';');
    if (sql.find('\0') != sql.npos || (end != sql.npos && end + 1 < sql.size())) return false;
    for (const auto& token : detail::sql_tokens(sql))
        if (token.kind != detail::SqlToken::Kind::opaque)
            return std::ranges::any_of(known, [&](std::string_view word) { return is_word(token.text, word); });
#else
    static_cast<void>(sql);
#endif
    return false;
}

void run_pipelined(PGconn* handle, std::span<const std::string_view> statements,
                   const std::function<void(std::size_t)>& before) {
#ifdef LIBPQ_HAS_PIPELINING
    const std::vector<std::string> texts(statements.begin(), statements.end());
    Pipeline pipeline(handle);
    const auto tell = [&](std::size_t i) {
        try {
            before(i);
        } catch (...) {
            pipeline.give_up();
            throw;
        }
    };
    tell(0);
    for (const auto& sql : texts) pipeline.send(sql);
    pipeline.synchronise();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) tell(i);
        pipeline.receive(texts[i]);
    }
#else
    for (std::size_t i = 0; i < statements.size(); ++i) {
        before(i);
        run(handle, statements[i]);
    }
#endif
}

} // namespace aludel::postgresql
