// Reads a statement word by word, as far as it takes to see what it does to which table.
#pragma once

#include "migrations/schema/schema.hpp"
#include "sql_token.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

class StatementReader {
public:
    /// `sql` must live as long.
    explicit StatementReader(std::string_view sql);

    /// Whether nothing stands behind its `;`.
    bool is_one_statement() const;
    /// Steps over the keywords (`ALTER TABLE`), in whatever case, where they stand here.
    bool take(std::string_view keywords);
    /// Steps over everything up to the keywords, and over them, where they stand anywhere from here.
    bool take_behind(std::string_view keywords);
    /// Whether the keywords stand here.
    bool has_next(std::string_view keywords) const;
    /// Whether nothing but a `;` stands here.
    bool is_at_end() const;
    /// Whether the keywords stand anywhere from here.
    bool has(std::string_view keywords) const;
    /// Whether one of the names stands anywhere from here, in a string too: the catalogue is asked by those.
    bool names_any_of(const std::set<std::string>& names) const;
    /// Steps over a name, with or without its schema.
    std::optional<Name> take_name();
    /// The same, as it is written.
    std::optional<std::string> take_name_text();
    /// Steps over `"app"."hero"."name"`, a column: its table.
    std::optional<Name> take_table_of_column();
    /// Steps over an identifier.
    std::optional<std::string> take_identifier();
    /// Steps over everything up to one of the keywords, which are single words, or the end: what stood there.
    std::string take_until(const std::vector<std::string_view>& keywords);

private:
    bool stands_at(std::size_t at, std::string_view keywords, std::size_t& behind) const;
    bool is_identifier(std::size_t at) const;

    std::vector<detail::SqlToken> tokens_; ///< without spaces and comments
    std::size_t at_ = 0;
};

} // namespace aludel::migrations
