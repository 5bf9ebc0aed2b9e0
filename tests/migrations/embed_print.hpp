// A chain as text, every byte of it: the same code prints what was compiled and what is in memory.
#pragma once

#include <aludel/chain.hpp>

#include <string>

namespace aludel {

inline std::string print(std::string_view text) {
    std::string out = std::to_string(text.size()) + ":";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (byte > 0x20 && byte < 0x7F)
            out += character;
        else
            out += '<' + std::to_string(byte) + '>';
    }
    return out;
}

template <class Item, class Print> std::string print(std::span<const Item> items, Print print_item) {
    std::string out = "[" + std::to_string(items.size());
    for (const auto& item : items) out += " " + print_item(item);
    return out + "]";
}

inline std::string print(std::span<const std::string_view> texts) {
    return print(texts, [](std::string_view text) { return print(text); });
}

inline std::string print(const Batches& batches) {
    return print(batches.table) + print(batches.key) + print(batches.update) + print(batches.where) +
           std::to_string(batches.size) + "/" + std::to_string(batches.pause_ms);
}

inline std::string print(const ChainStep& step) {
    return "\n    " + std::to_string(static_cast<int>(step.kind)) + " " + print(step.sql) + " " + print(step.subject) +
           " " + print(step.text) +
           print(step.edits,
                 [](const TableEdit& edit) {
                     return std::to_string(static_cast<int>(edit.kind)) + print(edit.subject) + print(edit.text) +
                            print(edit.columns);
                 }) +
           print(step.sources,
                 [](const ColumnSource& source) { return print(source.column) + "=" + print(source.expression); }) +
           (step.batches ? print(*step.batches) : "");
}

inline std::string print(const DialectSteps& steps) {
    const auto print_step = [](const ChainStep& step) { return print(step); };
    return "\n  " + print(steps.dialect) + print(steps.upgrade, print_step) + print(steps.downgrade, print_step);
}

inline std::string print(const ChainRevision& revision) {
    return print(revision.id) + print(revision.parents) + print(revision.message) + print(revision.checksum) +
           print(revision.irreversible) +
           print(revision.dialects, [](const DialectSteps& steps) { return print(steps); }) +
           print(revision.depends_on) + print(revision.branch) +
           print(revision.replaces,
                 [](const ReplacedRevision& each) { return print(each.id) + print(each.checksum) + print(each.by); }) +
           (revision.without_transaction ? "without" : "") + std::to_string(static_cast<int>(revision.compatibility)) +
           (revision.loses_rows ? "loses" : "") + print(revision.operations) + "\n";
}

inline std::string print(const Chain& chain) {
    std::string out =
        print(chain.name) + print(chain.version) + print(chain.history.schema) + print(chain.history.name) + "\n";
    for (const auto& revision : chain.revisions) out += print(revision);
    out += "replaced\n";
    for (const auto& revision : chain.replaced) out += print(revision);
    return out;
}

} // namespace aludel
