#include "sdk/wire/frame.hpp"

#include <cstdlib>

namespace chatproof::wire {
namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

std::uint16_t big16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(byte_at(bytes, at) << 8 | byte_at(bytes, at + 1));
}

std::uint32_t big32(std::string_view bytes, std::size_t at) {
  return std::uint32_t{big16(bytes, at)} << 16 | big16(bytes, at + 2);
}

bool known_type(std::uint8_t type) {
  return type >= static_cast<std::uint8_t>(FrameType::request) && type <= static_cast<std::uint8_t>(FrameType::goaway);
}

}  // namespace

std::array<char, header_size> header_of(const Frame& frame) {
  if (frame.payload.size() > payload_max) std::abort();  // the caller checks: 9522 is its to report
  const auto length = static_cast<std::uint32_t>(length_min + frame.payload.size());
  const auto command = static_cast<std::uint16_t>(frame.command);
  const auto byte = [](std::uint32_t value, int shift) { return static_cast<char>(value >> shift & 0xff); };
  return {byte(length, 24),
          byte(length, 16),
          byte(length, 8),
          byte(length, 0),
          static_cast<char>(protocol_version),
          static_cast<char>(frame.type),
          byte(command, 8),
          byte(command, 0),
          byte(frame.id, 24),
          byte(frame.id, 16),
          byte(frame.id, 8),
          byte(frame.id, 0)};
}

void append_frame(std::string& out, const Frame& frame) {
  const auto header = header_of(frame);
  out.append(header.data(), header.size());
  out.append(frame.payload);
}

std::string_view to_string(DecodeError error) {
  switch (error) {
    case DecodeError::none:
      return "none";
    case DecodeError::length_out_of_range:
      return "frame length out of range";
    case DecodeError::unknown_version:
      return "unknown protocol version";
    case DecodeError::unknown_type:
      return "unknown frame type";
  }
  std::abort();
}

Decoder::Step Decoder::next(std::string_view bytes) {
  Step step;
  // Each field is judged as soon as it is there: garbage must not make the receiver wait for a megabyte.
  if (bytes.size() < length_size) return step;
  const std::uint32_t length = big32(bytes, 0);
  if (length < length_min || length > length_max) {
    step.error = DecodeError::length_out_of_range;
    return step;
  }
  if (bytes.size() > length_size && byte_at(bytes, length_size) != protocol_version) {
    step.error = DecodeError::unknown_version;
    return step;
  }
  if (bytes.size() > length_size + 1 && !known_type(byte_at(bytes, length_size + 1))) {
    step.error = DecodeError::unknown_type;
    return step;
  }
  if (bytes.size() < length_size + length) return step;
  step.used = length_size + length;
  step.frame.type = static_cast<FrameType>(byte_at(bytes, 5));
  step.frame.command = static_cast<Command>(big16(bytes, 6));
  step.frame.id = big32(bytes, 8);
  step.frame.payload = bytes.substr(header_size, length - length_min);
  return step;
}

}  // namespace chatproof::wire
