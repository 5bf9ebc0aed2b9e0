#include "migrations/revision/fingerprint.hpp"

#include "migrations/revision/codec.hpp"
#include "migrations/revision/sha256.hpp"

#include <type_traits>

namespace aludel::migrations {
namespace {

constexpr std::size_t digits = 8;

std::string part_of(const AddColumn& operation) { return "." + operation.column.name; }
std::string part_of(const CreateUnique& operation) { return "." + operation.unique.name; }
std::string part_of(const CreateCheck& operation) { return "." + operation.check.name; }
std::string part_of(const CreateForeignKey& operation) { return "." + operation.foreign_key.name; }
std::string part_of(const CreateIndex& operation) { return "." + operation.index.name; }
template <class Other> std::string part_of(const Other& operation) {
    if constexpr (requires { std::string(operation.column); }) return "." + operation.column;
    if constexpr (requires {
                      operation.table;
                      std::string(operation.name);
                  })
        return "." + operation.name;
    return {};
}

std::string line(const Operation& operation, const char* where) {
    auto text = sha256_hex(write_canonical_json(encode(operation))).substr(0, digits) + " " + where;
    text += kind_of(operation);
    if (const auto table = table_of(operation))
        text += " " + to_string(*table) +
                std::visit([](const auto& each) { return part_of(each); },
                           static_cast<const Operation::variant&>(operation));
    return text + "\n";
}

} // namespace

std::string fingerprint(const Revision& revision) {
    std::string text;
    for (const auto& operation : revision.upgrade) text += line(operation, "");
    if (revision.downgrade)
        for (const auto& operation : *revision.downgrade) text += line(operation, "downgrade: ");
    if (!revision.irreversible.empty())
        text += sha256_hex(revision.irreversible).substr(0, digits) + " downgrade: irreversible\n";
    if (!text.empty()) text.pop_back();
    return text;
}

} // namespace aludel::migrations
