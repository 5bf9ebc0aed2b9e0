#include "migrations/embed/embed.hpp"
#include "migrations/history/history_replay.hpp"
#include "migrations/operation/late_rows.hpp"
#include "migrations/operation/table_lookup.hpp"
#include "migrations/revision/compatibility.hpp"
#include "migrations/revision/fingerprint.hpp"

#include <algorithm>
#include <set>

namespace aludel::migrations {
namespace {

void copy_table(Schema& into, const Schema& from, const Name& name) {
    const auto found = from.tables.find(name);
    if (found == from.tables.end())
        into.tables.erase(name);
    else
        into.tables.insert_or_assign(name, found->second);
}

/// Whether an operation changes nothing but the table it names. Renames change what refers to it, too.
bool is_local(const Operation& operation) {
    return table_of(operation) && !std::holds_alternative<RenameTable>(operation) &&
           !std::holds_alternative<RenameColumn>(operation);
}

/// A copy of a schema for dialects to change. Made equal to the schema again, it copies only what was changed since:
/// whole copies would take longer than all the rest.
class Scratch {
public:
    Schema& like(const Schema& schema) {
        if (all_changed_)
            schema_ = schema;
        else
            for (const auto& name : changed_) copy_table(schema_, schema, name);
        all_changed_ = false;
        changed_.clear();
        return schema_;
    }
    /// Here, or in the schema that like() was given, these were applied.
    void changed(const std::vector<Operation>& operations) {
        for (const auto& operation : operations) {
            if (is_data(operation)) continue;
            if (is_local(operation))
                changed_.insert(*table_of(operation));
            else
                all_changed_ = true;
        }
    }
    void forget() { all_changed_ = true; }

private:
    Schema schema_;
    std::set<Name> changed_;
    bool all_changed_ = true;
};

/// Which of the operations a dialect cannot have: they are rendered together, and tried one by one only for this.
std::size_t culprit(const Dialect& dialect, const std::vector<Operation>& operations, Schema schema) {
    for (std::size_t index = 0; index < operations.size(); ++index) {
        try {
            Schema scratch = schema;
            dialect.render(std::span(operations).subspan(index, 1), scratch);
            apply(operations[index], schema);
        } catch (const OperationError&) {
            return index;
        }
    }
    return 0;
}

/// What takes a revision back, or why nothing does.
struct Reversal {
    std::vector<Operation> operations;
    std::string irreversible;
    Schema called_at; ///< see RenderedRevision
};

/// Brings the schema forward by the revision on the way.
Reversal reverse_upgrade(const RevisionFile& file, Schema& schema) {
    std::vector<std::vector<Operation>> parts;
    Reversal result;
    const auto& operations = file.revision.upgrade;
    TableLookup lookup;
    for (std::size_t index = 0; index < operations.size(); ++index) {
        try {
            if (result.irreversible.empty()) parts.push_back(reverse(operations, index, schema));
        } catch (const OperationError& error) {
            result.irreversible = std::string(kind_of(operations[index])) + " (operation " + std::to_string(index + 1) +
                                  "): " + error.what();
        }
        if (std::holds_alternative<Call>(operations[index]) && result.called_at == Schema()) result.called_at = schema;
        apply(operations[index], schema, lookup);
    }
    if (!result.irreversible.empty()) return result;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part)
        std::ranges::move(*part, std::back_inserter(result.operations));
    return result;
}

class Renderer {
public:
    explicit Renderer(std::span<const Dialect* const> dialects) : dialects_(dialects) {}

    /// Brings the schema forward by the revision.
    RenderedRevision render(const RevisionFile& file, Schema& schema) {
        const auto& revision = file.revision;
        const bool goes_on = revision.parents == std::vector{last_} && revision.depends_on.empty();
        if (!goes_on) scratch_.forget();
        last_ = revision.id;
        RenderedRevision result{revision.id,      revision.parents,   revision.depends_on,   revision.branch,
                                revision.message, checksum(revision), revision.irreversible, {},
                                revision.replaces};
        result.without_transaction = revision.without_transaction;
        result.compatibility = compatibility_of(revision, schema);
        result.loses_rows = loses_rows(revision);
        result.operations = fingerprint(revision);
        for (const auto* dialect : dialects_)
            result.dialects.push_back({std::string(dialect->name()), render_upgrade(*dialect, file, schema), {}});
        auto reversal = reverse_upgrade(file, schema);
        result.called_at = std::move(reversal.called_at);
        if (revision.downgrade) reversal = {*revision.downgrade, {}, {}};
        if (result.irreversible.empty()) result.irreversible = std::move(reversal.irreversible);
        if (!result.irreversible.empty()) return result;
        for (std::size_t index = 0; index < dialects_.size(); ++index)
            render_downgrade(*dialects_[index], file, reversal.operations, schema, result, index);
        if (!result.irreversible.empty())
            for (auto& steps : result.dialects) steps.downgrade.clear();
        return result;
    }

private:
    std::vector<Step> render_upgrade(const Dialect& dialect, const RevisionFile& file, const Schema& before) {
        auto& schema = scratch_.like(before);
        scratch_.changed(file.revision.upgrade);
        try {
            return dialect.render(with_late_rows_filled(file.revision.upgrade), schema);
        } catch (const OperationError& error) {
            const auto index = culprit(dialect, file.revision.upgrade, before);
            throw FileError(upgrade_place(file, index), std::string(dialect.name()) + ": " + error.what());
        }
    }

    void render_downgrade(const Dialect& dialect, const RevisionFile& file, const std::vector<Operation>& operations,
                          const Schema& after, RenderedRevision& into, std::size_t index) {
        auto& schema = scratch_.like(after);
        scratch_.changed(operations);
        try {
            into.dialects[index].downgrade = dialect.render(with_late_rows_filled(operations), schema);
        } catch (const OperationError& error) {
            const auto text = std::string(dialect.name()) + ": " + error.what();
            if (file.revision.downgrade) // a person wrote it, and can mend it
                throw FileError(downgrade_place(file, culprit(dialect, operations, after)), text);
            into.irreversible = text;
        }
    }

    std::span<const Dialect* const> dialects_;
    Scratch scratch_;
    std::string last_; ///< the revision before
};

} // namespace

std::vector<RenderedRevision> render(const RevisionHistory& history, std::span<const Dialect* const> dialects) {
    std::vector<RenderedRevision> result;
    result.reserve(history.all_files().size());
    Renderer renderer(dialects);
    const auto errors =
        visit_all(history.all_files(), history.whole_graph(), [&](const RevisionFile& file, Schema& schema) {
            result.push_back(renderer.render(file, schema));
            result.back().is_replaced = history.graph().find(file.revision.id) == nullptr;
        });
    if (!errors.empty()) throw_all(errors);
    return result;
}

} // namespace aludel::migrations
