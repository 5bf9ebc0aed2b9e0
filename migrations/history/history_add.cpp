// New revision files.
#include "migrations/history/history.hpp"
#include "migrations/revision/text_file.hpp"
#include "migrations/schema/name_template.hpp"

#include <ctime>
#include <iterator>
#include <map>
#include <system_error>

namespace aludel::migrations {
namespace {

namespace fs = std::filesystem;

/// `Add power!` as `add_power`: lower-case ASCII letters, digits and single underscores, at most 40.
std::string slug(const std::string& message) {
    std::string result;
    for (const char character : message) {
        const bool upper = character >= 'A' && character <= 'Z';
        const char lower = upper ? static_cast<char>(character - 'A' + 'a') : character;
        const bool kept = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (kept)
            result += lower;
        else if (!result.empty() && result.back() != '_')
            result += '_';
        if (result.size() == 40) break;
    }
    while (result.ends_with('_')) result.pop_back();
    return result;
}

/// `2026-11-25T14:42:08Z`; empty where it is not written so.
class Moment {
public:
    struct Part {
        std::string_view token;
        std::size_t begin;
        std::size_t size;
    };
    static constexpr Part parts[] = {{"year", 0, 4},  {"month", 5, 2},   {"day", 8, 2},
                                     {"hour", 11, 2}, {"minute", 14, 2}, {"second", 17, 2}};

    explicit Moment(const std::string& text) : text_(is_moment(text) ? text : "") {}

    bool is_known() const { return !text_.empty(); }
    std::string digits(std::size_t begin, std::size_t size) const {
        return text_.empty() ? "" : text_.substr(begin, size);
    }
    std::string epoch() const {
        if (text_.empty()) return "";
        std::tm time{};
        int* const fields[] = {&time.tm_year, &time.tm_mon, &time.tm_mday, &time.tm_hour, &time.tm_min, &time.tm_sec};
        for (std::size_t i = 0; i < std::size(parts); ++i)
            *fields[i] = std::stoi(digits(parts[i].begin, parts[i].size));
        time.tm_year -= 1900;
        time.tm_mon -= 1;
        return std::to_string(timegm(&time));
    }

private:
    static bool is_moment(const std::string& text) {
        constexpr std::string_view form = "0000-00-00T00:00:00";
        if (text.size() < form.size()) return false;
        for (std::size_t i = 0; i < form.size(); ++i) {
            const bool digit = text[i] >= '0' && text[i] <= '9';
            if (form[i] == '0' ? !digit : text[i] != form[i]) return false;
        }
        return true;
    }

    std::string text_;
};

} // namespace

std::string revision_file_name(const Revision& revision, std::string_view file_template) {
    const Moment created(revision.created);
    std::map<std::string_view, std::string> values{
        {"revision", revision.id}, {"slug", slug(revision.message)}, {"epoch", created.epoch()}};
    for (const auto& [token, begin, size] : Moment::parts) values.emplace(token, created.digits(begin, size));
    const auto name = fill_template(file_template, values);
    // Without its time, only the id tells it from others.
    if (created.is_known() || has_token(file_template, "revision")) return name + ".yaml";
    return revision.id + (name.empty() ? "" : "_" + name) + ".yaml";
}

fs::path add_revision(const fs::path& directory, const Revision& revision, std::string_view file_template) {
    const auto path = directory / revision_file_name(revision, file_template);
    if (path.filename() == settings_file)
        throw FileError({path.string()}, "the revision's file would have the name of the project's settings");
    const auto text = write_revision(revision);
    if (read_revision(text, path.string()).revision != revision)
        throw FileError({path.string()}, "the revision cannot be written so that it is read as the same");
    std::error_code error;
    fs::create_directories(directory, error);
    if (error) throw FileError({directory.string()}, "the directory cannot be made: " + error.message());
    write_new_file(path, text);
    return path;
}

} // namespace aludel::migrations
