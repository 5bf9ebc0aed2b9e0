#include "tool/new_revision.hpp"

#include "tool/command.hpp"

#include <aludel/error.hpp>

#include <algorithm>
#include <ctime>

namespace aludel::tool {

using namespace migrations;

namespace {

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

/// What the command line and a file's `revision:` both take, and what resolves to itself.
bool is_id(const std::string& id) {
    return id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
               std::string::npos &&
           id != "head" && id != "heads" && id != "base" && id != "models" && id != "empty" && id != "current";
}

std::string spelled(const MissingFill& missing) { return to_string(missing.table) + "." + missing.column; }

struct FillSetter {
    const MissingFill& missing;
    const std::string& sql;

    void operator()(AddColumn& operation) const {
        if (operation.table == missing.table && operation.column.name == missing.column) operation.fill.common = sql;
    }
    void operator()(AlterColumn& operation) const {
        if (operation.table == missing.table && operation.column == missing.column) operation.fill.common = sql;
    }
    template <class Other> void operator()(Other&) const {}
};

void set_fill(std::vector<Operation>& operations, const MissingFill& missing, const std::string& sql) {
    for (auto& operation : operations)
        std::visit(FillSetter{missing, sql}, static_cast<Operation::variant&>(operation));
}

/// The verb of an operation's kind (`add` of `add_column`), and what it is done to.
std::string phrase(const Operation& operation) {
    if (const auto* add = std::get_if<AddColumn>(&operation))
        return "add " + add->column.name + " to " + to_string(add->table);
    if (const auto* drop = std::get_if<DropColumn>(&operation))
        return "drop " + drop->column + " of " + to_string(drop->table);
    if (const auto* rename = std::get_if<RenameColumn>(&operation))
        return "rename " + rename->column + " of " + to_string(rename->table) + " to " + rename->to;
    if (const auto* create = std::get_if<CreateTable>(&operation)) return "create " + to_string(create->table.name);
    if (const auto* drop = std::get_if<DropTable>(&operation)) return "drop " + to_string(drop->table);
    if (const auto* rename = std::get_if<RenameTable>(&operation))
        return "rename " + to_string(rename->table) + " to " + rename->to;
    if (const auto table = table_of(operation)) return "change " + to_string(*table);
    std::string kind(kind_of(operation));
    std::ranges::replace(kind, '_', ' ');
    return kind;
}

} // namespace

Revision new_revision(const RevisionHistory& history, std::vector<std::string> parents, const std::string& id) {
    if (!is_id(id)) throw UsageError("--rev-id \"" + id + "\" is no id. Use letters, digits and underscores.");
    if (history.graph().find(id) != nullptr)
        throw UsageError("--rev-id \"" + id + "\" is taken, by " + history.at(id).place.file);
    Revision revision;
    revision.id = id.empty() ? new_revision_id() : id;
    revision.parents = std::move(parents);
    revision.created = utc_now();
    return revision;
}

void require_apart(const RevisionGraph& graph, const std::vector<std::string>& parents) {
    for (const auto& id : parents)
        for (const auto& before : graph.ancestors(std::span(&id, 1), Edges::parents))
            if (before != id && std::ranges::find(parents, before) != parents.end())
                throw UsageError("revision " + id + " comes after " + before + " already");
}

void set_branch(Revision& revision, const std::string& label, const RevisionHistory& history) {
    if (label.empty()) return;
    if (!is_branch_label(label))
        throw UsageError("--branch-label \"" + label + "\" is no label. Use letters, digits, _, . and -.");
    for (const auto& file : history.files())
        if (file.revision.branch == label || file.revision.id == label)
            throw UsageError("--branch-label \"" + label + "\" is taken, by " + file.place.file);
    if (label == revision.id) throw UsageError("--branch-label \"" + label + "\" is the revision's id");
    revision.branch = label;
}

std::string suggested_message(const std::vector<Operation>& operations) {
    if (operations.empty()) return "empty";
    std::vector<std::string> phrases;
    for (const auto& operation : operations)
        if (auto text = phrase(operation); std::ranges::find(phrases, text) == phrases.end())
            phrases.push_back(std::move(text));
    constexpr std::size_t shown = 3;
    std::string message;
    for (std::size_t i = 0; i < std::min(phrases.size(), shown); ++i) message += (i == 0 ? "" : ", ") + phrases[i];
    return phrases.size() > shown ? message + " and " + std::to_string(phrases.size() - shown) + " more" : message;
}

void fill_required(std::vector<Operation>& operations, const Schema& before, const std::vector<std::string>& fills,
                   Questioner& questioner) {
    const auto needed = missing_fills(operations, before);
    for (const auto& fill : fills) {
        const auto found = std::ranges::find_if(needed, [&](const MissingFill& missing) {
            const auto name = spelled(missing) + "=";
            return fill.starts_with(name) && fill.size() > name.size();
        });
        if (found == needed.end())
            throw UsageError("--fill \"" + fill + "\" fits no new required column. Write table.column=SQL");
        set_fill(operations, *found, fill.substr(spelled(*found).size() + 1));
    }
    for (auto missing = missing_fills(operations, before); !missing.empty();
         missing = missing_fills(operations, before))
        set_fill(operations, missing.front(), questioner.fill(missing));
}

void require_renderable(const Revision& revision, const Schema& before, const std::vector<const Dialect*>& dialects,
                        Workspace& workspace) {
    for (const auto* dialect : dialects) {
        try {
            Schema schema = before;
            dialect->render(revision.upgrade, schema);
            dialect->render(reverse(revision.upgrade, before), schema);
        } catch (const OperationError& error) {
            throw Error(std::string(dialect->name()) + " cannot have this revision: " + error.what(),
                        {.hint = "Nothing was written. Change what it says, or " +
                                 workspace.way_without(dialect->name()) + "."});
        }
    }
}

std::vector<std::string> left_out(const std::vector<Operation>& operations,
                                  const std::vector<const Dialect*>& dialects) {
    std::vector<std::string> lines;
    for (const auto* dialect : dialects)
        for (const auto& operation : operations)
            for (const auto& what : dialect->left_out(operation))
                if (auto line = std::string(dialect->name()) + " has no place for: " + what;
                    std::ranges::find(lines, line) == lines.end())
                    lines.push_back(std::move(line));
    return lines;
}

} // namespace aludel::tool
