// The golden bytes here were written by hand from README.md section 1. Never regenerate them with the codec.
#include "sdk/wire/frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace chatproof::wire {
namespace {

using namespace std::string_literals;

struct Owned {
  FrameType type;
  Command command;
  std::uint32_t id;
  std::string payload;
  bool operator==(const Owned&) const = default;
};

std::string bytes(const std::vector<int>& values, std::string_view tail = {}) {
  std::string out;
  for (const int value : values) out.push_back(static_cast<char>(value));
  return out.append(tail);
}

struct Golden {
  std::string name;
  Owned frame;
  std::string bytes;
};

const std::vector<Golden>& goldens() {
  static const std::vector<Golden> all = {
      {"ping 7, the example of the README",
       {FrameType::ping, Command::none, 7, ""},
       bytes({0x00, 0x00, 0x00, 0x08, 0x01, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07})},
      {"pong 7 at 1700000000123 ms = 0x18bcfe5687b",
       {FrameType::pong, Command::none, 7, bytes({0x00, 0x00, 0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x7b})},
       bytes({0x00, 0x00, 0x00, 0x10, 0x01, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x07,  //
              0x00, 0x00, 0x01, 0x8b, 0xcf, 0xe5, 0x68, 0x7b})},
      {"request hello with 2 bytes of payload",
       {FrameType::request, Command::hello, 1, "{}"},
       bytes({0x00, 0x00, 0x00, 0x0a, 0x01, 0x01, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01}, "{}")},
      {"reply to c2c.send with a large id",
       {FrameType::reply, Command::c2c_send, 0xdeadbeef, R"({"code":0})"},
       bytes({0x00, 0x00, 0x00, 0x12, 0x01, 0x02, 0x00, 0x14, 0xde, 0xad, 0xbe, 0xef}, R"({"code":0})")},
      {"push kicked",
       {FrameType::push, Command::kicked, 0, R"({"reason":"login"})"},
       bytes({0x00, 0x00, 0x00, 0x1a, 0x01, 0x03, 0x00, 0x64, 0x00, 0x00, 0x00, 0x00}, R"({"reason":"login"})")},
      {"push with a command that nobody knows",
       {FrameType::push, static_cast<Command>(0xfffe), 0, ""},
       bytes({0x00, 0x00, 0x00, 0x08, 0x01, 0x03, 0xff, 0xfe, 0x00, 0x00, 0x00, 0x00})},
      {"goaway",
       {FrameType::goaway, Command::none, 0, ""},
       bytes({0x00, 0x00, 0x00, 0x08, 0x01, 0x06, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00})},
  };
  return all;
}

Owned own(const Frame& frame) { return {frame.type, frame.command, frame.id, std::string(frame.payload)}; }

std::string encode(const Owned& frame) {
  std::string out;
  append_frame(out, {frame.type, frame.command, frame.id, frame.payload});
  return out;
}

// Each piece is fed from its own allocation, so that a sanitizer sees a view that outlives its piece.
struct Fed {
  std::vector<Owned> frames;
  DecodeError error = DecodeError::none;
  bool idle = true;
};
Fed feed(const std::vector<std::string>& pieces) {
  Fed fed;
  Decoder decoder;
  for (const std::string& piece : pieces) {
    const std::vector<char> copy(piece.begin(), piece.end());
    fed.error = decoder.feed({copy.data(), copy.size()}, [&](const Frame& frame) {
      fed.frames.push_back(own(frame));
      return true;
    });
    if (fed.error != DecodeError::none) break;
  }
  fed.idle = decoder.idle();
  return fed;
}

std::string all_golden_bytes() {
  std::string stream;
  for (const Golden& golden : goldens()) stream += golden.bytes;
  return stream;
}
std::vector<Owned> all_golden_frames() {
  std::vector<Owned> frames;
  for (const Golden& golden : goldens()) frames.push_back(golden.frame);
  return frames;
}

TEST(FrameTest, EncodesTheGoldenBytes) {
  for (const Golden& golden : goldens()) EXPECT_EQ(encode(golden.frame), golden.bytes) << golden.name;
}

TEST(DecoderTest, ReadsTheGoldenBytes) {
  for (const Golden& golden : goldens()) {
    const Fed fed = feed({golden.bytes});
    EXPECT_EQ(fed.frames, std::vector{golden.frame}) << golden.name;
    EXPECT_EQ(fed.error, DecodeError::none) << golden.name;
    EXPECT_TRUE(fed.idle) << golden.name;
  }
}

TEST(DecoderTest, ReadsAStreamCutAtAnyOnePlace) {
  const std::string stream = all_golden_bytes();
  for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
    const Fed fed = feed({stream.substr(0, cut), stream.substr(cut)});
    EXPECT_EQ(fed.frames, all_golden_frames()) << "cut at " << cut;
    EXPECT_TRUE(fed.idle);
  }
}

