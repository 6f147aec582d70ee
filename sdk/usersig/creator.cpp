#include "sdk/usersig/creator.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "sdk/usersig/codec.hpp"

namespace chatproof::usersig {
namespace {

std::string problem_with(const CreateParams& params) {
  if (params.user_id.empty()) return "the user ID is empty";
  if (params.user_id.size() > user_id_bytes_max) return "the user ID is longer than any ticket carries";
  if (!simdjson::validate_utf8(params.user_id)) return "the user ID is not UTF-8";
  if (params.key.empty()) return "the key is empty";
  if (params.now < 0 || params.now > seconds_max) return "the time of issue is out of range";
  if (params.expire < 0 || params.expire > seconds_max) return "the validity in seconds is out of range";
  if (params.userbuf && params.userbuf->size() > userbuf_bytes_max) return "the userbuf is too long";
  return {};
}

// With quotes. The text is known to be UTF-8, so that this cannot throw; non-ASCII is escaped, as the official Python
// creator does.
std::string quoted(const std::string& text) {
  const auto plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (std::all_of(text.begin(), text.end(), plain)) return '"' + text + '"';
  return nlohmann::json(text).dump(-1, ' ', true);
}

}  // namespace

void append_content(std::string& out, std::string_view user_id, std::uint64_t sdk_app_id, std::int64_t time,
                    std::int64_t expire, std::optional<std::string_view> userbuf_base64) {
  out.append("TLS.identifier:").append(user_id);
  out.append("\nTLS.sdkappid:").append(std::to_string(sdk_app_id));
  out.append("\nTLS.time:").append(std::to_string(time));
  out.append("\nTLS.expire:").append(std::to_string(expire)).append("\n");
  if (userbuf_base64) out.append("TLS.userbuf:").append(*userbuf_base64).append("\n");
}

struct Creator::State {
  explicit State(int level) : deflater(level) {}
  Deflater deflater;
  Hmac hmac;
};

Creator::Creator(int zlib_level) : state_(std::make_unique<State>(zlib_level)) {}
Creator::~Creator() = default;

Created Creator::create(const CreateParams& params) {
  Created created;
  created.problem = problem_with(params);
  if (!created.ok()) return created;

  std::optional<std::string> userbuf;
  if (params.userbuf) userbuf = base64_encode(*params.userbuf, Alphabet::standard);
  append_content(created.content, params.user_id, params.sdk_app_id, params.now, params.expire, userbuf);
  std::array<unsigned char, Hmac::size> mac{};
  state_->hmac.sign(params.key, created.content, mac.data());
  const std::string signature =
      base64_encode({reinterpret_cast<const char*>(mac.data()), mac.size()}, Alphabet::standard);

  std::string& json = created.json;
  json.append(R"({"TLS.ver":"2.0","TLS.identifier":)").append(quoted(params.user_id));
  json.append(R"(,"TLS.sdkappid":)").append(std::to_string(params.sdk_app_id));
  json.append(R"(,"TLS.expire":)").append(std::to_string(params.expire));
  json.append(R"(,"TLS.time":)").append(std::to_string(params.now));
  if (userbuf) json.append(R"(,"TLS.userbuf":")").append(*userbuf).append("\"");
  json.append(R"(,"TLS.sig":")").append(signature).append("\"}");
  created.ticket = base64_encode(state_->deflater.compress(json), Alphabet::ticket);
  return created;
}

Created create(const CreateParams& params, int zlib_level) { return Creator(zlib_level).create(params); }

}  // namespace chatproof::usersig
