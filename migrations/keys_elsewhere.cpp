#include "migrations/keys_elsewhere.hpp"

#include "migrations/operation/lookup.hpp"

namespace aludel::migrations {

void leave_out_keys_elsewhere(Inspection& found) {
    for (auto& [name, table] : found.schema.tables)
        std::erase_if(table.foreign_keys, [&, &own = name](const ForeignKey& key) {
            const auto referred = found.schema.tables.find(key.referred_table);
            if (referred != found.schema.tables.end() && has_key(referred->second, key.referred_columns)) return false;
            found.not_modelled.push_back("foreign key " + key.name + " on " + to_string(own) + " (to what is not)");
            return true;
        });
}

} // namespace aludel::migrations