TEST(DecoderTest, ReadsAStreamCutAtAnyTwoPlaces) {
  const std::string stream = all_golden_bytes();
  for (std::size_t a = 0; a <= stream.size(); ++a) {
    for (std::size_t b = a; b <= stream.size(); ++b) {
      const Fed fed = feed({stream.substr(0, a), stream.substr(a, b - a), stream.substr(b)});
      ASSERT_EQ(fed.frames, all_golden_frames()) << "cut at " << a << " and " << b;
    }
  }
}

TEST(DecoderTest, ReadsByteByByte) {
  std::vector<std::string> pieces;
  for (const char c : all_golden_bytes()) pieces.emplace_back(1, c);
  const Fed fed = feed(pieces);
  EXPECT_EQ(fed.frames, all_golden_frames());
  EXPECT_TRUE(fed.idle);
}

TEST(DecoderTest, IsNotIdleWithinAFrame) {
  for (std::size_t size = 1; size < goldens()[1].bytes.size(); ++size) {
    const Fed fed = feed({goldens()[1].bytes.substr(0, size)});
    EXPECT_FALSE(fed.idle);
    EXPECT_THAT(fed.frames, testing::IsEmpty());
  }
}

TEST(DecoderTest, TakesTheLargestFrameAndNoLarger) {
  const Owned largest{FrameType::reply, Command::sync, 9, std::string(payload_max, 'x')};
  EXPECT_EQ(encode(largest).substr(0, 4), bytes({0x00, 0x10, 0x00, 0x00}));
  EXPECT_EQ(feed({encode(largest)}).frames, std::vector{largest});
  EXPECT_EQ(feed({bytes({0x00, 0x10, 0x00, 0x01})}).error, DecodeError::length_out_of_range);
}

TEST(DecoderTest, PutsALargeFrameTogetherFromManyPieces) {
  const Owned largest{FrameType::reply, Command::sync, 9, std::string(payload_max, 'y')};
  const std::string stream = encode(largest) + encode(goldens()[0].frame);
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < stream.size(); at += 1400) pieces.push_back(stream.substr(at, 1400));
  EXPECT_EQ(feed(pieces).frames, (std::vector{largest, goldens()[0].frame}));
}

TEST(DecoderTest, RefusesALengthBelowTheHeaderAtItsLastByte) {
  for (const int length : {0, 1, 7}) {
    EXPECT_EQ(feed({bytes({0, 0, 0})}).error, DecodeError::none);
    EXPECT_EQ(feed({bytes({0, 0, 0, length})}).error, DecodeError::length_out_of_range) << length;
  }
}

TEST(DecoderTest, RefusesAnotherVersionAtItsByte) {
  for (const int version : {0, 2, 255}) {
    EXPECT_EQ(feed({bytes({0, 0, 0, 8, version})}).error, DecodeError::unknown_version) << version;
  }
}

TEST(DecoderTest, RefusesAnUnknownTypeAtItsByte) {
  for (const int type : {0, 7, 255}) {
    EXPECT_EQ(feed({bytes({0, 0, 0, 8, 1, type})}).error, DecodeError::unknown_type) << type;
  }
}

TEST(DecoderTest, HandsOutTheFramesBeforeAnError) {
  const Fed fed = feed({goldens()[0].bytes + bytes({0, 0, 0, 8, 9})});
  EXPECT_EQ(fed.error, DecodeError::unknown_version);
  EXPECT_EQ(fed.frames, std::vector{goldens()[0].frame});
}

