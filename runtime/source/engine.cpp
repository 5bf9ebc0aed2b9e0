#include "backends.hpp"

#include <aludel/engine.hpp>

#include <utility>

namespace aludel {

Engine::Engine(std::shared_ptr<const detail::Source> source) : source_(std::move(source)) {}

Connection Engine::connect() const { return Connection(source_->connect()); }
Connection Engine::connect_existing() const { return Connection(source_->connect_existing()); }
std::string Engine::url() const { return source_->url(); }
std::string_view Engine::dialect() const { return source_->dialect(); }

Engine create_engine(std::string_view url) { return Engine(detail::backend_for(url).parse(url)); }

} // namespace aludel
