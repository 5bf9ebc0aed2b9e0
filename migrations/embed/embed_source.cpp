// The generated C++: constant data alone. Every kind of thing is in one array, and refers to a part of another: that
// compiles quickly, needs no code to run at launch, and leaves the linker little to do.
#include "migrations/embed/embed.hpp"
#include "migrations/embed/embed_rows.hpp"
#include "migrations/embed/embed_text.hpp"
#include "migrations/history/replaced.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace aludel::migrations {
namespace {

// Switches, not tables: the compiler says which name is missing when a kind is added or renamed.

std::string_view name_of(TableEdit::Kind kind) {
    using Kind = TableEdit::Kind;
    switch (kind) {
    case Kind::add_column: return "add_column";
    case Kind::drop_column: return "drop_column";
    case Kind::set_type: return "set_type";
    case Kind::set_not_null: return "set_not_null";
    case Kind::drop_not_null: return "drop_not_null";
    case Kind::change_default: return "change_default";
    case Kind::drop_default: return "drop_default";
    case Kind::set_collation: return "set_collation";
    case Kind::set_generated: return "set_generated";
    case Kind::add_constraint: return "add_constraint";
    case Kind::drop_primary_key: return "drop_primary_key";
    case Kind::drop_unique: return "drop_unique";
    case Kind::drop_foreign_key: return "drop_foreign_key";
    case Kind::drop_check: return "drop_check";
    case Kind::set_option: return "set_option";
    }
    return {};
}

std::string_view name_of(ChainStep::Kind kind) {
    using Kind = ChainStep::Kind;
    switch (kind) {
    case Kind::sql: return "sql";
    case Kind::check: return "check";
    case Kind::rebuild: return "rebuild";
    case Kind::call: return "call";
    case Kind::sql_then_commit: return "sql_then_commit";
    case Kind::sql_alone: return "sql_alone";
    case Kind::batched_update: return "batched_update";
    case Kind::sql_when: return "sql_when";
    }
    return {};
}

std::string_view name_of(Compatibility compatibility) {
    switch (compatibility) {
    case Compatibility::none: return "none";
    case Compatibility::read: return "read";
    case Compatibility::write: return "write";
    }
    return {};
}

/// One array of the source.
class Array {
public:
    Array(const char* type, const char* name) : type_(type), name_(name) {}

    void append(const std::string& item) {
        items_ += "    " + item + ",\n";
        ++size_;
    }
    std::size_t size() const { return size_; }
    const char* name() const { return name_; }
    std::string definition() const {
        if (size_ == 0) return {};
        return std::string("constexpr ") + type_ + " " + name_ + "[] = {\n" + items_ + "};\n\n";
    }

private:
    const char* type_;
    const char* name_;
    std::string items_;
    std::size_t size_ = 0;
};

/// `{steps + 12, 3}`: the part of an array since `begin`.
std::string part(const Array& array, std::size_t begin) {
    if (array.size() == begin) return "{}";
    return std::string("{") + array.name() + " + " + std::to_string(begin) + ", " +
           std::to_string(array.size() - begin) + "}";
}

std::string joined(std::initializer_list<std::string> fields) {
    std::string result = "{";
    for (const auto& field : fields) result += (result.size() == 1 ? "" : ", ") + field;
    return result + "}";
}

class SourceWriter {
public:
    void add(const RenderedRevision& revision) {
        const auto parents = add_names(revision.parents);
        const auto depends_on = add_names(revision.depends_on);
        std::vector<std::string> written;
        for (const auto& each : revision.dialects) {
            const auto upgrade = add_steps(each.upgrade);
            written.push_back(joined({cpp_text(each.dialect), upgrade, add_steps(each.downgrade)}));
        }
        const auto begin = dialects_.size();
        for (const auto& each : written) dialects_.append(each);
        (revision.is_replaced ? replaced_revisions_ : revisions_)
            .append(
                joined({cpp_text(revision.id), parents, cpp_text(revision.message), cpp_text(revision.checksum),
                        cpp_text(revision.irreversible), part(dialects_, begin), depends_on, cpp_text(revision.branch),
                        add_replaces(revision), revision.without_transaction ? "true" : "false",
                        "aludel::Compatibility::" + std::string(name_of(revision.compatibility)),
                        revision.loses_rows ? "true" : "false", cpp_text(revision.operations)}));
    }

    std::string definitions() const {
        std::string result;
        for (const auto* array : {&names_, &edits_, &sources_, &batches_, &steps_, &dialects_, &replaces_, &revisions_,
                                  &replaced_revisions_})
            result += array->definition();
        return result;
    }
    std::string revisions() const { return part(revisions_, 0); }
    std::string replaced_revisions() const { return part(replaced_revisions_, 0); }

private:
    std::string add_names(const std::vector<std::string>& texts) {
        const auto begin = names_.size();
        for (const auto& text : texts) names_.append(cpp_text(text));
        return part(names_, begin);
    }

    std::string add_replaces(const RenderedRevision& revision) {
        const auto begin = replaces_.size();
        for (const auto& [each, by] : in_one_list(revision.replaces, revision.id))
            replaces_.append(joined({cpp_text(each->id), cpp_text(each->checksum), cpp_text(*by)}));
        return part(replaces_, begin);
    }

