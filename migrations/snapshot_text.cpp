#include "migrations/lookup.hpp"
#include "migrations/naming.hpp"
#include "migrations/revision_file.hpp"
#include "migrations/snapshot.hpp"
#include "migrations/snapshot_record.hpp"

#include <algorithm>
#include <charconv>

namespace aludel::migrations {
namespace {

ForeignKey::Action parse_action(const std::string& text) {
    if (text.empty()) return ForeignKey::Action::no_action;
    if (text == "restrict") return ForeignKey::Action::restrict;
    if (text == "cascade") return ForeignKey::Action::cascade;
    if (text == "set null") return ForeignKey::Action::set_null;
    if (text == "set default") return ForeignKey::Action::set_default;
    not_understood("the action \"" + text + "\"");
}

std::optional<Default> parse_default(const SnapshotRecord& record) {
    if (record.flag("now")) return Default{.kind = Default::Kind::now};
    if (record.has("default")) return Default{.kind = Default::Kind::literal, .literal = record.text("default")};
    if (auto sql = record.sql("default_sql"); !sql.empty()) return Default{.kind = Default::Kind::sql, .sql = sql};
    return std::nullopt;
}

/// One table, record by record.
class TableReader {
public:
    explicit TableReader(Snapshot& snapshot) : snapshot_(snapshot) {}

    void read(const SnapshotRecord& record) {
        const auto& kind = record.kind();
        if (kind == "table") return read_table(record);
        if (table_.name.name.empty()) not_understood("a text that does not begin with its table");
        if (kind == "column")
            read_column(record);
        else if (kind == "enum")
            read_enum(record);
        else if (kind == "primary_key")
            read_primary_key(record);
        else if (kind == "unique")
            read_unique(record);
        else if (kind == "index")
            read_index(record);
        else if (kind == "part")
            read_part(record);
        else if (kind == "foreign_key")
            read_foreign_key(record);
        else if (kind == "check")
            read_check(record);
        else
            not_understood("the record \"" + kind + "\"");
    }

    void finish() {
        if (table_.name.name.empty()) not_understood("a text without a table");
        take_key_columns();
        set_key_columns_not_null();
        set_identity();
        name_and_sort(table_);
        if (const auto other = snapshot_.places.find(table_.name); other != snapshot_.places.end())
            fail("table " + in_quotes(table_.name) + " is described twice; the other is at " +
                 to_string(other->second));
        snapshot_.places.emplace(table_.name, place_);
        snapshot_.renames.insert(snapshot_.renames.end(), renames_.begin(), renames_.end());
        snapshot_.schema.tables.emplace(table_.name, std::move(table_));
    }

private:
    [[noreturn]] void fail(const std::string& text) const { throw FileError(place_, text); }

    void read_table(const SnapshotRecord& record) {
        record.require_only({"name", "schema", "comment", "renamed_from", "file", "line"});
        if (!table_.name.name.empty()) not_understood("a text with two tables");
        table_.name = {record.text("schema"), record.text("name")};
        table_.comment = record.text("comment");
        place_.file = record.text("file");
        const auto line = record.text("line");
        std::from_chars(line.data(), line.data() + line.size(), place_.line);
        if (record.has("renamed_from"))
            renames_.push_back({{table_.name.schema, ""}, record.text("renamed_from"), table_.name.name});
    }

    void read_column(const SnapshotRecord& record) {
        record.require_only({"name", "type", "nullable", "key", "default", "now", "default_sql", "collation", "comment",
                             "generated", "virtual", "renamed_from"});
        const auto type = parse_type(record.text("type"));
        if (!type) not_understood("the type \"" + record.text("type") + "\"");
        Column column{.name = record.text("name"), .type = *type, .nullable = record.flag("nullable")};
        column.default_value = parse_default(record);
        if (auto sql = record.sql("generated"); !sql.empty())
            column.generated = Generated{std::move(sql), !record.flag("virtual")};
        column.collation = record.text("collation");
        column.comment = record.text("comment");
        if (record.flag("key")) key_columns_.push_back(column.name);
        if (record.has("renamed_from")) renames_.push_back({table_.name, record.text("renamed_from"), column.name});
        table_.columns.push_back(std::move(column));
    }

