#include "sdk/v2tim/inbox.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/v2tim/core.hpp"
#include "sdk/v2tim/wire_field.hpp"
#include "sdk/v2tim/wire_objects.hpp"

namespace chatproof::v2tim {
namespace {

constexpr int page_size = 100;
constexpr std::size_t stingy_messages = page_size / 2;  // a page with less, ...
constexpr std::size_t stingy_bytes = 64 * 1024;         // ... and with less than this, though more is to come
constexpr unsigned patience = 3;                        // failures in a row before what cannot be read is left out
constexpr std::size_t fleeting_max = 64;

// What has no id or no sender is no message.
bool is_message(const nlohmann::json& object) {
  const auto has = [&](const char* key) { return !field(object, key, std::string()).empty(); };
  return has("msgID") && has("from");
}

store::Message to_row(const V2TIMMessage& message, const std::string& self_id) {
  const nlohmann::json wire = to_wire(message);
  store::Message row;
  row.id = from_v2(message.msgID);
  row.conversation = "c2c_" + from_v2(message.userID);
  row.seq = static_cast<std::int64_t>(message.seq);
  row.random = static_cast<std::uint32_t>(message.random);
  row.client_time = message.timestamp;
  row.sender = message.isSelf ? self_id : from_v2(message.sender);
  row.receiver = message.isSelf ? from_v2(message.userID) : self_id;
  row.status = static_cast<int>(message.status);
  row.server_time = message.timestamp;
  row.elements = wire_text(wire["elements"]);
  row.cloud_custom_data.assign(reinterpret_cast<const char*>(message.cloudCustomData.Data()),
                               message.cloudCustomData.Size());
  return row;
}

}  // namespace

void Inbox::opened(std::int64_t told, std::int64_t cursor) {
  cursor_ = told;
  put_away_ = cursor;
  known_end_ = std::max<std::int64_t>(told, 0);
  behind_ = false;
  backoff_.reset();
  hole_ = false;
  unsaved_ = false;
  own_.clear();
  fleeting_.clear();
}

void Inbox::closed() {
  save_place();
  ++generation_;
  fetching_ = false;
  retry_ = {};
  if (announced_) finish(false);
}

void Inbox::save_place() {
  if (!unsaved_ || core_.store() == nullptr) return;
  const auto saved = core_.store()->set_cursor(place_);
  unsaved_ = !saved.ok();
  if (unsaved_) core_.log(V2TIM_LOG_ERROR, "Store|" + saved.text);
}

void Inbox::abandon() {
  announced_ = false;
  closed();
}

void Inbox::synchronise(std::int64_t server_cursor) {
  save_place();
  // The server has fewer messages than this device has seen: it lost its memory, and all that it has now is new.
  if (server_cursor < cursor_) {
    own_.clear();
    hole_ = false;
    cursor_ = 0;
    known_end_ = 0;
    put_away_ = 0;
    advance_to(0);
  }
  // A device without a store begins where the server says that the unread begins; it comes with the first page.
  known_end_ = std::max(known_end_, server_cursor);
  announced_ = true;
  const std::uint64_t generation = generation_;
  core_.conversation_listeners.tell([](auto& listener) { listener.OnSyncServerStart(); });
  if (generation != generation_) return;  // a listener has un-initialised the SDK
  if (cursor_ >= known_end_ && !behind_) return finish(true);
  if (!fetching_) fetch();
}

void Inbox::finish(bool ok) {
  announced_ = false;
  core_.conversation_listeners.tell(
      [ok](auto& listener) { ok ? listener.OnSyncServerFinish() : listener.OnSyncServerFailed(); });
}

void Inbox::fetch() {
  fetching_ = true;
  behind_ = true;
  retry_ = {};
  const nlohmann::json payload = {{"cursor", cursor_}, {"limit", page_size}};
  core_.request(wire::Command::sync, wire_text(payload), {.counts = false},
                [this, generation = generation_](const session::Reply& reply) {
                  if (generation == generation_) on_fetched(reply.code, reply.body);
                });
}

// No end of a synchronisation is the last word while something is missing, and no server is asked in a circle.
void Inbox::fetch_later() {
  retry_ = core_.after(backoff_.next(core_.timing()), [this] {
    if (behind_ && !fetching_) fetch();
  });
}

void Inbox::on_fetched(int code, std::string_view text) {
  fetching_ = false;
  const Page page = code == 0 ? read_page(parse_wire(text)) : Page::unreadable;
  switch (page) {
    case Page::interrupted:
      return;
    case Page::last:
      behind_ = false;
      backoff_.reset();
      if (announced_) finish(true);
      return;
    case Page::full:
      backoff_.reset();
      return fetch();
    case Page::stingy:
      // Many bytes in few messages are a full page, too.
      if (text.size() >= stingy_bytes) return fetch();
      return fetch_later();
    case Page::unreadable:
      fetch_later();
      if (announced_) finish(false);
      return;
  }
}

// Takes what a page has, and says what is to be thought of it.
Inbox::Page Inbox::read_page(const nlohmann::json& body) {
  if (!body.is_object()) return Page::unreadable;
  const std::uint64_t generation = generation_;
  const std::int64_t before = cursor_;
  const auto messages = array_in(body, "messages");
  for (const auto& object : messages) {
    if (!is_message(object) && backoff_.failures() < patience) return Page::unreadable;
    take(object, place_in(object, "cursor"));
    if (generation != generation_) return Page::interrupted;  // a listener has logged out
  }
  // Nobody has heard of anything behind the known end: a page cannot lead there.
  advance_to(std::min(field(body, "cursor", cursor_), std::max(known_end_, cursor_)));
  if (field(body, "complete", true)) return cursor_ >= known_end_ ? Page::last : Page::unreadable;
  if (cursor_ == before) return Page::unreadable;
  return messages.size() < stingy_messages ? Page::stingy : Page::full;
}

void Inbox::on_push(std::string_view payload) {
  const auto push = parse_wire(payload);
  const auto object = push.is_object() && push.contains("message") ? push["message"] : nlohmann::json();
  if (!is_message(object)) {
    // What it was is asked for: it may be the last one for a long time.
    if (!fetching_) fetch();
    return;
  }
  const std::int64_t cursor = place_in(push, "cursor");
  if (cursor == 0) {
    const V2TIMMessage message = message_from_wire(object, core_.login_user());
    if (!told_before(from_v2(message.msgID))) deliver(message);
    return;
  }
  known_end_ = std::max(known_end_, cursor);
  if (cursor == cursor_ + 1 && !fetching_) return take(object, cursor);
  if (cursor > cursor_ && !fetching_) fetch();
}

// A message for those online has no cursor that would tell it from its double.
bool Inbox::told_before(const std::string& id) {
  if (std::find(fleeting_.begin(), fleeting_.end(), id) != fleeting_.end()) return true;
  fleeting_.push_back(id);
  if (fleeting_.size() > fleeting_max) fleeting_.pop_front();
  return false;
}

void Inbox::take(const nlohmann::json& object, std::int64_t cursor) {
  if (cursor <= 0 || cursor <= cursor_) return;
  if (!is_message(object)) {
    core_.log(V2TIM_LOG_ERROR, "Inbox|what lies at " + std::to_string(cursor) + " is no message");
    return advance_to(cursor);
  }
  const V2TIMMessage message = message_from_wire(object, core_.login_user());
  // The message is put away before anybody is told, and that it was told is written down afterwards: what a process
  // that is killed between the two has not told for certain is told again after the next login.
  const store::Message row = to_row(message, core_.login_user());
  const auto received = core_.store()->receive({&row, 1}, hole_ ? store::no_cursor : cursor);
  if (!received.ok()) {
    hole_ = true;
    core_.log(V2TIM_LOG_ERROR, "Store|" + received.status.text);
  }
  move_to(cursor);
  const std::uint64_t generation = generation_;
  if (!received.ok() || received.value.front() || cursor <= put_away_ || is_another(row)) deliver(message);
  if (generation == generation_) save_place();  // else closed() has
}

// Whether the id of this message, which was not put away, is that of a message of somebody else: no id that a client
// has chosen takes another's place, or hides it.
bool Inbox::is_another(const store::Message& row) {
  const auto known = core_.store()->find(row.id);
  return known.ok() && known.value && known.value->sender != row.sender;
}

// Whatever happens before save_place() is as if the place had not been reached.
void Inbox::move_to(std::int64_t cursor) {
  cursor_ = std::max(cursor_, cursor);
  while (!own_.empty() && *own_.begin() <= cursor_ + 1) {
    cursor_ = std::max(cursor_, *own_.begin());
    own_.erase(own_.begin());
  }
  core_.cursor_moved(cursor_);
  if (hole_) return;
  place_ = cursor_;
  unsaved_ = true;
}

void Inbox::advance_to(std::int64_t cursor) {
  move_to(cursor);
  save_place();
}

void Inbox::deliver(const V2TIMMessage& message) {
  // A listener may end the session; then the others are not told any more.
  const auto tell = [this, generation = generation_](auto& listeners, const auto& what) {
    listeners.tell([&](auto& listener) {
      if (generation == generation_) what(listener);
    });
  };
  tell(core_.advanced_listeners, [&](auto& listener) { listener.OnRecvNewMessage(message); });
  if (message.isSelf || message.elemList.Size() == 0) return;
  V2TIMUserFullInfo sender;
  sender.userID = message.sender;
  sender.nickName = message.nickName;
  sender.faceURL = message.faceURL;
  const V2TIMElem* first = message.elemList[0];
  if (const auto* text = dynamic_cast<const V2TIMTextElem*>(first))
    tell(core_.simple_listeners,
         [&](auto& listener) { listener.OnRecvC2CTextMessage(message.msgID, sender, text->text); });
  if (const auto* custom = dynamic_cast<const V2TIMCustomElem*>(first))
    tell(core_.simple_listeners,
         [&](auto& listener) { listener.OnRecvC2CCustomMessage(message.msgID, sender, custom->data); });
}

store::Status Inbox::keep_sending(const V2TIMMessage& message) {
  auto kept = core_.store()->insert(to_row(message, core_.login_user()));
  if (!kept.ok()) core_.log(V2TIM_LOG_ERROR, "Store|" + kept.status.text);
  return std::move(kept.status);
}

void Inbox::keep_outcome(const V2TIMMessage& message, std::int64_t cursor) {
  if (core_.store() == nullptr) return;  // the answer is the end of the session
  const auto kept = core_.store()->update(to_row(message, core_.login_user()));
  if (!kept.ok()) core_.log(V2TIM_LOG_ERROR, "Store|" + kept.status.text);
  if (cursor <= 0 || cursor <= cursor_) return;
  known_end_ = std::max(known_end_, cursor);
  own_.insert(cursor);
  if (cursor == cursor_ + 1) return advance_to(cursor_);
  if (!fetching_) fetch();
}

}  // namespace chatproof::v2tim
