#include "migrations/postgresql/postgresql.hpp"

#include "migrations/bookkeeping.hpp"
#include "migrations/embed/script.hpp"
#include "migrations/postgresql/inspect.hpp"
#include "migrations/postgresql/left_out.hpp"
#include "migrations/postgresql/likeness.hpp"
#include "migrations/postgresql/quote.hpp"
#include "migrations/postgresql/renderer.hpp"
#include "migrations/postgresql/schemas.hpp"
#include "migrations/postgresql/spelling.hpp"
#include "postgresql/postgresql_script.hpp"

#include <aludel/postgresql_script.hpp>

namespace aludel::migrations {
namespace {

class PostgresqlDialect : public Dialect {
public:
    std::string_view name() const override { return postgresql::dialect_name; }
    std::string quote_identifier(std::string_view identifier) const override {
        return postgresql::identifier(identifier);
    }
    std::vector<std::string> schemas(Connection& connection) const override { return postgresql::schemas(connection); }
    std::string url_in_schema(const std::string& url, const std::string& schema) const override {
        return postgresql::url_in_schema(url, schema);
    }
    std::vector<Step> render(std::span<const Operation> operations, Schema& schema) const override {
        postgresql::Renderer renderer(schema);
        for (std::size_t i = 0; i < operations.size(); ++i) renderer.render(operations[i], operations.subspan(i + 1));
        return renderer.finish();
    }
    std::string script(std::span<const Step> steps, const Schema&, Connection*) const override {
        return script_of(*aludel::postgresql::script_writer(), steps);
    }
    Repair repair(std::span<const Step> steps, std::span<const Name> tables, Connection& at) const override {
        return {script_within(*aludel::postgresql::script_writer(), steps), postgresql::likeness(tables, at)};
    }
    Schema canonical(Schema schema) const override { return postgresql::canonical(std::move(schema)); }
    Schema canonical(Schema schema, Connection& connection) const override {
        return postgresql::canonical(std::move(schema), connection);
    }
    std::vector<std::string> left_out(const Operation& operation) const override {
        return postgresql::left_out(operation);
    }
    Inspection inspect(Connection& connection, const HistoryTable& history) const override {
        return without_bookkeeping(postgresql::inspect(connection, history));
    }
};

} // namespace

const Dialect& postgresql_dialect() {
    static const PostgresqlDialect dialect;
    return dialect;
}

} // namespace aludel::migrations
