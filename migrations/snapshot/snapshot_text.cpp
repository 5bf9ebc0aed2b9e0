#include "migrations/operation/lookup.hpp"
#include "migrations/revision/revision_file.hpp"
#include "migrations/schema/naming.hpp"
#include "migrations/snapshot/snapshot_object.hpp"

#include <algorithm>

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

std::optional<bool> parse_nulls(const SnapshotRecord& record) {
    const auto nulls = record.text("nulls");
    if (nulls.empty()) return std::nullopt;
    if (nulls != "first" && nulls != "last") not_understood("nulls \"" + nulls + "\"");
    return nulls == "first";
}

SqlText trigger_sql(const SnapshotRecord& record) {
    record.require_only({"name", "sql"});
    return record.sql("sql");
}

/// One table, record by record.
class TableReader {
public:
    TableReader(Snapshot& snapshot, const NamingConvention& convention)
        : snapshot_(snapshot), convention_(convention) {}

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
        else if (kind == "exclusion")
            read_exclusion(record);
        else if (kind == "trigger")
            triggers_.push_back({{table_.name.schema, record.text("name")}, table_.name.name, trigger_sql(record)});
        else
            not_understood("the record \"" + kind + "\"");
    }

    void finish() {
        if (table_.name.name.empty()) not_understood("a text without a table");
        take_key_columns();
        set_key_columns_not_null();
        set_identity();
        add_concurrent_indexes();
        name_and_sort(table_, convention_);
        if (const auto other = snapshot_.places.find(table_.name); other != snapshot_.places.end())
            fail("table " + in_quotes(table_.name) + " is described twice; the other is at " +
                 to_string(other->second));
        snapshot_.places.emplace(table_.name, place_);
        add_triggers();
        snapshot_.renames.insert(snapshot_.renames.end(), renames_.begin(), renames_.end());
        snapshot_.schema.tables.emplace(table_.name, std::move(table_));
    }

