// Receiving exactly once and in order: keeps the account's cursor, sees gaps, asks for what was missed, and tells the
// listeners. sdk/wire/README.md section 3 has the rules. SDK's thread only.
#pragma once

#include <cstdint>
#include <list>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>

#include "V2TIMMessage.h"
#include "sdk/runtime/loop.hpp"
#include "sdk/session/backoff.hpp"
#include "sdk/store/store.hpp"

namespace chatproof::v2tim {

class Core;

class Inbox {
 public:
  Inbox(Core& core, runtime::Random random) : core_(core), backoff_(random) {}

  // A user's store was opened. Up to which place the app has been told, and up to which there are messages in it; -1
  // for none. Between the two lies what a process that was killed had put away and not told.
  void opened(std::int64_t told, std::int64_t cursor);
  [[nodiscard]] std::int64_t cursor() const { return cursor_; }
  // The server has told where the inbox ends: announces the synchronisation and fetches what was missed.
  void synchronise(std::int64_t server_cursor);
  void closed();   // nobody is logged in any more
  void abandon();  // the same at un-init, when nobody is to be told

  // Writes the place in the inbox down, where that could not be done when it moved.
  void save_place();

  void on_push(std::string_view payload);

  // Own messages: before sending, and with the server's answer (cursor 0 when it failed).
  store::Status keep_sending(const V2TIMMessage& message);
  void keep_outcome(const V2TIMMessage& message, std::int64_t cursor);

 private:
  enum class Page : std::uint8_t { last, full, stingy, unreadable, interrupted };

  void fetch();
  void fetch_later();
  void on_fetched(int code, std::string_view body);
  [[nodiscard]] Page read_page(const nlohmann::json& body);
  void finish(bool ok);
  void take(const nlohmann::json& object, std::int64_t cursor);
  void deliver(const V2TIMMessage& message);
  [[nodiscard]] bool told_before(const std::string& id);  // of what has no place in the inbox; remembers it
  [[nodiscard]] bool is_another(const store::Message& row);
  void move_to(std::int64_t cursor);
  void advance_to(std::int64_t cursor);

  Core& core_;
  std::int64_t cursor_ = -1;
  std::int64_t known_end_ = 0;       // the highest cursor heard of
  std::int64_t put_away_ = -1;       // up to here the store may know messages that were never told
  std::set<std::int64_t> own_;       // places of own messages that lie beyond the cursor
  std::list<std::string> fleeting_;  // the latest messages without a place that were told
  // A message could not be written down, though its listeners were told: the written cursor stays before it until the
  // next login, which fetches it again.
  bool hole_ = false;
  std::int64_t place_ = -1;  // the cursor, or where the hole begins
  bool unsaved_ = false;     // and it could not be written down, or is not told yet
  bool fetching_ = false;
  bool behind_ = false;       // something is to be fetched; not while all went well
  session::Backoff backoff_;  // of pages that were refused, lost, unreadable, or bring little
  runtime::Timer retry_;
  bool announced_ = false;        // OnSyncServerStart was told and wants its end
  std::uint64_t generation_ = 0;  // answers to questions of an earlier login are dropped
};

}  // namespace chatproof::v2tim
