#include "sdk/xlog/decoder.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "sdk/xlog/block.hpp"
#include "sdk/xlog/unpack.hpp"

namespace chatproof::xlog {
namespace {

constexpr int hours_of_day = 24;

std::string magic_text(std::uint8_t magic) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%02x", static_cast<unsigned>(magic));
  return text.data();
}

bool possible_hours(const Head& head) { return head.begin_hour < hours_of_day && head.end_hour < hours_of_day; }

struct Block {
  Head head;
  std::size_t head_size = 0;
  [[nodiscard]] std::size_t size() const { return head_size + head.length + tail_size; }
};

class Reader {
 public:
  Reader(std::string_view bytes, const DecodeLimits& limits) : bytes_(bytes), limits_(limits) {}
  Decoded run();

 private:
  // A well formed block at this place (spec login 13.03). `why` says what is wrong with it, when there is none.
  bool block_at(std::size_t offset, Block& block, const char*& why) const;
  [[nodiscard]] bool is_block(std::size_t offset) const;
  [[nodiscard]] std::size_t start() const;
  [[nodiscard]] std::size_t next_block(std::size_t offset) const;
  void skip_damage(const char* why);
  void take_truncated(const char* why);
  void take(const Block& block);
  void watch_sequence(const Head& head);
  void add_payload(const Block& block, std::size_t length);
  void report(Problem::Kind kind, std::string text);

