// Which messages a user has: the rule "exactly once, in order" of the protocol (README of wire, section 3), as the SDK
// keeps it.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::load {

class Inbox {
 public:
  [[nodiscard]] std::int64_t cursor() const { return cursor_; }

  // The server has told where the inbox ends. True: ask for a page.
  [[nodiscard]] bool ends_at(std::int64_t cursor) {
    end_ = std::max(end_, cursor);
    return !fetching_ && cursor_ < end_;
  }

  enum class Push : std::uint8_t { take, repeated, fetch, wait };
  [[nodiscard]] Push pushed(std::int64_t cursor) {
    if (cursor == 0) return Push::take;  // it was never in the inbox
    end_ = std::max(end_, cursor);
    if (cursor <= cursor_) return Push::repeated;
    if (fetching_) return Push::wait;  // the page has it, or the next one will
    if (cursor != cursor_ + 1) return Push::fetch;
    advance_to(cursor);
    return Push::take;
  }
  // The place of a message of this device's own in its inbox.
  void own(std::int64_t cursor) {
    if (cursor <= cursor_) return;
    end_ = std::max(end_, cursor);
    own_.insert(std::lower_bound(own_.begin(), own_.end(), cursor), cursor);
    advance_to(cursor_);
  }

  void begin_fetch() { fetching_ = true; }
  void abandon_fetch() { fetching_ = false; }
  // A message of a page. False: it was here already.
  [[nodiscard]] bool paged(std::int64_t cursor) {
    if (cursor <= cursor_) return false;
    advance_to(cursor);
    return true;
  }
  enum class Next : std::uint8_t {
    nothing,  // the inbox has everything
    page,
    page_later,  // pages bring little, again and again: the longer that goes on, the later; see wait()
    stuck,       // there should be more, and the page has brought nothing
  };
  // The end of a page that was asked for after `before` and had so many of the messages that it may have.
  [[nodiscard]] Next end_fetch(std::int64_t before, std::int64_t cursor, bool complete, bool was_full) {
    fetching_ = false;
    advance_to(cursor);
    if (complete && cursor_ >= end_) return Next::nothing;
    if (cursor_ == before) return Next::stuck;
    meagre_ = was_full ? 0 : std::min(meagre_ + 1, meagre_most);
    if (meagre_ <= meagre_enough) return Next::page;
    fetching_ = true;  // pushes wait for the page as they would for one under way
    return Next::page_later;
  }
  [[nodiscard]] runtime::Duration wait() const {
    return std::chrono::milliseconds(100) * (1 << (meagre_ - meagre_enough - 1));
  }

 private:
  void advance_to(std::int64_t cursor) {
    cursor_ = std::max(cursor_, cursor);
    auto first = own_.begin();
    for (; first != own_.end() && *first <= cursor_ + 1; ++first) cursor_ = std::max(cursor_, *first);
    own_.erase(own_.begin(), first);
  }

  std::int64_t cursor_ = -1;  // this device has no store
  std::int64_t end_ = 0;
  std::vector<std::int64_t> own_;  // beyond the cursor, sorted
  static constexpr int meagre_enough = 10, meagre_most = meagre_enough + 8;
  int meagre_ = 0;  // pages in a row that were not full, though more was to come
  bool fetching_ = false;
};

}  // namespace chatproof::load
