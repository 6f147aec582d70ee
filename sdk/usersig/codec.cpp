#include "sdk/usersig/codec.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace chatproof::usersig {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view standard_tail = "+/=";
constexpr std::string_view ticket_tail = "*-_";
constexpr std::uint8_t foreign = 0xff;

constexpr std::string_view tail_of(Alphabet alphabet) {
  return alphabet == Alphabet::standard ? standard_tail : ticket_tail;
}

constexpr std::array<std::uint8_t, 256> values_of(Alphabet alphabet) {
  std::array<std::uint8_t, 256> values{};
  values.fill(foreign);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    values[static_cast<unsigned char>(letters[i])] = static_cast<std::uint8_t>(i);
  }
  values[static_cast<unsigned char>(tail_of(alphabet)[0])] = 62;
  values[static_cast<unsigned char>(tail_of(alphabet)[1])] = 63;
  return values;
}
constexpr auto standard_values = values_of(Alphabet::standard);
constexpr auto ticket_values = values_of(Alphabet::ticket);

// Calls into libraries that fail only when memory is gone or our use of them is wrong.
void require(bool holds) {
  if (!holds) std::abort();
}

Bytef* input_of(std::string_view bytes) {
  // zlib never writes through next_in; its C interface just does not say so.
  return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

}  // namespace

std::string base64_encode(std::string_view bytes, Alphabet alphabet) {
  const std::string_view tail = tail_of(alphabet);
  std::array<char, 64> letter{};
  std::copy(letters.begin(), letters.end(), letter.begin());
  std::copy(tail.begin(), tail.begin() + 2, letter.end() - 2);
  const auto byte = [bytes](std::size_t at) -> std::uint32_t { return static_cast<unsigned char>(bytes[at]); };
  std::string out((bytes.size() + 2) / 3 * 4, tail[2]);
  char* to = out.data();
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    *to++ = letter[group >> 18];
    *to++ = letter[group >> 12 & 63];
    *to++ = letter[group >> 6 & 63];
    *to++ = letter[group & 63];
  }
  if (i < bytes.size()) {
    const bool two = i + 2 == bytes.size();
    const std::uint32_t group = byte(i) << 16 | (two ? byte(i + 1) << 8 : 0);
    *to++ = letter[group >> 18];
    *to++ = letter[group >> 12 & 63];
    if (two) *to = letter[group >> 6 & 63];
  }
  return out;
}

bool base64_decode(std::string_view text, Alphabet alphabet, std::string& out) {
  if (text.size() % 4 != 0) return false;
  const auto& values = alphabet == Alphabet::standard ? standard_values : ticket_values;
  const char pad = tail_of(alphabet)[2];
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == pad) ++padding;
  out.reserve(out.size() + text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t missing = i + 4 == text.size() ? padding : 0;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::uint8_t value = k < 4 - missing ? values[static_cast<unsigned char>(text[i + k])] : std::uint8_t{0};
      if (value == foreign) return false;
      group = group << 6 | value;
    }
    if ((missing == 1 && (group & 0xff) != 0) || (missing == 2 && (group & 0xffff) != 0)) return false;
    out += static_cast<char>(group >> 16);
    if (missing < 2) out += static_cast<char>(group >> 8 & 0xff);
    if (missing < 1) out += static_cast<char>(group & 0xff);
  }
  return true;
}

struct Deflater::State {
  z_stream stream{};
};

namespace {
// Of 1 to 9. Every text clears a table of 4 kB with this one, of 64 kB with the default; the bytes that come out are
// the same for texts up to a kilobyte.
constexpr int memory_level = 4;
}  // namespace

Deflater::Deflater(int level) : state_(std::make_unique<State>()) {
  require(level >= 0 && level <= 9 &&
          deflateInit2(&state_->stream, level, Z_DEFLATED, MAX_WBITS, memory_level, Z_DEFAULT_STRATEGY) == Z_OK);
}
Deflater::~Deflater() { deflateEnd(&state_->stream); }

std::string Deflater::compress(std::string_view bytes) {
  z_stream& stream = state_->stream;
  require(deflateReset(&stream) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  return out;
}

struct Inflater::State {
  z_stream stream{};
};

Inflater::Inflater() : state_(std::make_unique<State>()) { require(inflateInit(&state_->stream) == Z_OK); }
Inflater::~Inflater() { inflateEnd(&state_->stream); }

Inflater::Outcome Inflater::unpack(std::string_view bytes, char* room, std::size_t size, std::size_t& written) {
  z_stream& stream = state_->stream;
  require(inflateReset(&stream) == Z_OK);
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(room);
  stream.avail_out = static_cast<uInt>(size);
  const int result = inflate(&stream, Z_FINISH);
  written = size - stream.avail_out;
  if (result == Z_STREAM_END) return stream.avail_in == 0 ? Outcome::ok : Outcome::trailing_bytes;
  if (result == Z_BUF_ERROR || result == Z_OK) return stream.avail_out == 0 ? Outcome::too_large : Outcome::truncated;
  require(result != Z_MEM_ERROR);
  return Outcome::damaged;
}

struct Hmac::State {
  EVP_MAC* mac = nullptr;
  EVP_MAC_CTX* context = nullptr;
  std::string key;
  bool keyed = false;
};

Hmac::Hmac() : state_(std::make_unique<State>()) {
  state_->mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  require(state_->mac != nullptr);
  state_->context = EVP_MAC_CTX_new(state_->mac);
  require(state_->context != nullptr);
  std::array<char, 7> digest{"SHA256"};
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                               OSSL_PARAM_construct_end()};
  require(EVP_MAC_CTX_set_params(state_->context, params) == 1);
}

Hmac::~Hmac() {
  OPENSSL_cleanse(state_->key.data(), state_->key.size());
  EVP_MAC_CTX_free(state_->context);
  EVP_MAC_free(state_->mac);
}

void Hmac::sign(std::string_view key, std::string_view content, unsigned char* out) {
  const auto bytes = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  State& state = *state_;
  if (state.keyed && state.key == key) {
    require(EVP_MAC_init(state.context, nullptr, 0, nullptr) == 1);
  } else {
    OPENSSL_cleanse(state.key.data(), state.key.size());
    state.key.assign(key);
    state.keyed = true;
    require(EVP_MAC_init(state.context, bytes(state.key), state.key.size(), nullptr) == 1);
  }
  std::size_t length = 0;
  require(EVP_MAC_update(state.context, bytes(content), content.size()) == 1);
  require(EVP_MAC_final(state.context, out, &length, size) == 1 && length == size);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace chatproof::usersig
