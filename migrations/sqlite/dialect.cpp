#include "migrations/bookkeeping.hpp"
#include "migrations/diff/diff.hpp"
#include "migrations/embed/script.hpp"
#include "migrations/sqlite/canonical.hpp"
#include "migrations/sqlite/inspect.hpp"
#include "migrations/sqlite/left_out.hpp"
#include "migrations/sqlite/likeness.hpp"
#include "migrations/sqlite/quote.hpp"
#include "migrations/sqlite/renderer.hpp"
#include "migrations/sqlite/sqlite.hpp"
#include "sqlite/sqlite_script.hpp"

#include <aludel/sqlite_script.hpp>

namespace aludel::migrations {
namespace {

class SqliteDialect final : public Dialect {
public:
    std::string_view name() const override { return sqlite::dialect_name; }
    std::string quote_identifier(std::string_view identifier) const override { return sqlite::identifier(identifier); }
    bool has_schemas() const override { return false; }

    std::vector<Step> render(std::span<const Operation> operations, Schema& schema) const override {
        sqlite::Renderer renderer(schema);
        for (const auto& operation : operations) renderer.render(operation);
        return renderer.finish();
    }

    std::string script(std::span<const Step> steps, const Schema& before, Connection* at) const override {
        const auto writer = aludel::sqlite::script_writer();
        if (at)
            writer->is_like(*at);
        else
            make(before, *writer);
        return script_of(*writer, steps);
    }
    Repair repair(std::span<const Step> steps, std::span<const Name> tables, Connection& at) const override {
        const auto writer = aludel::sqlite::script_writer();
        writer->is_like(at);
        return {script_within(*writer, steps), sqlite::likeness(tables, at)};
    }
    Schema canonical(Schema schema) const override { return sqlite::canonical(std::move(schema)); }
    std::vector<std::string> left_out(const Operation& operation) const override { return sqlite::left_out(operation); }
    Inspection inspect(Connection& connection, const HistoryTable& history) const override {
        return without_bookkeeping(sqlite::inspect(connection, history));
    }

private:
    /// From nothing.
    void make(const Schema& schema, detail::ScriptWriter& writer) const {
        Schema made;
        const OwnedSteps owner(render(diff({}, schema).operations, made));
        for (const auto& step : owner.steps()) writer.has_had(step);
    }
};

} // namespace

const Dialect& sqlite_dialect() {
    static const SqliteDialect dialect;
    return dialect;
}

} // namespace aludel::migrations