  std::string_view bytes_;
  DecodeLimits limits_;
  std::size_t at_ = 0;
  std::uint16_t last_seq_ = 0;
  Decoded decoded_;
};

bool Reader::block_at(std::size_t offset, Block& block, const char*& why) const {
  const std::size_t left = bytes_.size() - offset;
  const MagicRow row = left > 0 ? row_of(static_cast<std::uint8_t>(bytes_[offset])) : MagicRow{};
  if (row.key_size == 0) {
    why = "no block begins here";
    return false;
  }
  block.head_size = head_without_key + row.key_size;
  if (left < block.head_size + 2) {
    why = "the head of a block is cut off";
    return false;
  }
  block.head = read_head(bytes_.substr(offset));
  if (left < block.size()) {
    why = "a block is longer than the rest of the file";
    return false;
  }
  if (bytes_[offset + block.size() - 1] != '\0') {
    why = "the end of a block is not where its length says";
    return false;
  }
  return true;
}

bool Reader::is_block(std::size_t offset) const {
  Block block;
  const char* why = nullptr;
  return block_at(offset, block, why);
}

// Where to begin. At the first byte, when a block is there. Else where two blocks follow each other or one ends the
// file (13.03), because bytes that look like one block are easily found by chance; at worst where there is any.
std::size_t Reader::start() const {
  if (is_block(0)) return 0;
  std::size_t single = bytes_.size();
  for (std::size_t offset = 0; offset < bytes_.size(); ++offset) {
    Block block;
    const char* why = nullptr;
    if (!block_at(offset, block, why)) continue;
    const std::size_t end = offset + block.size();
    if (end == bytes_.size() || is_block(end)) return offset;
    single = std::min(single, offset);
  }
  return single;
}

// Behind damage one block is enough (13.04), but it must be of a possible time: text is full of bytes that could be a
// magic, and never has small ones after them. And it must not swallow blocks that confirm each other: a block whose
// length was damaged often holds bytes that look like a shifted block.
std::size_t Reader::next_block(std::size_t offset) const {
  std::size_t single = bytes_.size();
  std::size_t single_end = bytes_.size();
  for (; offset < single_end; ++offset) {
    Block block;
    const char* why = nullptr;
    if (!block_at(offset, block, why) || !possible_hours(block.head)) continue;
    const std::size_t end = offset + block.size();
    if (end == bytes_.size() || is_block(end)) return offset;
    if (single == bytes_.size()) {
      single = offset;
      single_end = end;
    }
  }
  return single;
}

void Reader::report(Problem::Kind kind, std::string text) {
  if (!decoded_.text.empty() && decoded_.text.back() != '\n') decoded_.text += '\n';
  decoded_.text.append("[F][decode-log] at byte ").append(std::to_string(at_)).append(": ").append(text).append("\n");
  decoded_.problems.push_back({kind, at_, std::move(text)});
}

void Reader::watch_sequence(const Head& head) {
  if (head.seq > 1 && last_seq_ != 0 && head.seq != last_seq_ + 1) {
    std::string jump = "block " + std::to_string(head.seq) + " follows block " + std::to_string(last_seq_);
    if (head.seq > last_seq_) {
      jump += ": " + std::to_string(last_seq_ + 1) + "-" + std::to_string(head.seq - 1) + " are missing";
    }
    report(Problem::Kind::missing, std::move(jump));
  }
  if (head.seq != 0) last_seq_ = head.seq;
}

void Reader::add_payload(const Block& block, std::size_t length) {
  const Packing packing = row_of(block.head.magic).packing;
  const std::string_view payload = bytes_.substr(at_ + block.head_size, length);
  if (packing == Packing::encrypted) {
    ++decoded_.encrypted_blocks;
    report(Problem::Kind::encrypted, "a block of " + std::to_string(length) + " bytes is encrypted (magic " +
                                         magic_text(block.head.magic) + "): only the holder of the app's private key " +
                                         "can read it");
    return;
  }
  ++decoded_.blocks;
  const std::size_t room = limits_.text_bytes - std::min(limits_.text_bytes, decoded_.text.size());
  const std::string problem = unpack(packing, payload, std::min(room, limits_.block_bytes), decoded_.text);
  if (!problem.empty()) report(Problem::Kind::packed, "a block could not be unpacked to its end: " + problem);
}

void Reader::take(const Block& block) {
  watch_sequence(block.head);
  add_payload(block, block.head.length);
  at_ += block.size();
}

void Reader::skip_damage(const char* why) {
  const std::size_t next = next_block(at_ + 1);
  if (next == bytes_.size()) return take_truncated(why);
  report(Problem::Kind::damaged, std::to_string(next - at_) + " bytes were skipped: " + why);
  at_ = next;
}

// Nothing that is whole follows. When the last thing is the beginning of a block, its text is what people look for
// after a crash.
void Reader::take_truncated(const char* why) {
  const std::size_t left = bytes_.size() - at_;
  const MagicRow row = row_of(static_cast<std::uint8_t>(bytes_[at_]));
  Block block;
  block.head_size = head_without_key + row.key_size;
  const bool has_head = row.key_size != 0 && left > block.head_size;
  if (has_head) block.head = read_head(bytes_.substr(at_));
  if (has_head && possible_hours(block.head) && left < block.size()) {
    watch_sequence(block.head);
    report(Problem::Kind::truncated, "the file ends within a block: " + std::to_string(left - block.head_size) +
                                         " of " + std::to_string(block.head.length) + " bytes are there");
    add_payload(block, std::min<std::size_t>(left - block.head_size, block.head.length));
  } else {
    report(Problem::Kind::damaged, at_ == 0 ? std::string("there is no log block in the file")
                                            : std::to_string(left) + " bytes at the end were skipped: " + why);
  }
  at_ = bytes_.size();
}

Decoded Reader::run() {
  if (const std::size_t begin = start(); begin > 0 && begin < bytes_.size()) {
    report(Problem::Kind::damaged,
           std::to_string(begin) + " bytes at the beginning were skipped: no block begins here");
    at_ = begin;
  }
  while (at_ < bytes_.size()) {
    if (decoded_.text.size() >= limits_.text_bytes) {
      report(Problem::Kind::too_large, "the text is longer than is allowed; the rest of the file is left out");
      break;
    }
    Block block;
    const char* why = nullptr;
    if (block_at(at_, block, why)) {
      take(block);
    } else {
      skip_damage(why);
    }
  }
  return std::move(decoded_);
}

}  // namespace

Decoded decode(std::string_view bytes, const DecodeLimits& limits) { return Reader(bytes, limits).run(); }

}  // namespace chatproof::xlog
