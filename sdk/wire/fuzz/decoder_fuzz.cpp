// Throws bytes at the decoder and at the payload readers. The first byte chooses how the rest is cut into pieces;
// however it is cut, the same frames must come out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sdk/wire/frame.hpp"
#include "sdk/wire/payload.hpp"

namespace {

using namespace chatproof;

std::string decode(std::string_view bytes, std::size_t piece) {
  wire::Decoder decoder;
  std::string log;
  while (!bytes.empty()) {
    const std::string_view head = bytes.substr(0, piece);
    bytes.remove_prefix(head.size());
    const wire::DecodeError error = decoder.feed(head, [&log](const wire::Frame& frame) {
      wire::append_frame(log, frame);
      (void)wire::read_reply_head(frame.payload);
      (void)wire::read_hello_reply(frame.payload);
      (void)wire::read_login_reply(frame.payload);
      (void)wire::read_thrown_out(frame.payload);
      (void)wire::read_pong(frame.payload);
      return true;
    });
    if (error != wire::DecodeError::none) return log + std::string(to_string(error));
  }
  return log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (decode(bytes, std::size_t{data[0]} + 1) != decode(bytes, bytes.size())) std::abort();
  return 0;
}
