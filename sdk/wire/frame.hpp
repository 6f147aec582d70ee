// Frames to bytes and back. README.md section 1 is the specification.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sdk/wire/command.hpp"

namespace chatproof::wire {

inline constexpr std::uint8_t protocol_version = 1;
inline constexpr std::size_t length_size = 4;
inline constexpr std::size_t header_size = 12;  // the length field included
inline constexpr std::uint32_t length_min = 8;
inline constexpr std::uint32_t length_max = 1024 * 1024;  // spec login 2.18: beyond it, 9522
inline constexpr std::size_t payload_max = length_max - length_min;

enum class FrameType : std::uint8_t { request = 1, reply = 2, push = 3, ping = 4, pong = 5, goaway = 6 };

// One frame. `payload` points into whatever the frame was read from or will be written from.
struct Frame {
  FrameType type = FrameType::ping;
  Command command = Command::none;
  std::uint32_t id = 0;
  std::string_view payload;
};

// The first bytes of the frame, for a writer that has the payload at hand already. The payload must not exceed
// payload_max.
[[nodiscard]] std::array<char, header_size> header_of(const Frame& frame);
// Appends the frame's bytes. The payload must not exceed payload_max.
void append_frame(std::string& out, const Frame& frame);

enum class DecodeError : std::uint8_t { none, length_out_of_range, unknown_version, unknown_type };
[[nodiscard]] std::string_view to_string(DecodeError error);

// Cuts a byte stream into frames, however it was split. Holds no memory while no partial frame is pending.
class Decoder {
 public:
  // Calls on_frame(const Frame&) -> bool for every whole frame, in order; a false return stops (the owner is gone).
  // After an error the stream cannot be read further: the frames before it have been handed out. What cannot become a
  // frame is an error at the first byte that shows it.
  template <class OnFrame>
  [[nodiscard]] DecodeError feed(std::string_view bytes, OnFrame&& on_frame);
  [[nodiscard]] bool idle() const { return pending_.empty(); }

 private:
  struct Step {
    DecodeError error = DecodeError::none;
    std::size_t used = 0;  // 0: more bytes are needed
    Frame frame;
  };
  [[nodiscard]] static Step next(std::string_view bytes);
  std::string pending_;
};

template <class OnFrame>
DecodeError Decoder::feed(std::string_view bytes, OnFrame&& on_frame) {
  std::string joined;
  if (!pending_.empty()) {
    joined = std::move(pending_);
    pending_.clear();
    joined.append(bytes);
    bytes = joined;
  }
  while (true) {
    const Step step = next(bytes);
    if (step.error != DecodeError::none) return step.error;
    if (step.used == 0) break;
    bytes.remove_prefix(step.used);
    if (!on_frame(step.frame)) return DecodeError::none;  // the decoder may be gone: touch nothing
  }
  if (bytes.empty()) return DecodeError::none;
  if (bytes.size() == joined.size()) {
    pending_ = std::move(joined);  // a large frame grows in place: no copy of it for each piece that arrives
  } else {
    pending_.assign(bytes);
  }
  return DecodeError::none;
}

}  // namespace chatproof::wire
