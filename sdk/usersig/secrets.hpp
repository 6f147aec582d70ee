// Keeps tickets, tokens and keys out of everything that is shown: by their values, wherever these stand.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chatproof::usersig {

enum class SecretKind : std::uint8_t { ticket, token, key };

// "(ticket 1f3c9a02)": enough to see whether it is the same one again, and not enough to use it. A token or key is "(a
// token)", "(a key)".
[[nodiscard]] std::string shown_secret(SecretKind kind, std::string_view secret);

// The first ticket at or behind `from`, found by its form: a word that unpacks to one. Empty when there is none.
[[nodiscard]] std::string_view ticket_in(std::string_view text, std::size_t from = 0);

// The secrets that are known. Any thread may use it.
class Secrets {
 public:
  // What is shorter is part of other words, and no secret. The oldest are forgotten.
  static constexpr std::size_t length_min = 12, known_max = 1024;
  // A beginning of this length is hidden like the whole: texts are cut.
  static constexpr std::size_t beginning_min = 32;

  void learn(SecretKind kind, std::string_view secret);
  // The text with shown_secret() in the place of every secret that is known, as it is, percent-encoded, in hexadecimal
  // digits or inside base64, and of every ticket that can be told by its form.
  [[nodiscard]] std::string hide(std::string_view text) const;
  // In every text of it, the names of members included.
  void hide_in(nlohmann::json& value) const;

 private:
  struct Form {
    std::string text, shown;
  };
  void add(std::string text, const std::string& shown);
  [[nodiscard]] const Form* form_at(std::string_view text, std::size_t& length) const;
  [[nodiscard]] std::string hide_known(std::string_view text) const;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::vector<Form>> forms_;  // by their first length_min characters
  std::bitset<65536> first_two_;                              // characters of any form, also of forgotten ones
  std::deque<std::string> known_;                             // the oldest first
};

}  // namespace chatproof::usersig
