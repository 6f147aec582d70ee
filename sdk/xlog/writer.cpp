#include "sdk/xlog/writer.hpp"

#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "sdk/xlog/block.hpp"

namespace chatproof::xlog {
namespace {

constexpr std::chrono::minutes retry_after{1};

struct LocalTime {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
  [[nodiscard]] std::uint8_t hour() const { return static_cast<std::uint8_t>(clock.hours().count()); }
};

LocalTime local(runtime::UnixTime time, std::chrono::minutes zone) {
  const auto shifted = std::chrono::floor<std::chrono::milliseconds>(time + zone);
  const auto day = std::chrono::floor<std::chrono::days>(shifted);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss(shifted - day)};
}

char letter_of(Level level) {
  switch (level) {
    case Level::debug:
      return 'D';
    case Level::info:
      return 'I';
    case Level::warn:
      return 'W';
    case Level::error:
      return 'E';
    case Level::off:
      break;
  }
  std::abort();  // a line has a level
}

template <class... Values>
std::string print(const char* form, Values... values) {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(), form, values...);
  return text.data();
}

void append_on_one_line(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
}

// Cuts, but not through the middle of a UTF-8 character.
void cut(std::string& text, std::size_t size) {
  if (text.size() <= size) return;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  text.resize(size);
}

