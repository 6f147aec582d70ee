// From when on a user's tickets are old: all that were signed in an earlier second, and of those signed in that second
// or after it (clocks differ) the ones that the server had seen by then. What an app's own server signs after an
// operator's deed is new, also in the same second.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chatproof::mockserver {

// A ticket by its signature. 53 bits: what JSON carries exactly. 0 is none.
using TicketMark = std::uint64_t;
[[nodiscard]] inline TicketMark mark_of(std::string_view signature) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  for (const char c : signature) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return (hash >> 11) | 1;
}

struct Decree {
  std::int64_t second = 0;       // since 1970
  std::vector<TicketMark> seen;  // before it
  [[nodiscard]] bool covers(std::int64_t signed_at, TicketMark mark) const {
    return signed_at < second || std::find(seen.begin(), seen.end(), mark) != seen.end();
  }
};

}  // namespace chatproof::mockserver
