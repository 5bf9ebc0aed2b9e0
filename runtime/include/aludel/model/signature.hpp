// Names from the compiler's own text of a function's signature (the technique of Boost.PFR, reflect-cpp and glaze).
// What stands around a name in that text is measured on a known name, so that no compiler's spelling is written down
// here.
#pragma once

#include <cstddef>
#include <string_view>

namespace aludel::detail {

/// A pointer as a template argument; Clang 14 takes a pointer to a subobject only inside a class.
template <class T> struct Constant { T value; };
template <class T> Constant(T) -> Constant<T>;

// The return types are deduced: GCC adds "; std::string_view = …" to a signature that spells one.
template <Constant Value> constexpr auto signature() {
    return std::string_view(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}
template <auto... Values> constexpr auto signature_of_values() {
    return std::string_view(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}
template <class Type> constexpr auto signature_of_type() {
    return std::string_view(__PRETTY_FUNCTION__, sizeof(__PRETTY_FUNCTION__) - 1);
}

struct Known {
    int aludel_known_name;
};
enum class KnownEnum { aludel_known_name };
struct aludel_known_name {};
extern const Known known;

/// How much text follows the name.
constexpr std::size_t rest_after_known_name(std::string_view signature) {
    constexpr std::string_view name = "aludel_known_name";
    return signature.size() - signature.rfind(name) - name.size();
}

inline constexpr std::size_t rest_of_signature = rest_after_known_name(signature<Constant{&known.aludel_known_name}>());
inline constexpr std::size_t rest_of_type_signature = rest_after_known_name(signature_of_type<aludel_known_name>());
inline constexpr std::size_t rest_of_values_signature =
    rest_after_known_name(signature_of_values<KnownEnum::aludel_known_name>());

/// Of an identifier, in any alphabet: everything beyond ASCII is UTF-8.
constexpr bool is_identifier_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Plain pointers, here and in the rest of what is evaluated for each member: every call counts, and takes time.
constexpr std::string_view identifier_at_end(std::string_view text) {
    const char* data = text.data();
    auto begin = text.size();
    while (begin > 0 && is_identifier_character(data[begin - 1])) --begin;
    return {data + begin, text.size() - begin};
}

constexpr std::string_view last_identifier(std::string_view signature) {
    return identifier_at_end(signature.substr(0, signature.size() - rest_of_signature));
}

/// The type's own name, without namespaces.
template <class Type> constexpr std::string_view type_name() {
    constexpr auto text = signature_of_type<Type>();
    return identifier_at_end(text.substr(0, text.size() - rest_of_type_signature));
}

} // namespace aludel::detail
