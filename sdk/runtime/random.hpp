// Chance from a seed. Every component gets its own stream, derived by name, so that a draw added in one place shifts
// no other.
#pragma once

#include <cstdint>
#include <string_view>

namespace chatproof::runtime {

// SplitMix64: eight bytes of state, so that a million sessions can each have one.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  [[nodiscard]] std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix(state_);
  }
  // Uniform in [0, limit); limit > 0. The bias of the remainder is below 2^-32 for any limit below 2^32.
  [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return next() % limit; }
  // Uniform in [low, high], both included.
  [[nodiscard]] std::uint64_t between(std::uint64_t low, std::uint64_t high) { return low + below(high - low + 1); }
  [[nodiscard]] bool chance(double probability) { return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability; }

  // An independent stream for a component, the same for the same seed and name.
  [[nodiscard]] Random named(std::string_view name) const {
    std::uint64_t hash = state_ ^ 0xcbf29ce484222325ULL;
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return Random(mix(hash));
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace chatproof::runtime
