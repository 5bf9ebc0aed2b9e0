#include "create_table.hpp"

#include "tokens.hpp"

#include <aludel/error.hpp>

namespace aludel::sqlite {

namespace {

using Kind = TableConstraint::Kind;

/// Reads the tokens of a definition from left to right. Positions are offsets in the text, so that every part keeps
/// the very bytes that it was written in.
class Parser {
public:
    explicit Parser(std::string_view sql) : sql_(sql), tokens_(tokenize(sql)) {
        end_.kind = Token::Kind::symbol;
        end_.text = sql.substr(sql.size());
    }

    CreateTable parse() {
        CreateTable table;
        parse_head(table);
        std::size_t lead_begin = table.head.size();
        while (!ends_list()) {
            if (starts_table_constraint())
                table.constraints.push_back(parse_table_constraint(lead_begin));
            else if (!table.constraints.empty())
                fail(); // columns stand before constraints
            else
                table.columns.push_back(parse_column(lead_begin));
            lead_begin = consumed_;
            if (sees_symbol(',')) take();
        }
        if (table.columns.empty()) fail();
        table.tail = sql_.substr(lead_begin);
        take();
        parse_options(table);
        return table;
    }

private:
    [[noreturn]] void fail() const {
        ErrorDetails details;
        details.sql = std::string(sql_);
        throw Error("this is no definition of an ordinary table", std::move(details));
    }

    // Looking and taking.
    std::size_t significant(std::size_t from) const {
        while (from < tokens_.size() && tokens_[from].kind == Token::Kind::space) ++from;
        return from;
    }
    const Token& peek(int ahead = 0) const {
        auto at = significant(next_);
        for (; ahead > 0; --ahead) at = significant(at + 1);
        return at < tokens_.size() ? tokens_[at] : end_;
    }
    bool sees(std::string_view keyword, int ahead = 0) const { return is_word(peek(ahead), keyword); }
    bool sees_symbol(char symbol) const { return &peek() != &end_ && is_symbol(peek(), symbol); }
    bool at_end() const { return &peek() == &end_; }
    bool ends_list() const {
        if (at_end()) fail();
        return sees_symbol(')');
    }
    std::size_t offset(const Token& token) const { return static_cast<std::size_t>(token.text.data() - sql_.data()); }
    const Token& take() {
        if (at_end()) fail();
        next_ = significant(next_);
        const Token& token = tokens_[next_++];
        consumed_ = offset(token) + token.text.size();
        return token;
    }
    bool take_word(std::string_view keyword) {
        if (!sees(keyword)) return false;
        take();
        return true;
    }
    bool take_words(std::string_view first, std::string_view second) {
        if (!sees(first) || !sees(second, 1)) return false;
        take();
        take();
        return true;
    }
    std::string take_name() {
        const auto& token = take();
        if (token.kind != Token::Kind::word && token.kind != Token::Kind::quoted) fail();
        return unquoted(token);
    }
    /// A group in parentheses; what is inside of them.
    std::string_view take_group() {
        if (!sees_symbol('(')) fail();
        const auto begin = offset(take()) + 1;
        for (int depth = 1; depth > 0;) {
            const auto& token = take();
            if (is_symbol(token, '(')) ++depth;
            if (is_symbol(token, ')')) --depth;
        }
        return sql_.substr(begin, consumed_ - 1 - begin);
    }
    /// The first name of every element of a list (`a, b COLLATE nocase DESC`).
    static std::vector<std::string> columns_of(const std::vector<Token>& inside) {
        std::vector<std::string> columns;
        bool wanted = true;
        int depth = 0;
        for (const auto& token : inside) {
            if (token.kind == Token::Kind::space) continue;
            if (is_symbol(token, '(')) ++depth;
            if (is_symbol(token, ')')) --depth;
            if (wanted) columns.push_back(unquoted(token));
            wanted = depth == 0 && is_symbol(token, ',');
        }
        return columns;
    }
    std::vector<std::string> take_columns() { return columns_of(tokenize(take_group())); }
    std::string text_since(std::size_t begin) const { return std::string(sql_.substr(begin, consumed_ - begin)); }

