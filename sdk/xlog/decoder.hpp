// Reads mars log files, whole and damaged ones (spec login section 13).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chatproof::xlog {

struct DecodeLimits {
  std::size_t block_bytes = 64U << 20;   // that one block may unpack to; mars makes 150 KiB packed at most
  std::size_t text_bytes = 1024U << 20;  // of the whole text
};

struct Problem {
  enum class Kind : std::uint8_t {
    damaged,    // bytes that are no block were skipped
    truncated,  // the file ends within a block; what was there of it is in the text
    missing,    // sequence numbers jump: blocks are not there
    packed,     // a block could not be unpacked, or not to its end
    encrypted,  // a block that only the holder of the app's private key can read
    too_large,  // a limit was met; the rest is not in the text
  };
  Kind kind;
  std::size_t offset = 0;  // in the file
  std::string text;        // one sentence for people
};

struct Decoded {
  std::string text;  // all lines in the order of the file, with a notice line "[F][decode-log] ..." for each problem
  std::vector<Problem> problems;
  std::size_t blocks = 0;  // that went into the text
  std::size_t encrypted_blocks = 0;
};

// Any bytes may come in. Understands magics 3, 4, 5, 8, 9, 0x0B and 0x0D; 6, 7, 0x0A and 0x0C are encrypted.
[[nodiscard]] Decoded decode(std::string_view bytes, const DecodeLimits& limits = {});

}  // namespace chatproof::xlog
