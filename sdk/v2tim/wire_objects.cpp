#include "sdk/v2tim/wire_objects.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "sdk/v2tim/completion.hpp"
#include "sdk/v2tim/wire_field.hpp"

namespace chatproof::v2tim {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* key) { return field(object, key, std::string()); }

json elements_to_wire(const V2TIMMessage& message) {
  json elements = json::array();
  for (size_t i = 0; i < message.elemList.Size(); ++i) {
    if (const auto* text = dynamic_cast<const V2TIMTextElem*>(message.elemList[i])) {
      elements.push_back({{"type", V2TIM_ELEM_TYPE_TEXT}, {"text", from_v2(text->text)}});
    } else if (const auto* custom = dynamic_cast<const V2TIMCustomElem*>(message.elemList[i])) {
      elements.push_back({{"type", V2TIM_ELEM_TYPE_CUSTOM},
                          {"data", to_base64(custom->data)},
                          {"desc", from_v2(custom->desc)},
                          {"ext", from_v2(custom->extension)}});
    }
  }
  return elements;
}

void add_element(V2TIMMessage& message, const json& element) {
  const int type = field(element, "type", 0);
  if (type == V2TIM_ELEM_TYPE_TEXT) {
    auto* text = new V2TIMTextElem();
    text->text = to_v2(text_at(element, "text"));
    message.elemList.PushBack(text);  // the message owns it
  } else if (type == V2TIM_ELEM_TYPE_CUSTOM) {
    auto* custom = new V2TIMCustomElem();
    custom->data = from_base64(text_at(element, "data"));
    custom->desc = to_v2(text_at(element, "desc"));
    custom->extension = to_v2(text_at(element, "ext"));
    message.elemList.PushBack(custom);
  }
}

// The fields of a profile that can be changed: enumerator, whether the field holds anything, name, value.
struct ProfileField {
  std::uint32_t flag;
  bool filled;
  const char* name;
  json value;
};

std::vector<ProfileField> profile_fields(const V2TIMUserFullInfo& info) {
  json custom = json::object();
  const V2TIMStringVector keys = info.customInfo.AllKeys();
  for (size_t i = 0; i < keys.Size(); ++i) custom[from_v2(keys[i])] = to_base64(info.customInfo.Get(keys[i]));
  return {
      {V2TIM_USER_INFO_MODIFY_FLAG_NICK, !info.nickName.Empty(), "nickName", from_v2(info.nickName)},
      {V2TIM_USER_INFO_MODIFY_FLAG_FACE_URL, !info.faceURL.Empty(), "faceURL", from_v2(info.faceURL)},
      {V2TIM_USER_INFO_MODIFY_FLAG_GENDER, info.gender != V2TIM_GENDER_UNKNOWN, "gender", info.gender},
      {V2TIM_USER_INFO_MODIFY_FLAG_BIRTHDAY, info.birthday != 0, "birthday", info.birthday},
      {V2TIM_USER_INFO_MODIFY_FLAG_SELF_SIGNATURE, !info.selfSignature.Empty(), "selfSignature",
       from_v2(info.selfSignature)},
      {V2TIM_USER_INFO_MODIFY_FLAG_LEVEL, info.level != 0, "level", info.level},
      {V2TIM_USER_INFO_MODIFY_FLAG_ROLE, info.role != 0, "role", info.role},
      {V2TIM_USER_INFO_MODIFY_FLAG_ALLOW_TYPE, info.allowType != V2TIM_FRIEND_ALLOW_ANY, "allowType", info.allowType},
      {V2TIM_USER_INFO_MODIFY_FLAG_CUSTOM, !custom.empty(), "custom", custom},
  };
}

}  // namespace

