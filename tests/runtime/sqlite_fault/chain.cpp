#include "scenario.hpp"
#include "tests/runtime/test_chain.hpp"

namespace aludel::test {

namespace {

using Edit = TableEdit::Kind;

const char* const old_schema = R"(
CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE hero (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    age INTEGER CHECK (age >= 0),
    note TEXT NOT NULL DEFAULT '',
    old TEXT,
    team_id INTEGER REFERENCES team ON DELETE CASCADE
);
CREATE INDEX ix_hero_name ON hero (name);
CREATE INDEX ix_hero_grown ON hero (age DESC) WHERE age > 40;
CREATE TABLE power (
    id INTEGER PRIMARY KEY,
    hero_id INTEGER NOT NULL REFERENCES hero ON DELETE CASCADE,
    name TEXT COLLATE NOCASE
);
CREATE TABLE log (what TEXT);
CREATE TRIGGER hero_renamed AFTER UPDATE OF name ON hero BEGIN INSERT INTO log VALUES (old.name); END;
CREATE VIEW grown AS SELECT name FROM hero WHERE age > 40;
)";

const char* const old_rows = R"(
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
    INSERT INTO team SELECT i, 'team ' || i FROM n;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
    INSERT INTO hero (id, name, age, note, old, team_id)
    SELECT i, 'hero ' || i, i % 90, CASE WHEN i % 3 = 0 THEN printf('%.120c', 'n') || i ELSE '' END, 'old ' || i, 1 + i % 20
    FROM n;
INSERT INTO hero (id, name) VALUES (900, 'gone');
DELETE FROM hero WHERE id = 900;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
    INSERT INTO power SELECT i, 1 + i % 300, 'power ' || i FROM n;
)";

void move_notes(Connection& connection) {
    for (const auto& row : connection.query("SELECT id, note FROM hero WHERE note <> '' ORDER BY id").rows)
        connection.execute("INSERT INTO note (hero_id, text) VALUES ($1, $2)", row[0], row[1]);
    connection.execute("UPDATE hero SET note = '' WHERE note <> ''");
}

const TableEdit old_age_is_text[] = {{Edit::set_type, "age", "TEXT", {}},
                                     {Edit::add_column, "motto", "motto TEXT NOT NULL DEFAULT 'none'", {}}};
const ColumnSource age_and_motto[] = {{"age", "age || ' years'"}, {"motto", "'I am ' || name"}};
const TableEdit team_has_town[] = {{Edit::add_column, "town", "town TEXT UNIQUE", {}}};
const TableEdit power_is_named[] = {{Edit::set_not_null, "name", {}, {}}}; // the definition is edited

std::vector<TestRevision> revisions() {
    return {{"a1", {}, {sql(old_schema), sql(old_rows)}},
            {"b2",
             {"a1"},
             {sql("CREATE TABLE mission (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team ON DELETE "
                  "CASCADE, what TEXT)"),
              sql("INSERT INTO mission (team_id, what) SELECT id, 'save ' || name FROM team"),
              sql("CREATE TABLE note (id INTEGER PRIMARY KEY, hero_id INTEGER NOT NULL REFERENCES hero, text TEXT)")}},
            {"c3",
             {"b2"},
             {sql("ALTER TABLE hero ADD COLUMN score INTEGER NOT NULL DEFAULT 0"),
              sql("UPDATE hero SET score = id * 7, name = 'the ' || name"),
              sql("CREATE INDEX ix_score ON hero (score)"), sql("UPDATE power SET name = 'great ' || name")}},
            {"d4",
             {"c3"},
             {check("SELECT id, age FROM hero WHERE age < 0", "hero.age is negative"),
              rebuild("hero", old_age_is_text, age_and_motto), rebuild("team", team_has_town),
              rebuild("power", power_is_named)}},
            {"e5", {"d4"}, {call("move_notes", move_notes)}},
            {"f6",
             {"e5"},
             {sql("ALTER TABLE hero DROP COLUMN old"), sql("DELETE FROM power WHERE hero_id > 250"),
              sql("CREATE INDEX ix_note ON note (hero_id, text)")}}};
}

const std::string_view hero_key[] = {"id"};
const Batches scores{"hero", hero_key, "UPDATE hero SET score = score + id", {}, 40, 0};

} // namespace

const Chain& batched_chain() {
    static const TestChain chain(
        {revisions().front(),
         {"b2",
          {"a1"},
          {sql("ALTER TABLE hero ADD COLUMN score INTEGER NOT NULL DEFAULT 0"), batched("hero", scores),
           rebuild("hero", old_age_is_text, age_and_motto), sql("CREATE INDEX ix_score ON hero (score)")}}});
    return chain;
}

const Chain& parted_chain() {
    TestRevision alone_amid{"b2",
                            {"a1"},
                            {sql("UPDATE hero SET note = printf('%.600c', 'm') || id WHERE id % 2 = 0"),
                             sql("UPDATE hero SET note = '' WHERE id % 4 = 0"), alone("VACUUM"),
                             sql("CREATE INDEX ix_note ON hero (note)")}};
    TestRevision each_alone{"c3",
                            {"b2"},
                            {sql("ALTER TABLE hero ADD COLUMN score INTEGER NOT NULL DEFAULT 0"),
                             sql("UPDATE hero SET score = score + id"), rebuild("hero", old_age_is_text, age_and_motto),
                             sql("DELETE FROM power WHERE hero_id > 250")}};
    each_alone.without_transaction = true;
    static const TestChain chain({revisions().front(), alone_amid, each_alone});
    return chain;
}

const Chain& old_chain() {
    static const TestChain chain({revisions().front()});
    return chain;
}

const Chain& new_chain() {
    static const TestChain chain(revisions());
    return chain;
}

} // namespace aludel::test
