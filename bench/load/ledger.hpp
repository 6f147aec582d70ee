// Who has sent what to whom: every message carries a number of its own, so that loss, duplicates and disorder are
// counted, not guessed.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <tuple>

namespace chatproof::load {

enum class MessageKind : std::uint8_t { plain, ping, pong };

// Messages of one sender to one receiver, numbered from 0.
struct StreamId {
  std::uint32_t from = 0, to = 0;
  MessageKind kind = MessageKind::plain;
  auto operator<=>(const StreamId&) const = default;
};

class Ledger {
 public:
  [[nodiscard]] std::uint64_t sent(const StreamId& stream) { return streams_[stream].sent++; }
  // The server has it, certainly: from here on it must arrive.
  void acked(const StreamId& stream, std::uint64_t number);

  enum class Seen : std::uint8_t {
    fresh,
    disordered,  // fresh too, but a later one was here before
    duplicate,
    unknown,  // nobody has sent this
  };
  [[nodiscard]] Seen received(const StreamId& stream, std::uint64_t number);

  // Acknowledged and not received so far.
  [[nodiscard]] std::uint64_t missing() const;

 private:
  // Numbers that came, as all below `next` but `gaps`.
  struct Numbers {
    std::uint64_t next = 0;
    std::set<std::uint64_t> gaps;
    // False when it was there already; `late` when it fills a gap.
    bool add(std::uint64_t number, bool& late);
    [[nodiscard]] bool has(std::uint64_t number) const { return number < next && !gaps.contains(number); }
  };
  struct Stream {
    std::uint64_t sent = 0;
    Numbers acked, received;
  };
  std::map<StreamId, Stream> streams_;
};

}  // namespace chatproof::load
