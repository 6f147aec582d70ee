// What is still to be told to the owner: results and events, in one strict order, each result exactly once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/session/session.hpp"

namespace chatproof::session {

enum class NoticeKind : std::uint8_t {
  result,  // of a call: goes to its handler
  connecting,
  connected,
  connect_failed,
  online,
  kicked,
  ticket_expired,
  push,
  log,
};

// One thing to tell. `owned` keeps the bytes that `body` shows where the frame they came from will be gone.
struct Notice {
  NoticeKind kind = NoticeKind::result;
  int code = 0;  // result, connect_failed; log: the level
  wire::Command command = wire::Command::none;
  std::string text;  // the error's text, the kick's reason, the log line
  std::string owned;
  std::string_view body;
  ReplyHandler done;
};

class Outbox {
 public:
  void push(Notice notice) { notices_.push_back(std::move(notice)); }
  [[nodiscard]] bool empty() const { return head_ == notices_.size(); }
  [[nodiscard]] std::size_t size() const { return notices_.size() - head_; }
  [[nodiscard]] Notice pop() {
    Notice notice = std::move(notices_[head_++]);
    if (head_ == notices_.size()) {
      std::vector<Notice>().swap(notices_);  // an idle session is small; `= {}` would keep the room
      head_ = 0;
    } else if (head_ == compact_at) {
      notices_.erase(notices_.begin(), notices_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    return notice;
  }

 private:
  static constexpr std::size_t compact_at = 64;
  std::vector<Notice> notices_;
  std::size_t head_ = 0;
};

// Hands the notice to whom it concerns.
void deliver(Notice&& notice, Observer& observer);

}  // namespace chatproof::session
