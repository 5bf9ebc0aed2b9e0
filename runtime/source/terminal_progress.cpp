#include <aludel/terminal_progress.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds tick(200);
constexpr std::size_t bar_width = 16;
constexpr std::size_t longest_sql = 500; // wider than a terminal

bool can_rewrite_lines(int file) {
    const char* terminal = std::getenv("TERM");
    return isatty(file) != 0 && terminal != nullptr && std::string_view(terminal) != "dumb";
}

std::size_t columns(int file) {
    winsize size{};
    return ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// On one line, its spaces and line ends as one space each.
std::string one_line(std::string_view text) {
    std::string result;
    for (const char character : text) {
        const bool space = static_cast<unsigned char>(character) <= ' ';
        if (space && (result.empty() || result.back() == ' ')) continue;
        result += space ? ' ' : character;
    }
    return result;
}

/// At most that many characters of UTF-8.
std::string cut(const std::string& text, std::size_t characters) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && characters-- == 0) break;
    }
    return text.substr(0, at);
}

std::string bar(const Progress& progress) {
    const auto done = static_cast<std::size_t>(std::clamp(progress.fraction, 0.0, 1.0) * bar_width);
    return "[" + std::string(done, '#') + std::string(bar_width - done, '.') + "] ";
}

/// ", hero: 40000 of 95000 rows"
std::string rows(const Progress& progress) {
    if (progress.table.empty()) return {};
    const auto done = progress.rows_done > 0 ? std::to_string(progress.rows_done) + " of " : std::string();
    return ", " + std::string(progress.table) + ": " + done + std::to_string(progress.rows) + " rows";
}

std::string mebibytes(std::int64_t bytes) { return std::to_string(bytes / 1048576); }

std::string of(std::size_t index, std::size_t count) { return std::to_string(index + 1) + "/" + std::to_string(count); }

/// ", step 3/5, hero: 40000 of 95000 rows", ", step 4/5: DROP INDEX ix_hero_name", ", safety copy: 120 of 900 MiB"
std::string what_runs(const Progress& progress) {
    if (progress.copy_bytes > 0)
        return ", safety copy: " + mebibytes(progress.copy_bytes_done) + " of " + mebibytes(progress.copy_bytes) +
               " MiB";
    const auto step = ", step " + of(progress.step_index, progress.step_count);
    if (!progress.table.empty() || progress.sql.empty()) return step + rows(progress);
    return step + ": " + one_line(progress.sql.substr(0, longest_sql));
}

std::string described(const Progress& progress) {
    return bar(progress) + of(progress.revision_index, progress.revision_count) + " " + std::string(progress.revision) +
           " " + one_line(progress.message) + what_runs(progress);
}

std::string described(const Waiting& waiting) {
    return "waiting for " + (waiting.holder.empty() ? "another process" : one_line(waiting.holder));
}

std::string seconds(Clock::duration elapsed) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(elapsed).count()) + " s ";
}

} // namespace

class TerminalProgress::Line {
public:
    Line(std::chrono::milliseconds delay, int file) : delay_(delay), file_(file) {}
    ~Line() { finish(); }

    void show(std::string text) {
        const std::lock_guard lock(mutex_);
        text_ = std::move(text);
        if (!thread_.joinable() && !finished_) thread_ = std::thread([this] { draw_until_finished(); });
    }

    void clear() {
        const std::lock_guard lock(mutex_);
        erase();
        text_.clear();
    }

    void finish() {
        {
            const std::lock_guard lock(mutex_);
            finished_ = true;
        }
        wake_.notify_all();
        if (thread_.joinable()) thread_.join();
    }

private:
    void draw_until_finished() {
        std::unique_lock lock(mutex_);
        if (wake_.wait_for(lock, delay_, [this] { return finished_; })) return;
        do draw();
        while (!wake_.wait_for(lock, tick, [this] { return finished_; }));
        erase();
    }

    void draw() {
        if (text_.empty()) return;
        is_drawn_ = true;
        // The last column stays free: some terminals go to the next line there.
        write("\r" + cut(seconds(Clock::now() - begin_) + text_, columns(file_) - 1) + "\033[K");
    }

    void erase() {
        if (std::exchange(is_drawn_, false)) write("\r\033[K");
    }

    /// A terminal that has gone is no reason to stop.
    void write(const std::string& text) const {
        [[maybe_unused]] const auto written = ::write(file_, text.data(), text.size());
    }

    const std::chrono::milliseconds delay_;
    const int file_;
    const Clock::time_point begin_ = Clock::now();
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string text_; ///< empty: nothing is to be seen
    bool is_drawn_ = false;
    bool finished_ = false;
    std::thread thread_;
};

TerminalProgress::TerminalProgress(std::chrono::milliseconds delay, int file)
    : line_(can_rewrite_lines(file) ? std::make_unique<Line>(delay, file) : nullptr) {}

TerminalProgress::~TerminalProgress() = default;

std::function<void(const Progress&)> TerminalProgress::callback() {
    if (!line_) return {};
    return [line = line_.get()](const Progress& progress) { line->show(described(progress)); };
}

std::function<void(const Waiting&)> TerminalProgress::wait_callback() {
    if (!line_) return {};
    return [line = line_.get()](const Waiting& waiting) { line->show(described(waiting)); };
}

void TerminalProgress::show(std::string_view text) {
    if (line_) line_->show(one_line(text));
}

void TerminalProgress::clear() {
    if (line_) line_->clear();
}

void TerminalProgress::finish() {
    if (line_) line_->finish();
}

} // namespace aludel