std::string to_base64(const V2TIMBuffer& buffer) {
  std::string out(4 * ((buffer.Size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), buffer.Data(), static_cast<int>(buffer.Size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

V2TIMBuffer from_base64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  const auto decoded = static_cast<std::size_t>(size);
  const auto padding = static_cast<std::size_t>(
      std::count(text.end() - std::min<std::ptrdiff_t>(2, text.end() - text.begin()), text.end(), '='));
  return {reinterpret_cast<const uint8_t*>(out.data()), decoded - std::min(decoded, padding)};
}

json to_wire(const V2TIMMessage& message) {
  json object = {{"msgID", from_v2(message.msgID)},
                 {"random", message.random},
                 {"clientTime", message.timestamp},
                 {"elements", elements_to_wire(message)},
                 {"priority", message.priority}};
  if (message.cloudCustomData.Size() != 0) object["cloudCustomData"] = to_base64(message.cloudCustomData);
  if (message.needReadReceipt) object["needReadReceipt"] = true;
  if (message.isExcludedFromUnreadCount) object["excludedFromUnread"] = true;
  if (message.isExcludedFromLastMessage) object["excludedFromLast"] = true;
  return object;
}

V2TIMMessage message_from_wire(const json& object, const std::string& self_id) {
  V2TIMMessage message;
  const std::string from = text_at(object, "from");
  message.msgID = to_v2(text_at(object, "msgID"));
  message.timestamp = field(object, "timestamp", std::int64_t{0});
  message.sender = to_v2(from);
  message.isSelf = from == self_id;
  message.userID = to_v2(message.isSelf ? text_at(object, "to") : from);
  message.seq = field(object, "seq", std::uint64_t{0});
  message.random = field(object, "random", std::uint64_t{0});
  message.status = V2TIM_MSG_STATUS_SEND_SUCC;
  message.priority = one_of(object, "priority",
                            {V2TIM_PRIORITY_DEFAULT, V2TIM_PRIORITY_HIGH, V2TIM_PRIORITY_NORMAL, V2TIM_PRIORITY_LOW},
                            V2TIM_PRIORITY_NORMAL);
  message.needReadReceipt = field(object, "needReadReceipt", false);
  message.isExcludedFromUnreadCount = field(object, "excludedFromUnread", false);
  message.isExcludedFromLastMessage = field(object, "excludedFromLast", false);
  message.cloudCustomData = from_base64(text_at(object, "cloudCustomData"));
  if (const auto profile = object.find("fromProfile"); profile != object.end()) {
    message.nickName = to_v2(text_at(*profile, "nickName"));
    message.faceURL = to_v2(text_at(*profile, "faceURL"));
  }
  for (const json& element : array_in(object, "elements")) add_element(message, element);
  return message;
}

json changes_to_wire(const V2TIMUserFullInfo& info) {
  // The flags are no bit set although they are to be OR-ed: an enumerator is meant when all its bits are there and its
  // field is filled; when that gives nothing, the flag is taken as the one enumerator it equals.
  json changes = json::object();
  for (const ProfileField& field : profile_fields(info))
    if ((info.modifyFlag & field.flag) == field.flag && field.filled) changes[field.name] = field.value;
  if (!changes.empty()) return changes;
  for (const ProfileField& field : profile_fields(info))
    if (info.modifyFlag == field.flag) changes[field.name] = field.value;
  return changes;
}

V2TIMUserFullInfo profile_from_wire(const json& object) {
  V2TIMUserFullInfo info;
  info.userID = to_v2(text_at(object, "userID"));
  info.nickName = to_v2(text_at(object, "nickName"));
  info.faceURL = to_v2(text_at(object, "faceURL"));
  info.selfSignature = to_v2(text_at(object, "selfSignature"));
  info.gender =
      one_of(object, "gender", {V2TIM_GENDER_UNKNOWN, V2TIM_GENDER_MALE, V2TIM_GENDER_FEMALE}, V2TIM_GENDER_UNKNOWN);
  info.role = field(object, "role", 0u);
  info.level = field(object, "level", 0u);
  info.birthday = field(object, "birthday", 0u);
  info.allowType =
      one_of(object, "allowType", {V2TIM_FRIEND_ALLOW_ANY, V2TIM_FRIEND_NEED_CONFIRM, V2TIM_FRIEND_DENY_ANY},
             V2TIM_FRIEND_ALLOW_ANY);
  if (const auto custom = object.find("custom"); custom != object.end() && custom->is_object())
    for (const auto& [key, value] : custom->items())
      if (value.is_string()) info.customInfo.Insert(to_v2(key), from_base64(value.get<std::string>()));
  return info;
}

V2TIMUserFullInfoVector profiles_from_wire(const json& array) {
  V2TIMUserFullInfoVector profiles;
  for (const json& object : array)
    if (object.is_object()) profiles.PushBack(profile_from_wire(object));
  return profiles;
}

V2TIMUserStatusVector statuses_from_wire(const json& array) {
  V2TIMUserStatusVector statuses;
  for (const json& object : array) {
    if (!object.is_object()) continue;
    V2TIMUserStatus status;
    status.userID = to_v2(text_at(object, "userID"));
    status.statusType = one_of(
        object, "type",
        {V2TIM_USER_STATUS_UNKNOWN, V2TIM_USER_STATUS_ONLINE, V2TIM_USER_STATUS_OFFLINE, V2TIM_USER_STATUS_UNLOGINED},
        V2TIM_USER_STATUS_UNKNOWN);
    status.customStatus = to_v2(text_at(object, "customStatus"));
    for (const json& device : array_in(object, "devices"))
      if (device.is_string()) status.onlineDevices.PushBack(to_v2(device.get<std::string>()));
    statuses.PushBack(status);
  }
  return statuses;
}

json ids_to_wire(const V2TIMStringVector& ids) {
  json array = json::array();
  for (size_t i = 0; i < ids.Size(); ++i) {
    json id = from_v2(ids[i]);
    if (std::find(array.begin(), array.end(), id) == array.end()) array.push_back(std::move(id));
  }
  return array;
}

}  // namespace chatproof::v2tim
