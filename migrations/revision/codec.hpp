// Values as trees and back: the vocabulary of formats.md, with one table of keys for each struct (codec_fields.hpp).
// decode(encode(x)) == x. Every decode() throws NodeError at the place of what it does not understand.
#pragma once

#include "migrations/revision/node.hpp"
#include "migrations/revision/revision.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aludel::migrations {

Node encode(const std::string& text);
Node encode(bool value);
Node encode(const Type& type);
Node encode(const SqlText& sql);
Node encode(const Default& value);
Node encode(ForeignKey::Action action);
Node encode(OnConflict action);
Node encode(std::int64_t number);
Node encode(const std::optional<Identity>& identity);
Node encode(const IndexPart& part);
Node encode(const std::map<std::string, std::string>& mapping);
Node encode(const std::map<std::string, SqlText>& texts);
Node encode(const std::vector<RowValues>& rows);
Node encode(const Operation& operation);
Node encode(const Revision& revision);
Node encode(const Schema& schema);
Node encode(const std::vector<Operation>& operations);

void decode(const Node& node, std::string& text);
void decode(const Node& node, bool& value); ///< `true` and `false` alone: YAML's `yes` and `on` mean a text to some
void decode(const Node& node, Type& type);
void decode(const Node& node, SqlText& sql);
void decode(const Node& node, Default& value);
void decode(const Node& node, ForeignKey::Action& action);
void decode(const Node& node, OnConflict& action);
void decode(const Node& node, std::int64_t& number);
void decode(const Node& node, std::optional<Identity>& identity); ///< true, false, or a map of how it counts
void decode(const Node& node, IndexPart& part);
void decode(const Node& node, std::map<std::string, std::string>& mapping);
void decode(const Node& node, std::map<std::string, SqlText>& texts);
void decode(const Node& node, RowValues& row);
void decode(const Node& node, Operation& operation);
void decode(const Node& node, Revision& revision);
void decode(const Node& node, Schema& schema);

/// `{"downgrade": …, "upgrade": […]}`: what a checksum is made of.
Node encode_effect(const Revision& revision);

} // namespace aludel::migrations
