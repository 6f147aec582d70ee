// One member of an object that came from the server: a server that sends another type than agreed must not end the app.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace chatproof::v2tim {

// The member `key` of `object`; `otherwise` when there is no such member, or it is not a T, or a number that T cannot
// hold. T is bool, std::string, or an integer: int, unsigned, std::int64_t, std::uint64_t.
template <class T>
[[nodiscard]] T field(const nlohmann::json& object, const char* key, T otherwise);

}  // namespace chatproof::v2tim
