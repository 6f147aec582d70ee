// Makes tickets, as an app's own server does (spec login section 12).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/usersig/limits.hpp"

namespace chatproof::usersig {

inline constexpr int zlib_level_default = 6;

struct CreateParams {
  std::uint32_t sdk_app_id = 0;
  std::string user_id;
  std::string key;                       // the secret's characters, as the console shows them
  std::int64_t now = 0;                  // Unix seconds: becomes TLS.time
  std::int64_t expire = expire_default;  // seconds from `now` on
  std::optional<std::string> userbuf;    // raw bytes, see userbuf.hpp; a chat app has none
};

struct Created {
  std::string ticket;
  std::string json;     // what is inside, for people and tests
  std::string content;  // the text that was signed (spec login 12.02)
  std::string problem;  // why there is no ticket; empty when there is one
  [[nodiscard]] bool ok() const { return problem.empty(); }
};

// Keeps its deflate and HMAC state between calls. Not thread-safe: one per thread.
class Creator {
 public:
  explicit Creator(int zlib_level = zlib_level_default);  // 0 to 9
  ~Creator();
  Creator(const Creator&) = delete;
  Creator& operator=(const Creator&) = delete;

  // Fails, with a text for people, on an empty user or key, a user that is no UTF-8, times out of range, or a limit of
  // limits.hpp. Whether the user ID is one that the service accepts is not looked at: tests need such tickets too.
  [[nodiscard]] Created create(const CreateParams& params);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// For one ticket: a Creator that lives for the call.
[[nodiscard]] Created create(const CreateParams& params, int zlib_level = zlib_level_default);

// Appends the text that is signed, from the ticket's own fields (spec login 12.02). `userbuf_base64` as in the JSON.
void append_content(std::string& out, std::string_view user_id, std::uint64_t sdk_app_id, std::int64_t time,
                    std::int64_t expire, std::optional<std::string_view> userbuf_base64);

}  // namespace chatproof::usersig
