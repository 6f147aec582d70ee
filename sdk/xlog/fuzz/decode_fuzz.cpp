// Any bytes as a log file. Bytes that parse must come back out: nothing is lost without a note.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sdk/xlog/decoder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace xlog = chatproof::xlog;
  xlog::DecodeLimits limits;
  limits.block_bytes = 1U << 16;
  limits.text_bytes = 1U << 20;
  const auto decoded = xlog::decode({reinterpret_cast<const char*>(data), size}, limits);
  if (size > 0 && decoded.blocks == 0 && decoded.problems.empty()) std::abort();
  return 0;
}
