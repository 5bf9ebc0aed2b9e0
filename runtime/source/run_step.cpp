#include "run_step.hpp"

#include <aludel/error.hpp>

#include <string>
#include <utility>

namespace aludel::detail {

namespace {

constexpr int sample_rows = 5;

std::string shown(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
    if (const auto* bytes = std::get_if<std::vector<std::byte>>(&value))
        return std::to_string(bytes->size()) + " bytes";
    return "NULL";
}

std::string shown(const Row& row) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) text += i == 1 ? ": " : ", ";
        text += shown(row[i]);
    }
    return text;
}

void call(Connection& connection, const ChainStep& step) {
    const auto failed = [&](const std::string& why) -> Error {
        return Error(std::string(step.subject) + "() failed: " + why);
    };
    try {
        step.function(connection);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& exception) {
        throw failed(exception.what());
    } catch (...) {
        throw failed("it threw something that is no std::exception");
    }
}

} // namespace

void check_rows(Session& session, const ChainStep& step) {
    const auto sample = session.query(
        "SELECT * FROM (" + std::string(step.sql) + "\n) AS found LIMIT " + std::to_string(sample_rows), {});
    if (sample.rows.empty()) return;
    const auto count = session.query("SELECT count(*) FROM (" + std::string(step.sql) + "\n) AS found", {});
    std::string message(step.text);
    message += " (" + shown(count.rows[0][0]) + (count.rows[0][0] == Value(std::int64_t{1}) ? " row: " : " rows: ");
    for (std::size_t i = 0; i < sample.rows.size(); ++i) message += (i > 0 ? "; " : "") + shown(sample.rows[i]);
    const auto* total = std::get_if<std::int64_t>(&count.rows[0][0]);
    message += total && *total > sample_rows ? "; …)" : ")";
    ErrorDetails details;
    details.sql = step.sql;
    details.refusal = Refusal::rows_do_not_fit;
    throw Error(std::move(message), std::move(details));
}

void run_step(Connection& connection, ExclusiveTransaction& transaction, const ChainStep& step) {
    auto& session = connection.session();
    switch (step.kind) {
    case ChainStep::Kind::sql:
    case ChainStep::Kind::sql_then_commit:
    case ChainStep::Kind::sql_alone:
    case ChainStep::Kind::sql_when: session.execute(step.sql, {}); break;
    case ChainStep::Kind::check: check_rows(session, step); break;
    case ChainStep::Kind::rebuild: transaction.rebuild(step); break;
    case ChainStep::Kind::call: call(connection, step); break;
    case ChainStep::Kind::batched_update: break; // the run's own: it takes several transactions
    }
}

bool is_left_out(Session& session, const ChainStep& step) {
    return step.kind == ChainStep::Kind::sql_when && session.query(condition_sql(step), {}).rows.empty();
}

// Within another query it can be nothing else than one.
std::string condition_sql(const ChainStep& step) {
    return "SELECT 1 WHERE EXISTS (" + std::string(step.subject) + "\n)";
}

void run_alone(Session& session, const ChainStep& step) {
    if (!step.text.empty()) session.execute(step.text, {});
    session.execute(step.sql, {});
}

bool is_done(Session& session, const ChainStep& step) {
    return !step.subject.empty() && !session.query(step.subject, {}).rows.empty();
}

} // namespace aludel::detail
