// Random revisions and schemas that a file must hold: every operation, every key, and the nastiest texts.
#pragma once

#include "migrations/revision/revision.hpp"

#include <random>
#include <string>
#include <vector>

namespace aludel::migrations {

class RandomValues {
public:
    explicit RandomValues(unsigned seed) : generator_(seed) {}

    Revision revision();
    Schema schema();
    Operation operation(int depth = 0);
    std::vector<Operation> operations(int depth = 0);
    std::string text();          ///< any text, never empty
    std::string optional_text(); ///< or empty
    SqlText sql();               ///< never empty
    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(generator_); }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

private:
    std::vector<std::string> texts(std::size_t at_most = 3);
    std::string id();
    Name name();
    Type type();
    Default default_value(const Type& type);
    Generated generated();
    Column column();
    PrimaryKey primary_key();
    Unique unique();
    Check check();
    ForeignKey foreign_key();
    Index index();
    IndexPart index_part();
    Table table();
    Enum enumeration();
    AlterColumn alter_column();
    AlterTable alter_table();
    Counting counting();
    Identity identity();
    Exclusion exclusion();
    Extension extension();
    Sequence sequence();
    Function function();
    View view();
    Trigger trigger();
    std::vector<RowValues> rows();
    Operation table_operation();
    Operation object_operation();
    template <class Make> auto list(Make make);

    std::mt19937 generator_;
};

} // namespace aludel::migrations
