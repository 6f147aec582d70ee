// V2TIM values and the objects of the protocol (sdk/wire/README.md, section 2).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "V2TIMFriendship.h"
#include "V2TIMMessage.h"

namespace chatproof::v2tim {

[[nodiscard]] nlohmann::json to_wire(const V2TIMMessage& message);
// As `self_id` sees it: userID is the peer (spec messages MSG-62).
[[nodiscard]] V2TIMMessage message_from_wire(const nlohmann::json& object, const std::string& self_id);

// The fields of the profile that the modify flag selects (spec groups 13.1).
[[nodiscard]] nlohmann::json changes_to_wire(const V2TIMUserFullInfo& info);
[[nodiscard]] V2TIMUserFullInfo profile_from_wire(const nlohmann::json& object);
[[nodiscard]] V2TIMUserFullInfoVector profiles_from_wire(const nlohmann::json& array);

[[nodiscard]] V2TIMUserStatusVector statuses_from_wire(const nlohmann::json& array);
[[nodiscard]] nlohmann::json ids_to_wire(const V2TIMStringVector& ids);  // without repetitions, in order

[[nodiscard]] std::string to_base64(const V2TIMBuffer& buffer);
[[nodiscard]] V2TIMBuffer from_base64(std::string_view text);

}  // namespace chatproof::v2tim