    void read_enum(const SnapshotRecord& record) {
        record.require_only({"name", "value"});
        Enum enumeration{{"", record.text("name")}, record.list("value")};
        const auto [known, is_new] = snapshot_.schema.enums.emplace(enumeration.name, enumeration);
        if (!is_new && known->second != enumeration)
            fail("table " + in_quotes(table_.name) + " has an enum " + in_quotes(enumeration.name) +
                 " whose values are not those of another enum of this name; give one of them another name");
    }

    void read_primary_key(const SnapshotRecord& record) {
        record.require_only({"name", "column"});
        if (table_.primary_key) fail("table " + in_quotes(table_.name) + " has two primary keys");
        table_.primary_key = PrimaryKey{record.text("name"), record.list("column")};
    }

    void read_unique(const SnapshotRecord& record) {
        record.require_only({"name", "column"});
        table_.uniques.push_back({.name = record.text("name"), .columns = record.list("column")});
    }

    void read_index(const SnapshotRecord& record) {
        record.require_only({"name", "unique", "where"});
        table_.indexes.push_back(
            {.name = record.text("name"), .unique = record.flag("unique"), .where = record.sql("where")});
    }

    void read_part(const SnapshotRecord& record) {
        record.require_only({"column", "sql", "descending"});
        if (table_.indexes.empty()) not_understood("a part without its index");
        table_.indexes.back().parts.push_back({.column = record.text("column"),
                                               .expression = record.sql("sql"),
                                               .descending = record.flag("descending")});
    }

    void read_foreign_key(const SnapshotRecord& record) {
        record.require_only({"name", "column", "table", "schema", "referred", "on_delete", "on_update", "deferrable",
                             "initially_deferred"});
        ForeignKey key{.name = record.text("name"), .columns = record.list("column")};
        key.referred_table = {record.text("schema"), record.text("table")};
        key.referred_columns = record.list("referred");
        key.on_delete = parse_action(record.text("on_delete"));
        key.on_update = parse_action(record.text("on_update"));
        key.deferrable = record.flag("deferrable") || record.flag("initially_deferred");
        key.initially_deferred = record.flag("initially_deferred");
        table_.foreign_keys.push_back(std::move(key));
    }

    void read_check(const SnapshotRecord& record) {
        record.require_only({"name", "sql"});
        table_.checks.push_back({record.text("name"), record.sql("sql")});
    }

    void take_key_columns() {
        if (key_columns_.empty()) return;
        if (table_.primary_key)
            fail("table " + in_quotes(table_.name) +
                 " has a primary key, and columns that say primary_key() themselves");
        table_.primary_key = PrimaryKey{{}, key_columns_};
    }

    void set_key_columns_not_null() {
        if (!table_.primary_key) return;
        for (const auto& name : table_.primary_key->columns)
            if (auto* column = table_.find_column(name)) column->nullable = false;
    }

    /// An integer column that is the whole primary key, is in no foreign key and has no value of its own.
    void set_identity() {
        if (!table_.primary_key || table_.primary_key->columns.size() != 1) return;
        auto* column = table_.find_column(table_.primary_key->columns.front());
        const auto refers = [&](const ForeignKey& key) {
            return std::ranges::find(key.columns, column->name) != key.columns.end();
        };
        if (column && !column->identity && is_integer(column->type) && !column->default_value && !column->generated &&
            std::ranges::none_of(table_.foreign_keys, refers))
            column->identity.emplace();
    }

    Snapshot& snapshot_;
    Table table_;
    Place place_;
    std::vector<Rename> renames_;
    std::vector<std::string> key_columns_;
};

} // namespace

void read_snapshot_text(std::string_view text, Snapshot& into) {
    TableReader reader(into);
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (!line.empty()) reader.read(SnapshotRecord(line));
    }
    reader.finish();
}

} // namespace aludel::migrations
