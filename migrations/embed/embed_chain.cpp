#include "migrations/embed/embed.hpp"
#include "migrations/history/replaced.hpp"

#include <deque>
#include <utility>

namespace aludel::migrations {

/// A deque never moves what it holds, so that views into it stay.
struct OwnedChain::Storage {
    std::string name;
    std::string version;
    std::string history_schema;
    std::string history_name;
    std::vector<RenderedRevision> revisions;
    std::deque<std::vector<std::string_view>> names;
    std::deque<std::vector<TableEdit>> edits;
    std::deque<std::vector<ColumnSource>> sources;
    std::deque<Batches> batches;
    std::deque<std::vector<ChainStep>> steps;
    std::deque<std::vector<DialectSteps>> dialects;
    std::deque<std::vector<ReplacedRevision>> replaces;
    std::vector<ChainRevision> chain_revisions;
    std::vector<ChainRevision> replaced_revisions;
    Chain chain;

    template <class Item, class From, class Make>
    static std::span<const Item> keep(std::deque<std::vector<Item>>& where, const std::vector<From>& from, Make make) {
        std::vector<Item> items;
        items.reserve(from.size());
        for (const auto& item : from) items.push_back(make(item));
        return where.emplace_back(std::move(items));
    }

    std::span<const std::string_view> views(const std::vector<std::string>& texts) {
        return keep(names, texts, [](const std::string& text) { return std::string_view(text); });
    }

    ChainStep step(const Step& from) {
        const auto edit = [this](const StepEdit& each) {
            return TableEdit{each.kind, each.subject, each.text, views(each.columns)};
        };
        const auto source = [](const StepSource& each) { return ColumnSource{each.column, each.expression}; };
        return {from.kind,
                from.sql,
                from.subject,
                from.text,
                keep(edits, from.edits, edit),
                keep(sources, from.sources, source),
                nullptr,
                from.batches ? kept_batches(*from.batches) : nullptr};
    }

    const Batches* kept_batches(const StepBatches& from) {
        return &batches.emplace_back(
            Batches{from.table, views(from.key), from.update, from.where, from.size, from.pause_ms});
    }

    std::span<const ChainStep> chain_steps(const std::vector<Step>& from) {
        return keep(steps, from, [this](const Step& each) { return step(each); });
    }

    ChainRevision revision(const RenderedRevision& from) {
        const auto dialect = [this](const RenderedDialect& each) {
            return DialectSteps{each.dialect, chain_steps(each.upgrade), chain_steps(each.downgrade)};
        };
        const auto replaced = [](const FlatReplaced& each) {
            return ReplacedRevision{each.revision->id, each.revision->checksum, *each.by};
        };
        return {from.id,
                views(from.parents),
                from.message,
                from.checksum,
                from.irreversible,
                keep(dialects, from.dialects, dialect),
                views(from.depends_on),
                from.branch,
                keep(replaces, in_one_list(from.replaces, from.id), replaced),
                from.without_transaction,
                from.compatibility,
                from.loses_rows,
                from.operations};
    }
};

OwnedChain::OwnedChain(std::string name, std::vector<RenderedRevision> revisions, const HistoryTable& history,
                       std::string version) {
    auto storage = std::make_unique<Storage>();
    storage->name = std::move(name);
    storage->version = std::move(version);
    storage->history_schema = history.schema;
    storage->history_name = history.name;
    storage->revisions = std::move(revisions);
    for (const auto& revision : storage->revisions)
        (revision.is_replaced ? storage->replaced_revisions : storage->chain_revisions)
            .push_back(storage->revision(revision));
    storage->chain = {storage->name,
                      storage->chain_revisions,
                      {storage->history_schema, storage->history_name},
                      storage->replaced_revisions,
                      storage->version};
    storage_ = std::move(storage);
}

OwnedChain::~OwnedChain() = default;

const Chain& OwnedChain::chain() const { return storage_->chain; }

} // namespace aludel::migrations
