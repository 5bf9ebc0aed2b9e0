// How a struct is a map: fields_of<T> is a table of its keys, and encode_fields() and decode_fields() walk it.
#pragma once

#include "migrations/revision/codec.hpp"

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace aludel::migrations {

/// The keys of T, in the order in which they are written.
template <class T> inline constexpr std::nullptr_t fields_of = nullptr;
template <class T>
concept Described = !std::is_same_v<decltype(fields_of<T>), const std::nullptr_t>;

enum class Presence : std::uint8_t {
    required,  ///< must be there, and not empty
    given,     ///< must be there
    optional,  ///< left out where it is as in a new T
    removable, ///< as optional; present and empty is written as null
};

template <class T, class Member> struct Field {
    std::string_view key;
    Member T::*member;
    Presence presence;
};
/// A Name: its `key` and, beside it, `schema`.
template <class T> struct NameField {
    std::string_view key;
    Name T::*member;
};
/// The keys of the member stand among those of T.
template <class T, class Member> struct Inlined { Member T::*member; };
/// Fields of T that stand in a map of their own.
template <class... Fields> struct Group {
    std::string_view key;
    std::tuple<Fields...> fields;
};
/// What no other kind says.
template <class T> struct Custom {
    std::string_view key;
    std::optional<Node> (*encode)(const T&);
    void (*decode)(const Node&, T&);
};

template <class T, class Member> constexpr auto required(std::string_view key, Member T::*member) {
    return Field<T, Member>{key, member, Presence::required};
}
template <class T, class Member> constexpr auto given(std::string_view key, Member T::*member) {
    return Field<T, Member>{key, member, Presence::given};
}
template <class T, class Member> constexpr auto optional(std::string_view key, Member T::*member) {
    return Field<T, Member>{key, member, Presence::optional};
}
template <class T, class Member> constexpr auto removable(std::string_view key, Member T::*member) {
    return Field<T, Member>{key, member, Presence::removable};
}
template <class T> constexpr auto name(std::string_view key, Name T::*member) { return NameField<T>{key, member}; }
template <class T, class Member> constexpr auto inlined(Member T::*member) { return Inlined<T, Member>{member}; }
template <class... Fields> constexpr auto group(std::string_view key, Fields... fields) {
    return Group<Fields...>{key, {fields...}};
}

// What a table of keys cannot say: called for every struct after its fields.
inline void finish_encoding(const auto&, Node&) {}
inline void check_decoded(const Node&, const auto&) {}
void finish_encoding(const Column& column, Node& node);
void check_decoded(const Node& node, const Column& column);
void check_decoded(const Node& node, const ExclusionPart& part);
void check_decoded(const Node& node, const AlterColumn& operation);
void check_decoded(const Node& node, const Backfill& backfill);
void check_decoded(const Node& node, const Execute& execute);
void check_decoded(const Node& node, const Call& call);
// `on_conflict` must be one that the constraint can have.
void check_decoded(const Node& node, const CreatePrimaryKey& operation);
void check_decoded(const Node& node, const CreateUnique& operation);
void check_decoded(const Node& node, const CreateCheck& operation);
void check_decoded(const Node& node, const CreateForeignKey& operation);
void check_decoded(const Node& node, const CreateIndex& operation);

// Checks, with the message.
const Node& require_map(const Node& node);
const Node& require_list(const Node& node);
const Node& require_key(const Node& map, std::string_view key);
void require_known_keys(const Node& map, std::span<const std::string_view> known);
[[noreturn]] void refuse_empty(const Node& node);
[[noreturn]] void refuse_kind(const Node& node, const std::string& wanted);

template <Described T> Node encode(const T& value);
template <class T> Node encode(const std::vector<T>& values);
template <class T> Node encode(const std::optional<T>& value);
template <Described T> void decode(const Node& node, T& value);
template <class T> void decode(const Node& node, std::vector<T>& values);
template <class T> void decode(const Node& node, std::optional<T>& value);

template <class T> bool is_empty(const T& value) {
    if constexpr (requires { value.empty(); })
        return value.empty();
    else
        return false;
}

// One field of each kind: writing.

/// Something that may be taken away: nothing in it is null.
inline Node encode_removable(const std::string& text) { return text.empty() ? Node() : encode(text); }
template <class T> Node encode_removable(const std::optional<T>& value) { return value ? encode(*value) : Node(); }
inline Node encode_removable(const std::optional<std::string>& text) { return encode_removable(*text); }
template <class T> Node encode_removable(const std::optional<std::optional<T>>& value) {
    return encode_removable(*value);
}

template <class T> void encode_fields(const T& value, Node& into);

template <class T, class Member> void encode_field(const T& value, const Field<T, Member>& field, Node& into) {
    const auto& member = value.*field.member;
    if (field.presence == Presence::optional && member == T{}.*field.member) return;
    if constexpr (requires { encode_removable(member); }) {
        if (field.presence == Presence::removable) {
            if (std::is_same_v<Member, std::string> || !(member == T{}.*field.member))
                into.add(std::string(field.key), encode_removable(member));
            return;
        }
    }
    into.add(std::string(field.key), encode(member));
}
template <class T> void encode_field(const T& value, const NameField<T>& field, Node& into) {
    const Name& own = value.*field.member;
    into.add(std::string(field.key), encode(own.name));
    if (!own.schema.empty()) into.add("schema", encode(own.schema));
}
template <class T, class Member> void encode_field(const T& value, const Inlined<T, Member>& field, Node& into) {
    encode_fields(value.*field.member, into);
}
template <class T, class... Fields> void encode_field(const T& value, const Group<Fields...>& group, Node& into) {
    Node inner = Node::map();
    std::apply([&](const auto&... fields) { (encode_field(value, fields, inner), ...); }, group.fields);
    into.add(std::string(group.key), std::move(inner));
}
template <class T> void encode_field(const T& value, const Custom<T>& field, Node& into) {
    if (auto node = field.encode(value)) into.add(std::string(field.key), std::move(*node));
}

template <class T> void encode_fields(const T& value, Node& into) {
    std::apply([&](const auto&... fields) { (encode_field(value, fields, into), ...); }, fields_of<T>);
    finish_encoding(value, into);
}

template <Described T> Node encode(const T& value) {
    Node node = Node::map();
    encode_fields(value, node);
    return node;
}
template <class T> Node encode(const std::vector<T>& values) {
    Node node = Node::list();
    node.block = Described<T>;
    for (const auto& value : values) node.items.push_back(encode(value));
    return node;
}
template <class T> Node encode(const std::optional<T>& value) { return encode(*value); }

// One field of each kind: reading.

template <class T> void decode_fields(const Node& node, T& value);

template <class T, class Member> void decode_field(const Node& node, const Field<T, Member>& field, T& value) {
    auto& member = value.*field.member;
    const bool must = field.presence == Presence::required || field.presence == Presence::given ||
                      (field.presence == Presence::removable && std::is_same_v<Member, std::string>);
    const Node* item = must ? &require_key(node, field.key) : node.find(field.key);
    if (!item) return;
    if constexpr (requires { encode_removable(member); }) {
        if (field.presence == Presence::removable && item->kind == Node::Kind::null) {
            if constexpr (std::is_same_v<Member, std::string>)
                member.clear();
            else
                member.emplace();
            return;
        }
    }
    decode(*item, member);
    if (field.presence == Presence::required && is_empty(member)) refuse_empty(*item);
}
template <class T> void decode_field(const Node& node, const NameField<T>& field, T& value) {
    const Node& item = require_key(node, field.key);
    decode(item, (value.*field.member).name);
    if ((value.*field.member).name.empty()) refuse_empty(item);
    if (const Node* schema = node.find("schema")) decode(*schema, (value.*field.member).schema);
}
template <class T, class Member> void decode_field(const Node& node, const Inlined<T, Member>& field, T& value) {
    decode_fields(node, value.*field.member);
}
template <class T> void decode_field(const Node& node, const Custom<T>& field, T& value) {
    if (const Node* item = node.find(field.key)) field.decode(*item, value);
}

inline void append_keys(std::vector<std::string_view>& keys, const auto& field) { keys.push_back(field.key); }
template <class T> void append_keys(std::vector<std::string_view>& keys, const NameField<T>& field) {
    keys.push_back(field.key);
    keys.push_back("schema");
}
template <class T, class Member> void append_keys(std::vector<std::string_view>& keys, const Inlined<T, Member>&) {
    std::apply([&](const auto&... fields) { (append_keys(keys, fields), ...); }, fields_of<Member>);
}
template <class... Fields> std::vector<std::string_view> keys_of(const std::tuple<Fields...>& table) {
    std::vector<std::string_view> keys;
    std::apply([&](const auto&... fields) { (append_keys(keys, fields), ...); }, table);
    return keys;
}

template <class T, class... Fields> void decode_field(const Node& node, const Group<Fields...>& group, T& value) {
    const Node& inner = require_map(require_key(node, group.key));
    require_known_keys(inner, keys_of(group.fields));
    std::apply([&](const auto&... fields) { (decode_field(inner, fields, value), ...); }, group.fields);
}

template <class T> void decode_fields(const Node& node, T& value) {
    std::apply([&](const auto&... fields) { (decode_field(node, fields, value), ...); }, fields_of<T>);
    check_decoded(node, value);
}

template <Described T> void decode(const Node& node, T& value) {
    static const auto keys = keys_of(fields_of<T>);
    require_known_keys(require_map(node), keys);
    decode_fields(node, value);
}
template <class T> void decode(const Node& node, std::vector<T>& values) {
    for (const auto& item : require_list(node).items) decode(item, values.emplace_back());
}
template <class T> void decode(const Node& node, std::optional<T>& value) { decode(node, value.emplace()); }

} // namespace aludel::migrations