    void parse_head(CreateTable& table) {
        if (!take_word("CREATE")) fail();
        take_word("TEMP") || take_word("TEMPORARY");
        if (!take_word("TABLE")) fail();
        if (take_words("IF", "NOT")) take();
        table.name = take_name();
        if (sees_symbol('.')) {
            take();
            table.name = take_name();
        }
        if (!sees_symbol('(')) fail();
        take();
        table.head = text_since(0);
    }

    void parse_options(CreateTable& table) {
        while (!at_end()) {
            if (take_word("WITHOUT"))
                table.without_rowid = true;
            else if (is_word(take(), "STRICT"))
                table.strict = true;
        }
    }

    bool starts_constraint() const {
        for (const std::string_view keyword : {"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT",
                                               "COLLATE", "REFERENCES", "AS", "DEFERRABLE"})
            if (sees(keyword)) return true;
        return sees("GENERATED") && sees("ALWAYS", 1);
    }
    bool starts_table_constraint() const {
        for (const std::string_view keyword : {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})
            if (sees(keyword)) return true;
        return false;
    }

    TableColumn parse_column(std::size_t lead_begin) {
        TableColumn column;
        const auto begin = offset(peek());
        column.lead = sql_.substr(lead_begin, begin - lead_begin);
        column.name = take_name();
        column.text = text_since(begin);
        parse_type(column);
        while (!sees_symbol(',') && !ends_list()) {
            const auto constraint_lead = consumed_;
            if (!starts_constraint()) fail();
            column.constraints.push_back(parse_column_constraint(constraint_lead, column.name));
            if (consumed_ == constraint_lead) fail(); // a NOT of nothing
        }
        return column;
    }

    void parse_type(TableColumn& column) {
        const auto lead_begin = consumed_;
        const auto begin = offset(peek());
        while (!sees_symbol(',') && !ends_list() && !starts_constraint()) {
            if (sees_symbol('('))
                take_group();
            else
                take_name();
        }
        if (consumed_ == lead_begin) return;
        column.type_lead = sql_.substr(lead_begin, begin - lead_begin);
        column.type = text_since(begin);
    }

    TableConstraint begin_constraint(std::size_t lead_begin, std::size_t begin) {
        TableConstraint constraint;
        constraint.lead = sql_.substr(lead_begin, begin - lead_begin);
        if (take_word("CONSTRAINT")) constraint.name = take_name();
        return constraint;
    }

    TableConstraint parse_column_constraint(std::size_t lead_begin, const std::string& column) {
        const auto begin = offset(peek());
        auto constraint = begin_constraint(lead_begin, begin);
        if (take_word("PRIMARY"))
            parse_column_primary_key(constraint);
        else if (take_words("NOT", "NULL"))
            constraint.kind = Kind::not_null;
        else if (take_word("NULL"))
            constraint.kind = Kind::null;
        else if (take_word("UNIQUE"))
            constraint.kind = Kind::unique;
        else if (sees("CHECK"))
            parse_check(constraint);
        else if (sees("DEFAULT"))
            parse_default(constraint);
        else if (sees("COLLATE"))
            parse_collation(constraint);
        else if (sees("REFERENCES"))
            parse_references(constraint);
        else if (sees("GENERATED") || sees("AS"))
            parse_generated(constraint);
        else
            parse_deferrable(constraint);
        parse_conflict();
        if (constraint.kind == Kind::primary_key && take_word("AUTOINCREMENT")) constraint.autoincrement = true;
        if (constraint.kind == Kind::primary_key || constraint.kind == Kind::unique ||
            constraint.kind == Kind::foreign_key)
            constraint.columns = {column};
        constraint.text = text_since(begin);
        return constraint;
    }

