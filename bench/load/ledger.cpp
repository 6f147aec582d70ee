#include "bench/load/ledger.hpp"

namespace chatproof::load {

bool Ledger::Numbers::add(std::uint64_t number, bool& late) {
  late = false;
  if (number < next) {
    late = gaps.erase(number) == 1;
    return late;
  }
  for (; next < number; ++next) gaps.insert(gaps.end(), next);
  ++next;
  return true;
}

void Ledger::acked(const StreamId& stream, std::uint64_t number) {
  bool late = false;
  streams_[stream].acked.add(number, late);
}

Ledger::Seen Ledger::received(const StreamId& id, std::uint64_t number) {
  const auto stream = streams_.find(id);
  if (stream == streams_.end() || number >= stream->second.sent) return Seen::unknown;
  bool late = false;
  if (!stream->second.received.add(number, late)) return Seen::duplicate;
  return late ? Seen::disordered : Seen::fresh;
}

std::uint64_t Ledger::missing() const {
  std::uint64_t count = 0;
  for (const auto& [id, stream] : streams_) {
    // What was acknowledged beyond all that came, and the gaps of what came.
    for (std::uint64_t number = stream.received.next; number < stream.acked.next; ++number)
      if (stream.acked.has(number)) ++count;
    for (const std::uint64_t number : stream.received.gaps)
      if (stream.acked.has(number)) ++count;
  }
  return count;
}

}  // namespace chatproof::load
