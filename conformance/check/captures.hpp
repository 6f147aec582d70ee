// "${name}" in a step is replaced by what an earlier step saved.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace chatproof::check {

using Captures = std::map<std::string, nlohmann::json>;

// Replaces every reference in every string of `value`. A string that is one reference becomes the value itself.
// A reference that nothing has saved stays as it is: the loader has refused those that never can be.
[[nodiscard]] nlohmann::json substitute(const nlohmann::json& value, const Captures& captures);

// Follows "$.value.msgID" in `from`; nothing when it leads nowhere.
[[nodiscard]] std::optional<nlohmann::json> follow(const std::string& path, const nlohmann::json& from);

}  // namespace chatproof::check
