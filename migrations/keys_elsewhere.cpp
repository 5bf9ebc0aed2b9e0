#include "migrations/keys_elsewhere.hpp"

#include "migrations/operation/lookup.hpp"

namespace aludel::migrations {

std::vector<OtherPart> take_keys_elsewhere(Schema& schema) {
    std::vector<OtherPart> taken;
    for (auto& [name, table] : schema.tables)
        std::erase_if(table.foreign_keys, [&, &own = name](const ForeignKey& key) {
            const auto referred = schema.tables.find(key.referred_table);
            if (referred != schema.tables.end() && has_key(referred->second, key.referred_columns)) return false;
            taken.push_back({.table = own,
                             .name = key.name,
                             .line = "foreign key " + key.name + " on " + to_string(own) + " (to what is not)",
                             .drop = ""});
            return true;
        });
    return taken;
}

} // namespace aludel::migrations
