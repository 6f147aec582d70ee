// Where what nobody may guess comes from: tokens, names of leases. The real world asks OpenSSL (real/secrets.hpp); a
// simulated one draws from its seed, so that a run repeats to the byte.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "sdk/runtime/random.hpp"

namespace chatproof::runtime {

using Secrets = std::function<std::uint64_t()>;  // 64 bits, each as likely 0 as 1

[[nodiscard]] inline Secrets seeded_secrets(Random random) {
  return [random]() mutable { return random.next(); };
}

// Ordinary chance and secrets. Made of a seed alone, both come from it: for simulated worlds and tests.
struct Chance {
  Chance(Random seed) : random(seed), secrets(seeded_secrets(seed.named("secrets"))) {}  // NOLINT(*-explicit-*)
  Chance(Random seed, Secrets from) : random(seed), secrets(std::move(from)) {}
  Random random;
  Secrets secrets;
};

// 90 bits in as many letters as a string holds without further memory.
[[nodiscard]] inline std::string make_token(const Secrets& secrets) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string token;
  for (const int count : {10, 5}) {
    std::uint64_t bits = secrets();
    for (int i = 0; i < count; ++i, bits >>= 6) token += letters[bits & 63];
  }
  return token;
}

}  // namespace chatproof::runtime
