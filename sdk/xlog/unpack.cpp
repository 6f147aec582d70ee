#include "sdk/xlog/unpack.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace chatproof::xlog {
namespace {

constexpr const char* too_long = "it unpacks to more than is allowed";

// Adds to the text up to the room that is left; false when there was more.
class Sink {
 public:
  Sink(std::string& out, std::size_t room) : out_(out), room_(room) {}
  bool add(std::string_view text) {
    const std::string_view fitting = text.substr(0, room_);
    out_.append(fitting);
    room_ -= fitting.size();
    return fitting.size() == text.size();
  }

 private:
  std::string& out_;
  std::size_t room_;
};

std::string unpack_deflate(std::string_view payload, Sink& sink) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) std::abort();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(payload.data()));  // zlib does not write through it
  stream.avail_in = static_cast<uInt>(payload.size());
  std::array<char, 16 * 1024> room;
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(room.data());
    stream.avail_out = room.size();
    const int result = inflate(&stream, Z_SYNC_FLUSH);
    if (!sink.add({room.data(), room.size() - stream.avail_out})) return too_long;
    // Z_BUF_ERROR: nothing more can be made of the input, which is the normal end here.
    if (result == Z_STREAM_END || result == Z_BUF_ERROR) return {};
    if (result != Z_OK) return std::string("the deflate data is damaged: ") + (stream.msg ? stream.msg : "no details");
    if (stream.avail_in == 0 && stream.avail_out > 0) return {};
  }
}

// Repeated length and bytes; together they are one deflate stream.
std::string unpack_chunks(std::string_view payload, Sink& sink) {
  std::string joined;
  std::string problem;
  while (!payload.empty()) {
    if (payload.size() < 2) {
      problem = "a chunk's length is cut off";
      break;
    }
    std::size_t size =
        static_cast<unsigned char>(payload[0]) | static_cast<std::size_t>(static_cast<unsigned char>(payload[1])) << 8;
    payload.remove_prefix(2);
    if (size > payload.size()) {
      problem = "a chunk is cut off";
      size = payload.size();
    }
    joined.append(payload.substr(0, size));
    payload.remove_prefix(size);
  }
  const std::string inflating = unpack_deflate(joined, sink);
  return inflating.empty() ? problem : inflating;
}

std::string unpack_zstd(std::string_view payload, Sink& sink) {
  const std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream(ZSTD_createDStream(), ZSTD_freeDStream);
  if (stream == nullptr) std::abort();
  std::array<char, 16 * 1024> room;
  ZSTD_inBuffer in{payload.data(), payload.size(), 0};
  while (true) {
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t before = in.pos;
    const std::size_t result = ZSTD_decompressStream(stream.get(), &out, &in);
    if (!sink.add({room.data(), out.pos})) return too_long;
    if (ZSTD_isError(result) != 0) return std::string("the zstd data is damaged: ") + ZSTD_getErrorName(result);
    if (in.pos == in.size && out.pos < out.size) return {};
    if (in.pos == before && out.pos == 0) return {};  // no progress is possible
  }
}

}  // namespace

std::string unpack(Packing packing, std::string_view payload, std::size_t room, std::string& out) {
  Sink sink(out, room);
  switch (packing) {
    case Packing::text:
      return sink.add(payload) ? std::string() : too_long;
    case Packing::deflate:
      return unpack_deflate(payload, sink);
    case Packing::chunked_deflate:
      return unpack_chunks(payload, sink);
    case Packing::zstd:
      return unpack_zstd(payload, sink);
    case Packing::encrypted:
      break;
  }
  std::abort();  // the caller looks
}

}  // namespace chatproof::xlog
