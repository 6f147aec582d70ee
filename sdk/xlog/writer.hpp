// Writes the SDK's log files in mars format without encryption (spec login sections 11 and 13).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "sdk/runtime/loop.hpp"

namespace chatproof::xlog {

// The numbers of the public API; `off` as a filter lets nothing pass.
enum class Level : std::uint8_t { off = 0, debug = 3, info = 4, warn = 5, error = 6 };

inline constexpr std::size_t line_bytes_max = 16 * 1024;  // as mars: a longer line is cut
// Written `compressed`: a block is closed when it has this many bytes, a third of the buffer that mars has.
inline constexpr std::size_t block_bytes_enough = 50 * 1024;

struct WriterOptions {
  std::filesystem::path directory;  // empty: the current one; made with the first line if it is missing
  std::string prefix = "imsdk";
  Level level = Level::debug;  // lines below it are not written
  std::int64_t process_id = 0;
  // false: each line is a block of its own and is in the file when write() returns (a crash loses nothing).
  // true: lines are compressed and reach the file with flush(), the next day, the 50th KiB or the end of the writer.
  bool compressed = false;
  // A file that has reached this is put aside, in the place of the one of the day that was put aside before: a day
  // takes at most twice as much, and what came last is there.
  std::uintmax_t file_bytes_max = std::uintmax_t{32} * 1024 * 1024;
};

struct Line {
  Level level = Level::info;
  runtime::UnixTime time;
  std::chrono::minutes zone{0};  // local time minus UTC at that time: it names the file and is in the line
  std::string_view body;         // never with a ticket or key in it: see redact.hpp
  std::string_view tag = "imsdk";
  std::string_view file = "";
  int line = 0;
  std::string_view function = "";
  std::int64_t thread_id = 0;
  bool main_thread = false;
};

// The line as a decoder prints it, with a line feed at its end. Line feeds inside become "\n" in letters: what a peer
// sends must not be able to forge a line.
[[nodiscard]] std::string format(const Line& line, const WriterOptions& options);

// `<prefix>_yyyyMMdd.xlog` for the local day.
[[nodiscard]] std::string file_name(std::string_view prefix, runtime::UnixTime now, std::chrono::minutes zone);

// `<prefix>_yyyyMMdd-1.xlog`, which comes before the other in the order of names, as its lines did.
[[nodiscard]] std::string name_put_aside(const std::string& file_name);

// Not thread-safe: one thread at a time. An existing file of the day is appended to.
class Writer {
 public:
  explicit Writer(WriterOptions options);
  ~Writer();  // flushes
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Empty, or why nothing is being written: told once, when it begins. The app goes on in either case; lines are lost
  // until it works again, which is tried once a minute of the lines' time.
  std::string write(const Line& line);
  std::string flush(runtime::UnixTime now, std::chrono::minutes zone = {});

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chatproof::xlog
