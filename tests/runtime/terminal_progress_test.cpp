// The line that tells how far an upgrade is, on a terminal of the test's own.
#include <aludel/terminal_progress.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace aludel {
namespace {

class Terminal {
public:
    Terminal() : other_side_(posix_openpt(O_RDWR | O_NOCTTY)) {
        grantpt(other_side_);
        unlockpt(other_side_);
        file_ = open(ptsname(other_side_), O_RDWR | O_NOCTTY);
        const winsize size{24, 70, 0, 0};
        ioctl(file_, TIOCSWINSZ, &size);
        setenv("TERM", "xterm", 1);
    }
    ~Terminal() {
        close(file_);
        close(other_side_);
    }
    int file() const { return file_; }
    std::string read_some() const {
        char text[4096];
        const auto count = read(other_side_, text, sizeof text);
        return {text, static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
    }
    bool is_silent() const {
        int waiting = 0;
        ioctl(other_side_, FIONREAD, &waiting);
        return waiting == 0;
    }

private:
    int other_side_;
    int file_ = -1;
};

constexpr Progress now{"a1b2", "add power", 1, 4, 2, 5, {}, 0, 0, 0.35};

TEST(TerminalProgress, says_what_runs_and_goes_away) {
    const Terminal terminal;
    TerminalProgress progress(std::chrono::milliseconds(0), terminal.file());
    progress.callback()(now);
    const auto line = terminal.read_some();
    EXPECT_EQ(line, "\r0 s [#####...........] 2/4 a1b2 add power, step 3/5\033[K");
    progress.finish();
    std::string rest = terminal.read_some();
    EXPECT_TRUE(rest.ends_with("\r\033[K")) << rest;
    progress.callback()(now);
    EXPECT_TRUE(terminal.is_silent());
}

TEST(TerminalProgress, says_how_many_rows) {
    const Terminal terminal;
    TerminalProgress progress(std::chrono::milliseconds(0), terminal.file());
    auto rebuild = now;
    rebuild.message = "";
    rebuild.table = "hero";
    rebuild.rows = 95000;
    progress.callback()(rebuild);
    EXPECT_EQ(terminal.read_some(), "\r0 s [#####...........] 2/4 a1b2 , step 3/5, hero: 95000 rows\033[K");
    rebuild.rows_done = 40000;
    TerminalProgress batches(std::chrono::milliseconds(0), terminal.file());
    batches.callback()(rebuild);
    const auto line = terminal.read_some();
    EXPECT_NE(line.find("hero: 40000 of 95"), std::string::npos) << line;
}

TEST(TerminalProgress, says_which_statement) {
    const Terminal terminal;
    TerminalProgress progress(std::chrono::milliseconds(0), terminal.file());
    auto statement = now;
    statement.message = "";
    statement.sql = "CREATE INDEX ix\n  ON hero (name)";
    progress.callback()(statement);
    EXPECT_EQ(terminal.read_some(), "\r0 s [#####...........] 2/4 a1b2 , step 3/5: CREATE INDEX ix ON hero (\033[K");
}

TEST(TerminalProgress, says_how_much_is_copied) {
    const Terminal terminal;
    TerminalProgress progress(std::chrono::milliseconds(0), terminal.file());
    auto copy = now;
    copy.copy_bytes = 900LL << 20;
    copy.copy_bytes_done = 120LL << 20;
    copy.message = "power";
    progress.callback()(copy);
    EXPECT_EQ(terminal.read_some(), "\r0 s [#####...........] 2/4 a1b2 power, safety copy: 120 of 900 MiB\033[K");
}

TEST(TerminalProgress, says_anything_else_and_makes_room_for_it) {
    const Terminal terminal;
    TerminalProgress progress(std::chrono::milliseconds(0), terminal.file());
    progress.show("reading\npostgresql://host/heroes");
    EXPECT_EQ(terminal.read_some(), "\r0 s reading postgresql://host/heroes\033[K");
    progress.clear();
    EXPECT_TRUE(terminal.read_some().ends_with("\r\033[K"));
    progress.clear();
    EXPECT_TRUE(terminal.is_silent());
    progress.show("2 of 3");
    EXPECT_EQ(terminal.read_some(), "\r0 s 2 of 3\033[K");
}

TEST(TerminalProgress, says_whom_it_waits_for) {
    const Terminal terminal;
    TerminalProgress progress(std::chrono::milliseconds(0), terminal.file());
    progress.wait_callback()({std::chrono::seconds(1), "process 7 of heroes"});
    EXPECT_EQ(terminal.read_some(), "\r0 s waiting for process 7 of heroes\033[K");
}

TEST(TerminalProgress, is_silent_at_first) {
    const Terminal terminal;
    {
        TerminalProgress progress(std::chrono::hours(1), terminal.file());
        progress.callback()(now);
    }
    EXPECT_TRUE(terminal.is_silent());
}

TEST(TerminalProgress, is_silent_where_there_is_no_terminal) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    TerminalProgress progress(std::chrono::milliseconds(0), ends[1]);
    EXPECT_FALSE(progress.callback());
    close(ends[0]);
    close(ends[1]);
}

} // namespace
} // namespace aludel
