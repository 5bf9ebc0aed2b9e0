// Catalogue 68 to 73: views, triggers, functions, sequences, options of tables, schemas, extensions.
#include "tests/changes/change.hpp"

namespace changes {
namespace {

std::string view(const std::string& sql) { return "- create_view: {name: grown, sql: \"" + sql + "\"}\n"; }
const std::string drop_view = "- drop_view: {name: grown}\n";
const std::string grown = view("SELECT id, name, age FROM hero WHERE age > 17");

const std::string trigger = R"yaml(- create_trigger:
    name: shout
    table: hero
    sql:
      sqlite: "AFTER UPDATE OF name ON hero BEGIN UPDATE hero SET secret_name = upper(NEW.name) WHERE id = NEW.id; END"
      postgresql: "BEFORE UPDATE OF name ON hero FOR EACH ROW EXECUTE FUNCTION shout()"
)yaml";
const std::string function = R"yaml(- create_function:
    name: shout
    sql: {postgresql: "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.secret_name := upper(NEW.name); RETURN NEW; END $$"}
)yaml";
} // namespace

TEST_P(Changes, Case68ViewAddedChangedRemoved) {
    change(grown).gives("SELECT name FROM grown", {{"Rusty-Män"}}).stays_in_place("hero").run();
    change(grown, drop_view).run();
    change(grown, drop_view + view("SELECT id, name FROM hero WHERE age > 15"))
        .gives("SELECT count(*) FROM grown", {{"2"}})
        .gives_back("SELECT * FROM grown")
        .run();
}

TEST_P(Changes, Case68ViewsOfViews) {
    const std::string over = "- create_view: {name: above, sql: SELECT name FROM grown}\n";
    change(grown + over).gives("SELECT name FROM above", {{"Rusty-Män"}}).run();
    change(grown + over, "- drop_view: {name: above}\n" + drop_view +
                             view("SELECT id, name, age, secret_name FROM hero WHERE age > 15") + over)
        .gives("SELECT count(*) FROM above", {{"2"}})
        .run();
}

TEST_P(Changes, Case68ViewOfATableThatChanges) {
    const auto dropped_and_made_again = [&](const std::string& operations) { return drop_view + operations + grown; };
    const std::string rows = "SELECT name FROM grown ORDER BY name";
    change(grown, dropped_and_made_again("- alter_column: {table: hero, column: age, type: bigint}\n"))
        .keeps(rows)
        .run();
    change(grown, dropped_and_made_again("- drop_column: {table: hero, column: secret_name}\n")).keeps(rows).run();
    change(grown, "- add_column: {table: hero, name: v, type: text, nullable: false, default: a}\n").keeps(rows).run();
    change(grown,
           dropped_and_made_again("- alter_column: {table: hero, column: secret_name, type: varchar(100)}\n"
                                  "- create_unique_constraint: {table: hero, name: uq_v, columns: [name, age]}\n"))
        .keeps(rows)
        .run();
}

TEST_P(Changes, Case68ViewOfAllColumns) {
    change(view("SELECT * FROM hero"), "- add_column: {table: hero, name: v, type: text, default: a}\n")
        .gives("SELECT DISTINCT v FROM grown", {{"a"}})
        .run();
}

TEST_P(Changes, Case18And19ViewAndTriggerFollowARename) {
    using namespace aludel::migrations;
    const auto with_view = [&](const char* sql) {
        return [sql](Schema schema) {
            schema.views.emplace(Name{"", "grown"}, View{{"", "grown"}, {sql, {}}});
            return schema;
        };
    };
    const auto before = with_view("SELECT id, name FROM hero WHERE age > 17")(usual());
    const auto column_renamed = with_view("SELECT id, name FROM hero WHERE years > 17")(
        after(usual(), "- rename_column: {table: hero, column: age, to: years}\n"));
    Change(GetParam(), before, column_renamed)
        .renamed("hero", "age", "years")
        .keeps("SELECT id, name FROM grown")
        .stays_in_place("hero")
        .run();
    const auto table_renamed = with_view("SELECT id, name FROM person WHERE age > 17")(
        after(usual(), "- rename_table: {table: hero, to: person}\n"));
    Change(GetParam(), before, table_renamed).renamed("", "hero", "person").keeps("SELECT id, name FROM grown").run();
}

