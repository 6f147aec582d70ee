// Every inbox of a server: what one may hold, what all of them may hold together, and who has to give something up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <utility>

#include "mockserver/domain/model.hpp"
#include "mockserver/domain/settings.hpp"

namespace chatproof::mockserver {

class Inboxes {
 public:
  // At the end of this inbox, whose account stays where it is. Room is made first: of what is too old and of what is
  // too much in this inbox, then of the oldest messages anywhere.
  void add(Belongings& own, KeptMessage message, const Settings& settings, std::int64_t now_s);
  // Of all these accounts, which have been read from elsewhere, and nothing else.
  void adopt(std::map<std::uint32_t, App>& apps, const Settings& settings);
  void clear();

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t messages() const { return messages_; }
  // Given up because there was too much, since the server began.
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  struct Entry {
    Belongings* owner;
    std::int64_t place;
    [[nodiscard]] bool gone() const { return place < owner->first_place; }
  };
  void drop_first(Belongings& own);
  void drop_oldest();

  std::deque<Entry> by_age_;  // also some that are gone
  std::size_t bytes_ = 0, messages_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace chatproof::mockserver
