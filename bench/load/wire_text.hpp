// The payloads that a load client reads and writes besides those of the session: as text, because a tree for every
// message would cost more than the session itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/ledger.hpp"
#include "sdk/runtime/loop.hpp"

namespace chatproof::load {

// What a message of the load tester carries in its text.
struct Marker {
  StreamId stream;
  std::uint64_t number = 0;
  runtime::Instant intended{};  // of the start that it belongs to; by the sender's loop, which is the receiver's too
};

[[nodiscard]] std::string message_text(const Marker& marker, int bytes);  // padded to that length
// The first marker in the payload; nothing when it is no message of ours.
[[nodiscard]] std::optional<Marker> find_marker(std::string_view payload);

// Servers may lie: what is no place in an inbox is none, and one more than the last place is still a number.
inline constexpr std::int64_t cursor_max = std::int64_t{1} << 53;  // further on, JSON's numbers are not exact

// The first `"cursor":` of the payload; 0 when there is none, nothing when it is no place in an inbox.
[[nodiscard]] std::optional<std::int64_t> cursor_at(std::string_view payload);

// A reply to `sync`.
struct Page {
  struct Message {
    std::int64_t cursor = 0;
    std::string text;  // of its first element
  };
  std::vector<Message> messages;
  std::optional<std::int64_t> cursor;
  bool complete = true;
};
[[nodiscard]] std::optional<Page> read_page(std::string_view payload);  // nothing: not what the protocol says

// Whether a reply to `sync` certainly has no messages and no page after it: most first ones.
[[nodiscard]] bool is_last_empty_page(std::string_view payload);

[[nodiscard]] std::string send_payload(std::string_view to, std::string_view text, std::uint32_t random,
                                       std::int64_t client_time_s, bool online_only);

}  // namespace chatproof::load
