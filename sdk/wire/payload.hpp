// The payloads that a session writes and reads itself. Everything else passes through as text for its owner to parse.
// Readers look at the members that they need and build no tree; unknown members are ignored (README.md section 1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chatproof::wire {

struct HelloRequest {
  std::uint32_t sdk_app_id = 0;
  std::string_view version;
  std::string_view platform;
  std::string_view device_id;
};
[[nodiscard]] std::string write(const HelloRequest& request);

struct LoginRequest {
  std::string_view user_id;
  std::string_view user_sig;
  std::int64_t cursor = -1;
};
[[nodiscard]] std::string write(const LoginRequest& request);

struct ResumeRequest {
  std::string_view user_id;
  std::string_view token;
  std::int64_t cursor = -1;
};
[[nodiscard]] std::string write(const ResumeRequest& request);

// A reply's code and, unless the code is 0, its text. A successful reply is read up to its "code" only, which servers
// write first: its owner parses the rest. Nothing: not a JSON object with an integer "code".
struct ReplyHead {
  int code = 0;
  std::string text;
};
[[nodiscard]] std::optional<ReplyHead> read_reply_head(std::string_view payload);

struct HelloReply {
  std::optional<std::int64_t> time_ms;      // server time, milliseconds since 1970
  std::optional<std::int64_t> heartbeat_s;  // seconds
};
[[nodiscard]] std::optional<HelloReply> read_hello_reply(std::string_view payload);

// Of a login; a resume carries no token.
struct LoginReply {
  std::string token;
  std::int64_t expires_s = 0;  // seconds since 1970; 0: not told
};
[[nodiscard]] std::optional<LoginReply> read_login_reply(std::string_view payload);

// What a kicked or ticketExpired push says; "" for what it does not.
struct ThrownOut {
  std::string user_id;
  std::string reason;
};
[[nodiscard]] ThrownOut read_thrown_out(std::string_view payload);

// Where a goaway sends the client: another port of the same host. No other host, for the client is about to show its
// ticket there. Nothing: not told, or no port.
[[nodiscard]] std::optional<std::uint16_t> read_goaway_port(std::string_view payload);
[[nodiscard]] std::string write_goaway_port(std::uint16_t port);

// The server time of a pong, milliseconds since 1970; nothing unless the payload has 8 bytes.
[[nodiscard]] std::optional<std::int64_t> read_pong(std::string_view payload);
[[nodiscard]] std::string write_pong(std::int64_t time_ms);

}  // namespace chatproof::wire