    std::string add_edits(const std::vector<StepEdit>& edits) {
        const auto begin = edits_.size();
        for (const auto& edit : edits)
            edits_.append(joined({"E::" + std::string(name_of(edit.kind)), cpp_text(edit.subject), cpp_text(edit.text),
                                  add_names(edit.columns)}));
        return part(edits_, begin);
    }

    std::string add_sources(const std::vector<StepSource>& sources) {
        const auto begin = sources_.size();
        for (const auto& source : sources)
            sources_.append(joined({cpp_text(source.column), cpp_text(source.expression)}));
        return part(sources_, begin);
    }

    /// A pointer to it, or none.
    std::string add_batches(const std::optional<StepBatches>& batches) {
        if (!batches) return "nullptr";
        batches_.append(
            joined({cpp_text(batches->table), add_names(batches->key), cpp_text(batches->update),
                    cpp_text(batches->where), std::to_string(batches->size), std::to_string(batches->pause_ms)}));
        return std::string(batches_.name()) + " + " + std::to_string(batches_.size() - 1);
    }

    std::string add_steps(const std::vector<Step>& steps) {
        const auto begin = steps_.size();
        for (const auto& step : steps) {
            const bool call = step.kind == ChainStep::Kind::call;
            steps_.append(joined({"S::" + std::string(name_of(step.kind)), cpp_text(step.sql), cpp_text(step.subject),
                                  cpp_text(step.text), add_edits(step.edits), add_sources(step.sources),
                                  call ? "&migration_steps::" + step.subject : "nullptr", add_batches(step.batches)}));
        }
        return part(steps_, begin);
    }

    Array names_{"std::string_view", "names"};
    Array edits_{"aludel::TableEdit", "edits"};
    Array sources_{"aludel::ColumnSource", "sources"};
    Array batches_{"aludel::Batches", "batches"};
    Array steps_{"aludel::ChainStep", "steps"};
    Array dialects_{"aludel::DialectSteps", "dialects"};
    Array replaces_{"aludel::ReplacedRevision", "replaces"};
    Array revisions_{"aludel::ChainRevision", "revisions"};
    Array replaced_revisions_{"aludel::ChainRevision", "replaced_revisions"};
};

/// The functions that the application must define.
std::set<std::string> functions_of(const std::vector<RenderedRevision>& revisions) {
    std::set<std::string> functions;
    for (const auto& revision : revisions)
        for (const auto& dialect : revision.dialects)
            for (const auto* steps : {&dialect.upgrade, &dialect.downgrade})
                for (const auto& step : *steps)
                    if (step.kind == ChainStep::Kind::call) functions.insert(step.subject);
    return functions;
}

bool calls_functions(const RenderedRevision& revision) { return revision.called_at != Schema(); }

std::string header_text(const std::string& name, const std::vector<RenderedRevision>& revisions) {
    const auto space = cpp_namespace(name);
    const auto version = std::to_string(chain_version);
    std::string text =
        "// Written by aludel from the revision files of " + name +
        "; not to be edited.\n"
        "#pragma once\n\n"
        "#include <aludel/chain.hpp>\n" +
        (std::ranges::any_of(revisions, calls_functions) ? "#include <aludel/rows.hpp>\n" : "") +
        "\n"
        "static_assert(aludel::chain_version == " +
        version +
        ",\n"
        "              \"this file was written by another version of aludel than the one that is \"\n"
        "              \"included here: build again, with an aludel command and a runtime of one version\");\n\n"
        "namespace " +
        space +
        " {\n\n"
        "/// Every revision: what aludel::upgrade() is given.\n"
        "extern const aludel::Chain migrations;\n\n";
    const auto functions = functions_of(revisions);
    if (!functions.empty()) {
        text += "/// Steps of revisions that the application defines.\nnamespace migration_steps {\n";
        for (const auto& function : functions) text += "void " + function + "(aludel::Connection& connection);\n";
        text += "} // namespace migration_steps\n\n";
        for (const auto& revision : revisions)
            if (calls_functions(revision)) text += embed_rows(revision.id, revision.called_at);
    }
    return text + "} // namespace " + space + "\n";
}

} // namespace

EmbeddedSource embed(const std::string& name, const std::vector<RenderedRevision>& revisions,
                     const HistoryTable& history, const std::string& version) {
    SourceWriter writer;
    for (const auto& revision : revisions) writer.add(revision);
    const auto space = cpp_namespace(name);
    std::string source = "// Written by aludel from the revision files of " + name +
                         "; not to be edited.\n"
                         "#include <" +
                         name +
                         "/migrations.hpp>\n\n"
                         "#ifdef __clang__\n"
                         "#pragma clang diagnostic ignored \"-Woverlength-strings\"\n"
                         "#endif\n\n"
                         "namespace " +
                         space +
                         " {\n"
                         "namespace {\n\n"
                         "using namespace std::string_view_literals;\n"
                         "using E [[maybe_unused]] = aludel::TableEdit::Kind;\n"
                         "using S [[maybe_unused]] = aludel::ChainStep::Kind;\n\n" +
                         writer.definitions() +
                         "} // namespace\n\n"
                         "constinit const aludel::Chain migrations{" +
                         cpp_text(name) + ", " + writer.revisions() + ", " +
                         joined({cpp_text(history.schema), cpp_text(history.name)}) + ", " +
                         writer.replaced_revisions() + ", " + cpp_text(version) +
                         "};\n\n"
                         "} // namespace " +
                         space + "\n";
    return {header_text(name, revisions), std::move(source)};
}

} // namespace aludel::migrations