struct CloseFile {
  void operator()(std::FILE* file) const { (void)std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// One raw deflate stream per block, each line flushed, never finished (spec login 13.01): whatever is in the file can
// be read, also when the program dies.
class LineDeflater {
 public:
  LineDeflater() {
    if (deflateInit2(&stream_, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
      std::abort();
    }
  }
  ~LineDeflater() { deflateEnd(&stream_); }
  LineDeflater(const LineDeflater&) = delete;
  LineDeflater& operator=(const LineDeflater&) = delete;

  void begin_block() { deflateReset(&stream_); }
  void append(std::string& out, std::string_view line) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(line.data()));  // zlib does not write through it
    stream_.avail_in = static_cast<uInt>(line.size());
    do {
      std::array<char, 4096> room;
      stream_.next_out = reinterpret_cast<Bytef*>(room.data());
      stream_.avail_out = room.size();
      deflate(&stream_, Z_SYNC_FLUSH);
      out.append(room.data(), room.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
  }

 private:
  z_stream stream_{};
};

}  // namespace

std::string format(const Line& line, const WriterOptions& options) {
  const LocalTime at = local(line.time, line.zone);
  std::string out =
      print("[%c][%04d-%02u-%02u %+.1f %02d:%02d:%02d.%03d]", letter_of(line.level), static_cast<int>(at.day.year()),
            static_cast<unsigned>(at.day.month()), static_cast<unsigned>(at.day.day()),
            static_cast<double>(line.zone.count()) / 60.0, static_cast<int>(at.clock.hours().count()),
            static_cast<int>(at.clock.minutes().count()), static_cast<int>(at.clock.seconds().count()),
            static_cast<int>(at.clock.subseconds().count()));
  out += print("[%lld, %lld%s][", static_cast<long long>(options.process_id), static_cast<long long>(line.thread_id),
               line.main_thread ? "*" : "");
  append_on_one_line(out, line.tag);
  out += "][";
  append_on_one_line(out, line.file);
  out += ":" + std::to_string(line.line) + ", ";
  append_on_one_line(out, line.function);
  out += "][";
  append_on_one_line(out, line.body);
  cut(out, line_bytes_max - 1);
  out += '\n';
  return out;
}

std::string file_name(std::string_view prefix, runtime::UnixTime now, std::chrono::minutes zone) {
  const LocalTime at = local(now, zone);
  return std::string(prefix) + print("_%04d%02u%02u.xlog", static_cast<int>(at.day.year()),
                                     static_cast<unsigned>(at.day.month()), static_cast<unsigned>(at.day.day()));
}

std::string name_put_aside(const std::string& file_name) {
  const std::filesystem::path name(file_name);
  return name.stem().string() + "-1" + name.extension().string();
}

class Writer::Impl {
 public:
  explicit Impl(WriterOptions options) : options_(std::move(options)) {
    if (options_.compressed) deflater_ = std::make_unique<LineDeflater>();
  }

  std::string write(const Line& line);
  std::string flush(runtime::UnixTime now, std::chrono::minutes zone) { return flush_at(local(now, zone).hour()); }
  std::string close() { return flush_at(block_.begin_hour); }

 private:
  struct Block {
    std::string payload;
    std::uint8_t begin_hour = 0;
    std::uint8_t last_hour = 0;
  };

  std::string write_compressed(const Line& line, const std::string& text);
  std::string flush_at(std::uint8_t hour);
  // The file of the day, opened if need be; what was pending for the day before goes to that day's file first.
  std::string open_for(const Line& line);
  std::string open_file();
  std::string put_aside();
  std::string put(const std::string& block);
  std::string fail(const std::string& what, int code);

  WriterOptions options_;
  File file_;
  std::string day_file_;      // whose name was last opened, or tried
  std::uintmax_t bytes_ = 0;  // in it
  bool failing_ = false;
  runtime::UnixTime retry_at_;
  std::unique_ptr<LineDeflater> deflater_;
  Block block_;
  std::uint16_t last_seq_ = 0;
};

std::string Writer::Impl::write(const Line& line) {
  if (options_.level == Level::off || line.level == Level::off || line.level < options_.level) return {};
  std::string problem = open_for(line);
  if (file_ == nullptr) return problem;
  const std::string text = format(line, options_);
  if (options_.compressed) return write_compressed(line, text);
  Head head;
  head.magic = static_cast<std::uint8_t>(Magic::sync_text);
  head.begin_hour = head.end_hour = local(line.time, line.zone).hour();
  return put(make_block(head, text));
}

std::string Writer::Impl::write_compressed(const Line& line, const std::string& text) {
  const std::uint8_t hour = local(line.time, line.zone).hour();
  if (block_.payload.empty()) {
    deflater_->begin_block();
    block_.begin_hour = hour;
  }
  block_.last_hour = hour;
  deflater_->append(block_.payload, text);
  return block_.payload.size() >= block_bytes_enough ? flush_at(hour) : std::string();
}

std::string Writer::Impl::flush_at(std::uint8_t hour) {
  if (block_.payload.empty() || file_ == nullptr) return {};
  last_seq_ = last_seq_ == 0xffff ? std::uint16_t{1} : static_cast<std::uint16_t>(last_seq_ + 1);
  Head head;
  head.magic = static_cast<std::uint8_t>(Magic::async_deflate);
  head.seq = last_seq_;
  head.begin_hour = block_.begin_hour;
  head.end_hour = hour;
  const std::string bytes = make_block(head, block_.payload);
  block_.payload.clear();
  return put(bytes);
}

std::string Writer::Impl::open_for(const Line& line) {
  std::string name = file_name(options_.prefix, line.time, line.zone);
  const bool new_day = name != day_file_;
  if (file_ != nullptr && !new_day) return {};
  // A clock that was set back must not put off the next attempt for long.
  const bool just_tried = line.time < retry_at_ && retry_at_ - line.time <= retry_after;
  if (failing_ && !new_day && just_tried) return {};
  if (std::string problem = flush_at(block_.last_hour); !problem.empty()) return problem;
  day_file_ = std::move(name);
  retry_at_ = line.time + retry_after;
  file_.reset();
  return open_file();
}

std::string Writer::Impl::open_file() {
  std::error_code error;
  if (!options_.directory.empty()) std::filesystem::create_directories(options_.directory, error);
  if (error) return fail(options_.directory.string() + " cannot be made", error.value());
  const std::filesystem::path path = options_.directory / day_file_;
  errno = 0;
  file_.reset(std::fopen(path.c_str(), "ab"));
  if (file_ == nullptr) return fail(path.string() + " cannot be opened", errno);
  failing_ = false;
  bytes_ = std::filesystem::file_size(path, error);
  if (error) bytes_ = 0;  // a device, perhaps
  return {};
}

std::string Writer::Impl::put_aside() {
  const std::filesystem::path path = options_.directory / day_file_;
  file_.reset();
  std::error_code error;
  std::filesystem::rename(path, options_.directory / name_put_aside(day_file_), error);
  if (error) return fail(path.string() + " is full and cannot be put aside", error.value());
  return open_file();
}

std::string Writer::Impl::put(const std::string& block) {
  if (bytes_ >= options_.file_bytes_max) {
    std::string problem = put_aside();
    if (file_ == nullptr) return problem;
  }
  errno = 0;
  bytes_ += block.size();
  const bool written =
      std::fwrite(block.data(), 1, block.size(), file_.get()) == block.size() && std::fflush(file_.get()) == 0;
  if (written) return {};
  const int code = errno;
  file_.reset();
  return fail((options_.directory / day_file_).string() + " cannot be written", code);
}

std::string Writer::Impl::fail(const std::string& what, int code) {
  if (std::exchange(failing_, true)) return {};
  return "no log is being written: " + what + ": " + std::generic_category().message(code);
}

Writer::Writer(WriterOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
// Whoever destroys a writer has no use for its problems any more.
Writer::~Writer() { (void)impl_->close(); }
std::string Writer::write(const Line& line) { return impl_->write(line); }
std::string Writer::flush(runtime::UnixTime now, std::chrono::minutes zone) { return impl_->flush(now, zone); }

}  // namespace chatproof::xlog
