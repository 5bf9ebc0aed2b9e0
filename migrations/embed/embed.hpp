// Revisions made ready for the runtime: rendered for each dialect, as a Chain in memory or as C++ source.
#pragma once

#include "migrations/dialect.hpp"
#include "migrations/history/history.hpp"
#include "migrations/operation/step.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace aludel::migrations {

struct RenderedDialect {
    std::string dialect;
    std::vector<Step> upgrade;
    std::vector<Step> downgrade;

    bool operator==(const RenderedDialect&) const = default;
};

struct RenderedRevision {
    std::string id;
    std::vector<std::string> parents;
    std::vector<std::string> depends_on;
    std::string branch;
    std::string message;
    std::string checksum;
    std::string irreversible; ///< why there is no downgrade
    std::vector<RenderedDialect> dialects;
    std::vector<Replaced> replaces;
    bool is_replaced = false; ///< by another of them
    bool without_transaction = false;
    Compatibility compatibility = Compatibility::none;
    bool loses_rows = false;
    std::string operations; ///< its fingerprint
    Schema called_at;       ///< as the first C++ step of its upgrade finds it; empty where there is none

    bool operator==(const RenderedRevision&) const = default;
};

/// Every revision in topological order, those that others replace last. Throws FileError at the operation that a
/// dialect cannot have.
std::vector<RenderedRevision> render(const RevisionHistory& history, std::span<const Dialect* const> dialects);

/// A Chain whose views point into storage of its own: what the aludel command hands to upgrade().
class OwnedChain {
public:
    OwnedChain(std::string name, std::vector<RenderedRevision> revisions, const HistoryTable& history = {},
               std::string version = {});
    ~OwnedChain();
    const Chain& chain() const;

private:
    struct Storage;
    std::unique_ptr<const Storage> storage_;
};

/// The two files that add_migrations() makes: `<name>/migrations.hpp` declares `const aludel::Chain migrations` and
/// the functions that the application must define, `migrations.cpp` holds the data.
struct EmbeddedSource {
    std::string header;
    std::string source;
};
EmbeddedSource embed(const std::string& name, const std::vector<RenderedRevision>& revisions,
                     const HistoryTable& history = {}, const std::string& version = {});

} // namespace aludel::migrations