private:
    [[noreturn]] void fail(const std::string& text) const { throw FileError(place_, text); }

    void read_table(const SnapshotRecord& record) {
        record.require_only({"name", "schema", "comment", "renamed_from", "strict", "without_rowid", "file", "line"});
        if (!table_.name.name.empty()) not_understood("a text with two tables");
        table_.name = {record.text("schema"), record.text("name")};
        table_.comment = record.text("comment");
        table_.strict = record.flag("strict");
        table_.without_rowid = record.flag("without_rowid");
        place_ = parse_place(record);
        if (record.has("renamed_from"))
            renames_.push_back({{table_.name.schema, ""}, record.text("renamed_from"), table_.name.name});
    }

    void read_column(const SnapshotRecord& record) {
        record.require_only({"name",        "type",      "nullable", "key",           "default", "now",
                             "default_sql", "collation", "comment",  "generated",     "virtual", "renamed_from",
                             "no_identity", "identity",  "always",   "autoincrement", "start",   "increment",
                             "minimum",     "maximum",   "cache",    "cycle"});
        const auto type = parse_type(record.text("type"));
        if (!type) not_understood("the type \"" + record.text("type") + "\"");
        Column column{.name = record.text("name"), .type = *type, .nullable = record.flag("nullable")};
        column.default_value = parse_default(record);
        if (record.flag("identity")) {
            column.nullable = false; // none at all means: the next number
            column.identity = {record.flag("always"), record.flag("autoincrement"), parse_counting(record)};
        }
        if (auto sql = record.sql("generated"); !sql.empty())
            column.generated = Generated{std::move(sql), !record.flag("virtual")};
        if (record.flag("no_identity")) not_numbered_.push_back(column.name);
        column.collation = record.text("collation");
        column.comment = record.text("comment");
        if (record.flag("key")) key_columns_.push_back(column.name);
        if (record.has("renamed_from")) renames_.push_back({table_.name, record.text("renamed_from"), column.name});
        table_.columns.push_back(std::move(column));
    }

    void read_enum(const SnapshotRecord& record) {
        const auto enumeration = parse_enum(record);
        const auto [known, is_new] = snapshot_.schema.enums.emplace(enumeration.name, enumeration);
        if (!is_new && known->second != enumeration)
            fail("table " + in_quotes(table_.name) + " has " + is_another(enumeration));
    }

    void read_primary_key(const SnapshotRecord& record) {
        record.require_only({"name", "column"});
        if (table_.primary_key) fail("table " + in_quotes(table_.name) + " has two primary keys");
        table_.primary_key = PrimaryKey{record.text("name"), record.list("column")};
    }

    void read_unique(const SnapshotRecord& record) {
        record.require_only({"name", "column", "nulls_not_distinct"});
        table_.uniques.push_back({record.text("name"), record.list("column"), record.flag("nulls_not_distinct")});
    }

    void read_index(const SnapshotRecord& record) {
        record.require_only({"name", "unique", "where", "method", "include", "nulls_not_distinct", "concurrently"});
        parts_ = Parts::of_index;
        if (record.flag("concurrently")) concurrent_.push_back(table_.indexes.size());
        table_.indexes.push_back({.name = record.text("name"),
                                  .unique = record.flag("unique"),
                                  .where = record.sql("where"),
                                  .method = record.text("method"),
                                  .include = record.list("include"),
                                  .nulls_not_distinct = record.flag("nulls_not_distinct")});
    }

    void read_part(const SnapshotRecord& record) {
        if (parts_ == Parts::of_nothing) not_understood("a part without its index");
        if (parts_ == Parts::of_index)
            read_index_part(record);
        else
            read_exclusion_part(record);
    }

    void read_index_part(const SnapshotRecord& record) {
        record.require_only({"column", "sql", "descending", "nulls", "operator_class"});
        IndexPart part{.column = record.text("column"), .expression = record.sql("sql")};
        part.descending = record.flag("descending");
        part.nulls_first = parse_nulls(record);
        part.operator_class = record.text("operator_class");
        table_.indexes.back().parts.push_back(std::move(part));
    }

    void read_exclusion_part(const SnapshotRecord& record) {
        record.require_only({"column", "sql", "with", "operator_class"});
        table_.exclusions.back().parts.push_back(
            {record.text("column"), record.sql("sql"), record.text("with"), record.text("operator_class")});
    }

    void read_exclusion(const SnapshotRecord& record) {
        record.require_only({"name", "method", "where"});
        parts_ = Parts::of_exclusion;
        Exclusion exclusion{.name = record.text("name"), .where = record.sql("where")};
        if (record.has("method")) exclusion.method = record.text("method");
        table_.exclusions.push_back(std::move(exclusion));
    }

    void read_foreign_key(const SnapshotRecord& record) {
        record.require_only({"name", "column", "table", "schema", "referred", "on_delete", "on_update", "deferrable",
                             "initially_deferred", "match_full"});
        ForeignKey key{.name = record.text("name"), .columns = record.list("column")};
        key.referred_table = {record.text("schema"), record.text("table")};
        key.referred_columns = record.list("referred");
        key.on_delete = parse_action(record.text("on_delete"));
        key.on_update = parse_action(record.text("on_update"));
        key.deferrable = record.flag("deferrable") || record.flag("initially_deferred");
        key.initially_deferred = record.flag("initially_deferred");
        key.match_full = record.flag("match_full");
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

    /// By the names that name_and_sort() is about to give.
    void add_concurrent_indexes() {
        for (const auto at : concurrent_) {
            const auto& index = table_.indexes[at];
            snapshot_.concurrent_indexes.push_back(
                {table_.name, index.name.empty() ? index_name(table_.name, index.parts, convention_) : index.name});
        }
    }

    void add_triggers() {
        for (auto& trigger : triggers_) {
            const auto [other, is_new] = snapshot_.schema.triggers.emplace(trigger.name, trigger);
            if (!is_new)
                fail("trigger " + in_quotes(trigger.name) + " is described twice; the other is " +
                     whose(other->second));
        }
    }

    /// `of table "hero", at model.hpp:7`; a view's trigger stands alone.
    std::string whose(const Trigger& trigger) const {
        const auto table = snapshot_.places.find(trigger.table_name());
        if (table != snapshot_.places.end())
            return "of table " + in_quotes(table->first) + ", at " + to_string(table->second);
        return "of view " + in_quotes(trigger.table_name()) + ", at " +
               to_string(snapshot_.object_places.at({kind_name<Trigger>, trigger.name}));
    }

    /// An integer column that is the whole primary key, is in no foreign key and has no value of its own. (Without a
    /// rowid there is nothing to number it.)
    void set_identity() {
        if (!table_.primary_key || table_.primary_key->columns.size() != 1 || table_.without_rowid) return;
        auto* column = table_.find_column(table_.primary_key->columns.front());
        const auto refers = [&](const ForeignKey& key) {
            return std::ranges::find(key.columns, column->name) != key.columns.end();
        };
        if (column && !column->identity && std::ranges::find(not_numbered_, column->name) == not_numbered_.end() &&
            is_integer(column->type) && !column->default_value && !column->generated &&
            std::ranges::none_of(table_.foreign_keys, refers))
            column->identity.emplace();
    }

    Snapshot& snapshot_;
    const NamingConvention& convention_;
    Table table_;
    Place place_;
    std::vector<Rename> renames_;
    std::vector<std::string> key_columns_;
    std::vector<std::string> not_numbered_; ///< columns
    std::vector<std::size_t> concurrent_;   ///< among the table's indexes
    std::vector<Trigger> triggers_;
    enum class Parts : std::uint8_t { of_nothing, of_index, of_exclusion } parts_ = Parts::of_nothing;
};

} // namespace

void read_snapshot_text(std::string_view text, Snapshot& into, const NamingConvention& convention) {
    if (text.empty()) return; // of a metadata of nothing
    TableReader reader(into, convention);
    bool has_table = false;
    bool has_object = false;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty()) continue;
        const SnapshotRecord record(line);
        const bool is_object = is_object_record(record);
        if (has_object || (is_object && has_table)) not_understood("more in a text than one table or object");
        is_object ? read_object(record, into) : reader.read(record);
        (is_object ? has_object : has_table) = true;
    }
    if (!has_object) reader.finish();
}

} // namespace aludel::migrations