    void parse_column_primary_key(TableConstraint& constraint) {
        constraint.kind = Kind::primary_key;
        take_word("KEY");
        if (take_word("DESC"))
            constraint.descending = true;
        else
            take_word("ASC");
    }

    void parse_collation(TableConstraint& constraint) {
        take();
        constraint.kind = Kind::collate;
        constraint.collation = take_name();
    }

    void parse_check(TableConstraint& constraint) {
        take();
        constraint.kind = Kind::check;
        constraint.expression = take_group();
    }

    void parse_default(TableConstraint& constraint) {
        take();
        constraint.kind = Kind::default_value;
        const auto begin = offset(peek());
        if (sees_symbol('(')) {
            take_group();
        } else {
            if (sees_symbol('+') || sees_symbol('-')) take();
            take();
        }
        constraint.expression = text_since(begin);
    }

    void parse_generated(TableConstraint& constraint) {
        if (take_word("GENERATED")) take();
        if (!take_word("AS")) fail();
        constraint.kind = Kind::generated;
        constraint.expression = take_group();
        if (take_word("STORED"))
            constraint.stored = true;
        else
            take_word("VIRTUAL");
    }

    void parse_conflict() {
        if (take_words("ON", "CONFLICT")) take();
    }

    void parse_references(TableConstraint& constraint) {
        take();
        constraint.kind = Kind::foreign_key;
        constraint.referred_table = take_name();
        if (sees_symbol('(')) constraint.referred_columns = take_columns();
        for (;;) {
            if (take_word("ON")) {
                const bool on_delete = sees("DELETE");
                take();
                auto action = take_action();
                (on_delete ? constraint.on_delete : constraint.on_update) = std::move(action);
            } else if (take_word("MATCH")) {
                take();
            } else {
                break;
            }
        }
        parse_deferrable(constraint);
    }

    std::string take_action() {
        if (take_word("CASCADE")) return "CASCADE";
        if (take_word("RESTRICT")) return "RESTRICT";
        if (take_words("NO", "ACTION")) return "NO ACTION";
        if (!take_word("SET")) fail();
        return is_word(take(), "NULL") ? "SET NULL" : "SET DEFAULT";
    }

    void parse_deferrable(TableConstraint& constraint) {
        const bool negated = sees("NOT") && sees("DEFERRABLE", 1);
        if (!negated && !sees("DEFERRABLE")) return;
        if (negated) take();
        take();
        constraint.deferrable = !negated;
        if (!take_word("INITIALLY")) return;
        constraint.initially_deferred = is_word(take(), "DEFERRED") && !negated;
    }

    TableConstraint parse_table_constraint(std::size_t lead_begin) {
        const auto begin = offset(peek());
        auto constraint = begin_constraint(lead_begin, begin);
        if (take_word("PRIMARY")) {
            constraint.kind = Kind::primary_key;
            take_word("KEY");
            const auto inside = tokenize(take_group());
            constraint.columns = columns_of(inside);
            for (const auto& token : inside) // PRIMARY KEY (id AUTOINCREMENT)
                if (is_word(token, "AUTOINCREMENT")) constraint.autoincrement = true;
        } else if (take_word("UNIQUE")) {
            constraint.kind = Kind::unique;
            constraint.columns = take_columns();
        } else if (sees("CHECK")) {
            parse_check(constraint);
        } else if (take_word("FOREIGN")) {
            take_word("KEY");
            auto columns = take_columns();
            if (!sees("REFERENCES")) fail();
            parse_references(constraint);
            constraint.columns = std::move(columns);
        } else if (!sees_symbol(',') && !ends_list()) {
            fail();
        }
        parse_conflict();
        constraint.text = text_since(begin);
        return constraint;
    }

    std::string_view sql_;
    std::vector<Token> tokens_;
    Token end_{};
    std::size_t next_ = 0;     ///< index of the next token
    std::size_t consumed_ = 0; ///< offset behind the last token that was taken
};

} // namespace

CreateTable parse_create_table(std::string_view sql) { return Parser(sql).parse(); }

} // namespace aludel::sqlite