TEST_P(Changes, Case69TriggerAndFunction) {
    change(function + trigger).run();
    change(function + trigger, "- drop_trigger: {name: shout}\n- drop_function: {name: shout}\n").run();
    const std::string after_trigger =
        "- alter_column: {table: hero, column: age, type: bigint}\n- create_unique_constraint: {table: hero, name: "
        "uq_v, columns: [name, age]}\n";
    change(function + trigger, after_trigger)
        .gives("postgresql", "UPDATE hero SET name = 'abc' WHERE id = 1 RETURNING secret_name", {{"ABC"}})
        .gives("sqlite", "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'", {{"1"}})
        .loses_rows("hero")
        .run();
}

TEST_P(Changes, Case69FunctionChangedInPlaceAndWithAnotherSignature) {
    const auto made = [](const std::string& sql) {
        return "- create_function: {name: twice, sql: {postgresql: \"" + sql + "\"}}\n";
    };
    const std::string one = "(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * 2 $$";
    const std::string other = "(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1 + $1 $$";
    const std::string third = "(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT $1 * 2 $$";
    const std::string drop = "- drop_function: {name: twice}\n";
    change(made(one), "- alter_function: {name: twice, sql: {postgresql: \"" + other + "\"}}\n")
        .gives("postgresql", "SELECT twice(21)", {{"42"}})
        .run();
    change(made(one), drop + made(third)).gives("postgresql", "SELECT twice(21)", {{"42"}}).run();
    if (is("postgresql"))
        change(made(one) + "- create_check_constraint: {table: hero, name: ck_v, sql: twice(age) < 1000}\n")
            .refuses("UPDATE hero SET age = 900")
            .run();
}

TEST_P(Changes, Case70Sequence) {
    const std::string made = "- create_sequence: {name: ticket, start: 5, increment: 5}\n";
    if (is("sqlite")) {
        change(made + "- add_column: {table: hero, name: v, type: text}\n")
            .leaves_out("sqlite", {"the sequence ticket"})
            .run();
        return;
    }
    change(made).gives("SELECT nextval('ticket'), nextval('ticket')", {{"5", "10"}}).run();
    change(made, "- drop_sequence: {name: ticket}\n").run();
    change(made, "- alter_sequence: {name: ticket, start: 5, increment: 7, maximum: 1000, cycle: true}\n")
        .with("SELECT nextval('ticket'), nextval('ticket')")
        .gives("SELECT nextval('ticket')", {{"17"}})
        .run();
    change(made + "- add_column: {table: hero, name: number, type: bigint, default: {sql: {postgresql: "
                  "\"nextval('ticket')\", sqlite: '0'}}}\n")
        .gives("SELECT count(DISTINCT number) FROM hero", {{"4"}})
        .run();
}

TEST_P(Changes, Case71WithoutRowidToggled) {
    const std::string pair =
        "- create_table: {table: pair, columns: [{name: one, type: integer, nullable: false}, {name: two, "
        "type: text}], primary_key: {name: pk_pair, columns: [one]}";
    const std::string rows = "INSERT INTO pair VALUES (2, 'b'), (1, 'a''s')";
    if (is("postgresql")) {
        change(pair + ", without_rowid: true, strict: true}\n")
            .leaves_out("postgresql", {"WITHOUT ROWID of table pair", "STRICT of table pair"})
            .run();
        return;
    }
    change(pair + "}\n", "- alter_table: {table: pair, without_rowid: true}\n")
        .with(rows)
        .gives("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%WITHOUT ROWID%' AND name = 'pair'", {{"1"}})
        .rebuilds(1)
        .run();
    change(pair + ", without_rowid: true}\n", "- alter_table: {table: pair, without_rowid: false}\n").with(rows).run();
}

TEST_P(Changes, Case71StrictToggled) {
    if (is("postgresql")) return;
    change("- alter_table: {table: team, strict: true}\n").refuses("UPDATE team SET id = 'x'").run();
    change("- alter_table: {table: team, strict: true}\n", "- alter_table: {table: team, strict: false}\n").run();
}

TEST_P(Changes, Case72SchemaMade) {
    const std::string made =
        "- create_table: {table: base, schema: app, columns: [{name: id, type: bigint, nullable: false, "
        "identity: true}], primary_key: {name: pk_base, columns: [id]}}\n";
    if (is("postgresql")) {
        change(made).run();
        return;
    }
    EXPECT_THROW(change(made).run(), std::exception);
}

TEST_P(Changes, Case73ExtensionRequired) {
    const std::string made = "- create_extension: {name: btree_gist}\n";
    if (is("sqlite")) {
        change(made + "- add_column: {table: hero, name: v, type: text}\n")
            .leaves_out("sqlite", {"the extension btree_gist"})
            .run();
        return;
    }
    change(made).run();
    change(made + "- create_exclusion_constraint: {table: hero, name: ex_v, columns: [{column: name, with: =}]}\n")
        .run();
}

} // namespace changes
