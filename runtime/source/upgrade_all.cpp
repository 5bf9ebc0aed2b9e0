#include <aludel/error.hpp>
#include <aludel/upgrade_all.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace aludel {

namespace {

class All {
public:
    All(std::span<const Engine> engines, const Chain& chain, const UpgradeAllOptions& options)
        : engines_(engines), chain_(chain), options_(options), each_(options.each), outcomes_(engines.size()) {
        one_at_a_time(each_.on_progress);
        one_at_a_time(each_.on_wait);
        one_at_a_time(each_.log);
    }

    std::vector<DatabaseOutcome> run() {
        const auto count = std::clamp<std::size_t>(options_.at_once, 1, std::max<std::size_t>(engines_.size(), 1));
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 1; i < count; ++i) threads.emplace_back([this] { work(); });
            work();
        }
        if (thrown_) std::rethrow_exception(thrown_);
        return std::move(outcomes_);
    }

private:
    template <class... Arguments> void one_at_a_time(std::function<void(Arguments...)>& function) {
        if (!function) return;
        function = [this, inner = std::move(function)](Arguments... arguments) {
            const std::lock_guard lock(mutex_);
            inner(std::forward<Arguments>(arguments)...);
        };
    }

    void work() {
        for (auto i = next_++; i < engines_.size(); i = next_++) {
            try {
                outcomes_[i] = upgraded(engines_[i]);
                tell(options_.on_done, outcomes_[i]);
            } catch (...) { // of the application's own functions
                const std::lock_guard lock(mutex_);
                if (!thrown_) thrown_ = std::current_exception();
                next_ = engines_.size();
            }
        }
    }

    DatabaseOutcome upgraded(const Engine& engine) {
        DatabaseOutcome result{engine.url(), std::nullopt, {}};
        if (each_.stop.stop_requested()) {
            result.outcome = Outcome{Outcome::Status::cancelled, {}, {}, {}, {}};
            return result;
        }
        tell(options_.on_begin, std::string_view(result.url));
        try {
            result.outcome = upgrade(engine, chain_, each_);
        } catch (const Error& error) {
            result.error = error.what();
        }
        return result;
    }

    template <class Function, class Argument> void tell(const Function& function, const Argument& argument) {
        if (!function) return;
        const std::lock_guard lock(mutex_);
        function(argument);
    }

    std::span<const Engine> engines_;
    const Chain& chain_;
    const UpgradeAllOptions& options_;
    UpgradeOptions each_;
    std::vector<DatabaseOutcome> outcomes_;
    std::mutex mutex_;
    std::atomic<std::size_t> next_ = 0;
    std::exception_ptr thrown_;
};

} // namespace

std::vector<DatabaseOutcome> upgrade_all(std::span<const Engine> engines, const Chain& chain,
                                         const UpgradeAllOptions& options) {
    return All(engines, chain, options).run();
}

} // namespace aludel
