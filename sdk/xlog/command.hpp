// What `chatproof decode-log` does, without the command line around it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace chatproof::xlog {

inline constexpr std::uintmax_t file_bytes_max = 512U << 20;

struct DecodeOptions {
  std::filesystem::path input;  // a file, or a directory: then every *.xlog in it
  // Where the text goes: for a file the file to write, "-" for `out`; for a directory the directory to write into.
  // Nothing: beside each input, with ".log" added to its name (spec login 13.07).
  std::optional<std::filesystem::path> output;
  // Writes a file; what went wrong, or empty.
  std::function<std::string(const std::filesystem::path&, std::string_view)> write;
};

// Tells `out` what became of each file, and of each problem where it is (with output "-" `err`). The exit code: 0 when
// something was read of every file, damaged or not; 1 when nothing could be read of one, or there was none; 2 when a
// file could not be opened or written.
[[nodiscard]] int run_decode_log(const DecodeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace chatproof::xlog
