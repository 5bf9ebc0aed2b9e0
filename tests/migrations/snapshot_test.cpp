#include "migrations/snapshot/snapshot.hpp"

#include <aludel/error.hpp>

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace aludel::migrations {
namespace {

const std::string team_text = "table\tname=team\tfile=model.hpp\tline=7\n"
                              "column\tname=id\ttype=bigint\tnullable=1\n"
                              "column\tname=name\ttype=text\n"
                              "primary_key\tcolumn=id\n"
                              "unique\tcolumn=name\n";
const std::string hero_text = "table\tname=hero\tcomment=tab\\there\trenamed_from=person\tfile=model.hpp\tline=21\n"
                              "column\tname=id\ttype=bigint\tnullable=1\n"
                              "column\tname=name\ttype=varchar(80)\tdefault=a \\\\ and\\nb\trenamed_from=title\n"
                              "column\tname=mood\ttype=enum mood\tdefault=calm\n"
                              "column\tname=born\ttype=timestamptz\tnow=1\n"
                              "column\tname=code\ttype=text\tdefault_sql=x()\tdefault_sql.sqlite=y()\n"
                              "column\tname=big\ttype=text\tgenerated=upper(name)\tvirtual=1\n"
                              "column\tname=team_id\ttype=bigint\tnullable=1\n"
                              "enum\tname=mood\tvalue=calm\tvalue=angry\n"
                              "primary_key\tcolumn=id\n"
                              "index\tunique=1\twhere=id > 0\n"
                              "part\tcolumn=name\tdescending=1\n"
                              "part\tsql=lower(name)\n"
                              "foreign_key\tcolumn=team_id\ttable=team\treferred=id\ton_delete=set null\n"
                              "check\tsql=length(name) > 0\n";

std::string packed(const std::string& text) {
    char length[9];
    std::snprintf(length, sizeof length, "%08zu", text.size());
    return "\x7f"
           "ALUDEL-SNAPSHOT-1\x7f" +
           std::string(length) + "\n" + text +
           "\x7f"
           "END\x7f";
}

class SnapshotFile : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        directory_ = std::filesystem::temp_directory_path() /
                     ("aludel_" + std::string(test->name()) + std::to_string(::getpid()));
        std::filesystem::create_directories(directory_);
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    std::filesystem::path file(const std::string& bytes, const std::string& name = "a.o") {
        std::ofstream(directory_ / name, std::ios::binary) << bytes;
        return directory_ / name;
    }
    std::string refusal(const std::vector<std::filesystem::path>& files) {
        try {
            read_snapshot(files);
        } catch (const std::exception& error) {
            return error.what();
        }
        return "";
    }
    std::string refusal_of(const std::string& text) { return refusal({file(packed(text))}); }

    std::filesystem::path directory_;
};

TEST_F(SnapshotFile, is_found_among_other_bytes_once) {
    using namespace std::string_literals;
    const auto noise = "\x7f"
                       "ELF\0\0\x7f"
                       "ALUDEL-SNAPSHOT-1\x7f\0junk"s;
    const auto one = file(noise + packed(hero_text) + noise + packed(team_text) + packed(hero_text), "one.o");
    const auto two = file(noise + packed(team_text), "two.o");
    const auto snapshot = read_snapshot({one, two});
    EXPECT_EQ(snapshot.schema.tables.size(), 2u);
    EXPECT_EQ(snapshot, read_snapshot({two, one}));
}

TEST_F(SnapshotFile, holds_what_the_models_say) {
    const auto snapshot = read_snapshot({file(packed(team_text) + packed(hero_text))});
    const auto& hero = snapshot.schema.tables.at({"", "hero"});
    EXPECT_EQ(hero.comment, "tab\there");
    const auto& id = *hero.find_column("id");
    EXPECT_TRUE(id.identity);
    EXPECT_FALSE(id.nullable) << "a primary key is NOT NULL, optional or not";
    EXPECT_EQ(hero.find_column("name")->default_value->literal, "a \\ and\nb");
    EXPECT_EQ(hero.find_column("born")->default_value->kind, Default::Kind::now);
    EXPECT_EQ(hero.find_column("code")->default_value->sql, (SqlText{"x()", {{"sqlite", "y()"}}}));
    EXPECT_FALSE(hero.find_column("big")->generated->stored);
    EXPECT_EQ(hero.foreign_keys.front().name, "fk_hero_team_id_team");
    EXPECT_EQ(hero.foreign_keys.front().on_delete, ForeignKey::Action::set_null);
    EXPECT_EQ(hero.indexes.front().parts.size(), 2u);
    EXPECT_TRUE(hero.indexes.front().parts.front().descending);
    EXPECT_EQ(snapshot.schema.enums.at({"", "mood"}).values, (std::vector<std::string>{"calm", "angry"}));
    EXPECT_EQ(snapshot.renames, (std::vector<Rename>{{{}, "person", "hero"}, {{"", "hero"}, "title", "name"}}));
    EXPECT_EQ(snapshot.places.at({"", "hero"}), (Place{"model.hpp", 21, 0}));
}

TEST_F(SnapshotFile, numbers_only_keys_that_have_no_value_of_their_own) {
    Snapshot snapshot;
    read_snapshot_text("table\tname=a\ncolumn\tname=id\ttype=integer\tdefault=1\nprimary_key\tcolumn=id\n", snapshot);
    read_snapshot_text("table\tname=b\ncolumn\tname=id\ttype=text\tkey=1\n", snapshot);
    read_snapshot_text("table\tname=c\ncolumn\tname=x\ttype=integer\tkey=1\ncolumn\tname=y\ttype=integer\tkey=1\n",
                       snapshot);
    read_snapshot_text("table\tname=d\ncolumn\tname=id\ttype=integer\tkey=1\n"
                       "foreign_key\tcolumn=id\ttable=a\treferred=id\n",
                       snapshot);
    for (const auto& [name, table] : snapshot.schema.tables) {
        EXPECT_TRUE(table.primary_key) << name.name;
        for (const auto& column : table.columns) EXPECT_FALSE(column.identity) << name.name;
    }
}

TEST_F(SnapshotFile, that_is_none_is_refused_with_the_way_out) {
    EXPECT_NE(refusal({directory_ / "gone.o"}).find("gone.o"), std::string::npos);
    EXPECT_NE(refusal({directory_}).find("directory"), std::string::npos);
    EXPECT_EQ(refusal_of("table\tname=team\tfile=m\xfcll.hpp\tline=7\ncolumn\tname=id\ttype=text\tcomment=f\xfcr\n"),
              "the models have a column whose comment is not UTF-8: \"f?r\"\n  Save the header as UTF-8.");
    EXPECT_NE(refusal({file("no snapshot here")}).find("-flto"), std::string::npos);
    EXPECT_NE(refusal({file("\x7f"
                            "ALUDEL-SNAPSHOT-2\x7f"
                            "00000000\n\x7f"
                            "END\x7f")})
                  .find("model.hpp"),
              std::string::npos);
}

TEST_F(SnapshotFile, that_is_cut_or_changed_anywhere_is_refused) {
    const auto whole = packed(team_text);
    for (std::size_t size = 20; size < whole.size(); size += 7)
        EXPECT_NE(refusal({file(whole.substr(0, size))}), "") << "cut to " << size;
    for (const std::size_t at : {19u, 22u, 26u, 27u}) {
        auto bytes = whole;
        bytes[at] = 'x';
        EXPECT_NE(refusal({file(bytes)}), "") << "changed at " << at;
    }
}

TEST_F(SnapshotFile, of_another_model_header_is_refused) {
    for (const std::string text :
         {"rule\tname=x\n", "trigger\tname=x\tsize=3\n", "view\tname=x\n", "column\tname=x\ttype=geometry\n",
          "column\tname=x\ttype=text\tsize=3\n", "column\tname=x\\y\ttype=text\n", "part\tcolumn=x\n",
          "table\tname=again\n", "foreign_key\tcolumn=name\ttable=team\treferred=name\ton_delete=explode\n"})
        EXPECT_NE(refusal_of(team_text + text).find("<aludel/model.hpp>"), std::string::npos) << text;
    EXPECT_NE(refusal_of("column\tname=x\ttype=text\n"), "");
}

TEST_F(SnapshotFile, of_models_that_do_not_fit_together_names_the_line) {
    const auto message = [&](const std::string& more) { return refusal_of(team_text + more); };
    const auto has = [](const std::string& text, const std::string& part) {
        EXPECT_NE(text.find(part), std::string::npos) << text;
        EXPECT_TRUE(text.starts_with("model.hpp:7: error: ")) << text;
    };
    has(message("foreign_key\tcolumn=name\ttable=squad\treferred=id\n"), "\"squad\", which no model describes");
    has(message("foreign_key\tcolumn=id\ttable=team\treferred=nr\n"), "\"nr\"");
    has(message("column\tname=x\ttype=text\nforeign_key\tcolumn=name\ttable=team\treferred=x\n"), "nor unique");
    has(message("foreign_key\tcolumn=name\ttable=team\treferred=id\n"), "is text");
    has(message("check\tname=ck\tsql=1\ncheck\tname=ck\tsql=2\n"), "\"ck\"");
    has(message("index\npart\tcolumn=name\nindex\tunique=1\npart\tcolumn=name\n"), "\"ix_team_name\"");
    has(message("enum\tname=e\tvalue=a\nenum\tname=e\tvalue=b\n"), "\"e\"");
    has(message("primary_key\tcolumn=name\n"), "two primary keys");
}

TEST_F(SnapshotFile, of_two_structs_for_one_table_names_both) {
    const auto text = refusal({file(packed(team_text) + packed("table\tname=team\tfile=other.hpp\tline=3\n"))});
    EXPECT_TRUE(text.starts_with("other.hpp:3: error: ")) << text;
    EXPECT_NE(text.find("model.hpp:7"), std::string::npos) << text;
}

TEST_F(SnapshotFile, of_a_trigger_of_a_table_and_a_view_is_refused) {
    const auto of_table = packed(team_text + "trigger\tname=audit\tsql=AFTER UPDATE ON team\n");
    const auto of_view = packed("trigger_of\tname=audit\ttable=v\tsql=INSTEAD OF INSERT ON v\tfile=v.hpp\tline=3\n");
    EXPECT_EQ(refusal({file(of_view + of_table)}),
              "model.hpp:7: error: trigger \"audit\" is described twice; the other is of view \"v\", at v.hpp:3");
    EXPECT_EQ(refusal({file(of_table + of_view)}), "v.hpp:3: error: trigger \"audit\" is described twice");
}

TEST_F(SnapshotFile, says_every_contradiction_at_its_own_table) {
    auto second = team_text;
    second.replace(second.find("name=team"), 9, "name=crew");
    second.replace(second.find("line=7"), 6, "line=9");
    const auto index = "index\tname=ix\npart\tcolumn=name\n";
    const auto text = refusal({file(packed(team_text + index) + packed(second + index))});
    EXPECT_NE(text.find("model.hpp:7: error: "), std::string::npos) << text;
    EXPECT_NE(text.find("model.hpp:9: error: "), std::string::npos) << text;
}

} // namespace
} // namespace aludel::migrations