TEST(DecoderTest, RefusesTheFirstWordsOfOtherProtocols) {
  for (const std::string text : {"GET / HTTP/1.1\r\n", "\x16\x03\x01\x02\x00\x01\x00", "SSH-2.0-x\r\n"}) {
    EXPECT_NE(feed({text}).error, DecodeError::none) << text;
  }
}

TEST(DecoderTest, StopsWhereTheOwnerWantsToAndMayBeDestroyedThere) {
  const std::string stream = all_golden_bytes();
  for (std::size_t stop_after = 1; stop_after <= goldens().size(); ++stop_after) {
    for (const std::size_t cut : {std::size_t{0}, std::size_t{5}}) {
      auto decoder = std::make_unique<Decoder>();
      const auto keep_going = [](const Frame&) { return true; };
      EXPECT_EQ(decoder->feed(std::string_view(stream).substr(0, cut), keep_going), DecodeError::none);
      std::size_t seen = 0;
      const DecodeError error = decoder->feed(std::string_view(stream).substr(cut), [&](const Frame& frame) {
        EXPECT_EQ(own(frame), goldens()[seen].frame);
        if (++seen < stop_after) return true;
        decoder.reset();
        return false;
      });
      EXPECT_EQ(error, DecodeError::none);
      EXPECT_EQ(seen, stop_after);
    }
  }
}

TEST(FrameDeathTest, AbortsOnAPayloadThatTheCallerShouldHaveRefused) {
  EXPECT_DEATH(encode({FrameType::request, Command::sync, 1, std::string(payload_max + 1, 'z')}), "");
}

// Random frames, cut at random places, come out as they went in; random bytes never do harm. The seeds are fixed.
TEST(DecoderTest, ReadsRandomFramesInRandomPieces) {
  std::mt19937_64 random(20240601);
  const auto below = [&random](std::uint64_t limit) { return random() % limit; };
  for (int round = 0; round < 200; ++round) {
    std::vector<Owned> frames;
    std::string stream;
    for (std::uint64_t n = 1 + below(8); n > 0; --n) {
      Owned frame{static_cast<FrameType>(1 + below(6)),
                  static_cast<Command>(below(65536)),
                  static_cast<std::uint32_t>(random()),
                  {}};
      for (std::uint64_t size = below(300); size > 0; --size) frame.payload.push_back(static_cast<char>(random()));
      stream += encode(frame);
      frames.push_back(std::move(frame));
    }
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t size = 1 + below(round % 2 == 0 ? 7 : 200);
      pieces.push_back(stream.substr(at, size));
      at += size;
    }
    ASSERT_EQ(feed(pieces).frames, frames) << "round " << round;
  }
}

TEST(DecoderTest, SurvivesRandomBytes) {
  std::mt19937_64 random(7);
  int errors = 0;
  for (int round = 0; round < 5000; ++round) {
    std::string stream = random() % 2 == 0 ? all_golden_bytes() : std::string();
    for (std::uint64_t n = random() % 40; n > 0; --n) {
      if (stream.empty() || random() % 2 == 0) {
        stream.push_back(static_cast<char>(random() % 4 == 0 ? random() : random() % 9));
      } else {
        stream[random() % stream.size()] = static_cast<char>(random());
      }
    }
    const Fed fed = feed({stream});
    std::size_t carried = 0;
    for (const Owned& frame : fed.frames) carried += header_size + frame.payload.size();
    ASSERT_LE(carried, stream.size());
    if (fed.error != DecodeError::none) ++errors;
  }
  EXPECT_GT(errors, 1000);
  EXPECT_LT(errors, 5000);
}

TEST(DecodeErrorTest, EachHasItsOwnName) {
  EXPECT_EQ(to_string(DecodeError::none), "none");
  EXPECT_NE(to_string(DecodeError::unknown_type), to_string(DecodeError::unknown_version));
  EXPECT_EQ(to_string(DecodeError::length_out_of_range), "frame length out of range");
}

}  // namespace
}  // namespace chatproof::wire
