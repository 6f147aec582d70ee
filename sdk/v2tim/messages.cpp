#include "sdk/v2tim/messages.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "sdk/v2tim/inbox.hpp"
#include "sdk/v2tim/wire_field.hpp"
#include "sdk/v2tim/wire_objects.hpp"
#include "sdk/wire/frame.hpp"

namespace chatproof::v2tim {
namespace {

constexpr std::size_t body_max = 12 * 1024;  // spec messages MSG-47: the sum of all element fields

std::size_t body_size(const V2TIMMessage& message) {
  std::size_t size = 0;
  for (size_t i = 0; i < message.elemList.Size(); ++i) {
    if (const auto* text = dynamic_cast<const V2TIMTextElem*>(message.elemList[i])) size += text->text.Size();
    if (const auto* custom = dynamic_cast<const V2TIMCustomElem*>(message.elemList[i]))
      size += custom->data.Size() + custom->desc.Size() + custom->extension.Size();
  }
  return size;
}

bool can_be_sent(const V2TIMMessage& message) {
  for (size_t i = 0; i < message.elemList.Size(); ++i) {
    const auto type = message.elemList[i]->elemType;
    if (type != V2TIM_ELEM_TYPE_TEXT && type != V2TIM_ELEM_TYPE_CUSTOM) return false;
  }
  return true;
}

// When the message was given its id, if it was sent by this user to this receiver before. Then it keeps that id: it is
// the same message, and the server knows it again however late (sdk/wire/README.md section 3).
std::optional<std::int64_t> sent_before(const V2TIMMessage& message, const std::string& user,
                                        const V2TIMString& receiver, const V2TIMString& group_id) {
  if (!(message.userID == receiver) || !(message.groupID == group_id)) return std::nullopt;
  const std::string id = from_v2(message.msgID);
  const std::string front = user + "-";
  const std::string back = "-" + std::to_string(message.random);
  if (message.random == 0 || id.size() <= front.size() + back.size() || !id.starts_with(front) || !id.ends_with(back))
    return std::nullopt;
  std::int64_t seconds = 0;
  const char* const end = id.data() + id.size() - back.size();
  const auto read = std::from_chars(id.data() + front.size(), end, seconds);
  return read.ec == std::errc() && read.ptr == end ? std::optional(seconds) : std::nullopt;
}

}  // namespace

V2TIMMessage Messages::blank() {
  V2TIMMessage message;
  message.msgID = "-0-0";
  message.status = static_cast<V2TIMMessageStatus>(0);
  return message;
}

V2TIMString Messages::send(std::string argument_error, V2TIMMessage& message, const V2TIMString& receiver,
                           const V2TIMString& group_id, bool online_only, V2TIMSendCallback* callback) {
  if (argument_error.empty() && message.elemList.Size() == 0) argument_error = "message.elemList is empty";
  if (!argument_error.empty()) {
    core_.refuse(callback, ERR_INVALID_PARAMETERS, argument_error);
    return {};
  }
  if (!core_.initialised()) {  // spec observed O8.5
    core_.refuse(callback, ERR_SDK_NOT_INITIALIZED, "not initialized");
    return blank().msgID;
  }
  const std::string user = core_.login_user();
  if (const auto made_at = sent_before(message, user, receiver, group_id)) {
    message.timestamp = *made_at;
  } else {
    message.timestamp = core_.server_time();
    message.random = core_.next_random();
    // user-seconds-random; without a user in front while nobody is logged in (spec observed O2.3).
    message.msgID = to_v2(user + "-" + std::to_string(message.timestamp) + "-" + std::to_string(message.random));
  }
  message.status = V2TIM_MSG_STATUS_SENDING;
  message.isSelf = true;
  message.userID = receiver;
  message.groupID = group_id;
  core_.user_call({}, callback, [this, message, online_only, callback] { transmit(message, online_only, callback); });
  return message.msgID;
}

void Messages::transmit(V2TIMMessage message, bool online_only, V2TIMSendCallback* callback) {
  if (!message.groupID.Empty())
    return fail(callback, ERR_SDK_INTERFACE_NOT_SUPPORT, "messages to groups are not built yet in this SDK");
  if (!can_be_sent(message))
    return fail(callback, ERR_SDK_INTERFACE_NOT_SUPPORT, "only text and custom elements can be sent by this SDK yet");
  if (body_size(message) > body_max)
    return fail(callback, ERR_SDK_MSG_BODY_SIZE_LIMIT, "the message is larger than 12 KB");
  const std::string user = core_.login_user();
  message.sender = to_v2(user);
  // Sent while the login was under way: only now it is known whose name stands in front of its id.
  if (const std::string id = from_v2(message.msgID); id.starts_with('-')) message.msgID = to_v2(user + id);
  const std::string payload =
      wire_text({{"to", from_v2(message.userID)}, {"message", to_wire(message)}, {"onlineOnly", online_only}});
  if (payload.size() > wire::payload_max)  // before it is kept: nothing was sent (spec login 2.18)
    return fail(callback, ERR_SDK_NET_PKG_SIZE_LIMIT, "the message is larger than 1 MB");
  if (!online_only) {
    // What cannot be kept is not sent (spec login section 8, last row): an app that hears an error may send it again.
    if (const auto kept = core_.inbox().keep_sending(message); !kept.ok()) return fail(callback, kept.code, kept.text);
  }
  // What only those online are to see is of no use later: without a network it ends at once (spec login 15.16).
  core_.request(wire::Command::c2c_send, payload, {.fail_when_offline = online_only},
                [this, message, online_only, callback](const session::Reply& reply) mutable {
                  if (reply.code != 0) {
                    message.status = V2TIM_MSG_STATUS_SEND_FAIL;
                    if (!online_only) core_.inbox().keep_outcome(message, 0);
                    return fail(callback, reply.code, reply.text);
                  }
                  const auto body = parse_wire(reply.body);
                  message.status = V2TIM_MSG_STATUS_SEND_SUCC;
                  message.seq = field(body, "seq", std::uint64_t{0});
                  message.timestamp = field(body, "timestamp", message.timestamp);
                  if (!online_only) core_.inbox().keep_outcome(message, place_in(body, "cursor"));
                  succeed(callback, message);
                });
}

}  // namespace chatproof::v2tim
