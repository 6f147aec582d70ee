#include "sdk/xlog/decoder.hpp"

#include <gmock/gmock.h>
#include <zstd.h>

#include <vector>

#include "sdk/xlog/block.hpp"
#include "sdk/xlog/tests/golden.hpp"

namespace chatproof::xlog {
namespace {

using golden::bytes;
using golden::hello;
using golden::hello_world_deflated;
using golden::zeros;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Kind = Problem::Kind;

std::vector<Kind> kinds(const Decoded& decoded) {
  std::vector<Kind> out;
  for (const Problem& problem : decoded.problems) out.push_back(problem.kind);
  return out;
}

std::string clean_text(const std::string& file) {
  const Decoded decoded = decode(file);
  EXPECT_THAT(kinds(decoded), IsEmpty()) << decoded.text;
  return decoded.text;
}

TEST(DecoderTest, ReadsPlainBlocksOfEveryAge) {
  EXPECT_EQ(clean_text(hello("08 0000")), "hello\n");
  EXPECT_EQ(clean_text(hello("0b 0000")), "hello\n");
  EXPECT_EQ(clean_text(hello("03 0000", 4)), "hello\n");
}

TEST(DecoderTest, ReadsDeflatedBlocksWithoutAnEnd) {
  EXPECT_EQ(clean_text(hello_world_deflated()), "hello\nworld\n");
  EXPECT_EQ(clean_text(bytes("09 0200 09 09 10000000") + zeros(64) + bytes(golden::stored_hello) + zeros(1)),
            "hello\n");
  EXPECT_EQ(clean_text(bytes("04 0200 09 09 10000000") + zeros(4) + bytes(golden::stored_hello) + zeros(1)), "hello\n");
}

TEST(DecoderTest, JoinsChunksBeforeUnpacking) {
  // The sixteen bytes of the stored block in chunks of 3, 12 and 1.
  const std::string stored = bytes(golden::stored_hello);
  const std::string payload =
      bytes("0300") + stored.substr(0, 3) + bytes("0c00") + stored.substr(3, 12) + bytes("0100") + stored.substr(15);
  EXPECT_EQ(clean_text(bytes("05 0200 09 09 16000000") + zeros(4) + payload + zeros(1)), "hello\n");
}

TEST(DecoderTest, ReadsZstdBlocksWithoutAnEnd) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  std::string payload;
  for (std::string line : {"hello\n", "world\n"}) {
    char room[200];
    ZSTD_inBuffer in{line.data(), line.size(), 0};
    ZSTD_outBuffer out{room, sizeof(room), 0};
    ASSERT_EQ(ZSTD_compressStream2(context, &out, &in, ZSTD_e_flush), 0U);
    payload.append(room, out.pos);
  }
  ZSTD_freeCCtx(context);
  Head head;
  head.magic = static_cast<std::uint8_t>(Magic::async_zstd);
  head.seq = 1;
  EXPECT_EQ(clean_text(make_block(head, payload)), "hello\nworld\n");
}

TEST(DecoderTest, ReadsBlocksOneAfterTheOther) {
  const Decoded decoded = decode(hello("03 0000", 4) + hello() + hello_world_deflated("0100") + hello());
  EXPECT_EQ(decoded.text, "hello\nhello\nhello\nworld\nhello\n");
  EXPECT_EQ(decoded.blocks, 4U);
}

TEST(DecoderTest, HasNothingToSayAboutAnEmptyFile) {
  EXPECT_EQ(decode("").text, "");
  EXPECT_THAT(decode("").problems, IsEmpty());
  EXPECT_EQ(decode("").blocks, 0U);
}

TEST(DecoderTest, ReadsNothingFromForeignBytesAndSaysSo) {
  for (const std::string& foreign : {std::string("just some text\nand more\n"), zeros(500), std::string("\x08")}) {
    const Decoded decoded = decode(foreign);
    EXPECT_EQ(decoded.blocks, 0U);
    EXPECT_THAT(kinds(decoded), ElementsAre(Kind::damaged));
  }
}

TEST(DecoderTest, SkipsDamageBetweenBlocks) {
  const Decoded decoded = decode(hello() + "garbage\nand more\n" + hello());
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::damaged));
  EXPECT_EQ(decoded.problems[0].offset, hello().size());
  EXPECT_THAT(decoded.problems[0].text, StartsWith("17 bytes were skipped"));
  EXPECT_THAT(decoded.text, StartsWith("hello\n[F][decode-log] at byte 80: 17 bytes"));
  EXPECT_THAT(decoded.text, EndsWith("\nhello\n"));
}

TEST(DecoderTest, SkipsABlockWhoseLengthWasDamaged) {
  for (const char* length : {"07000000", "ffffffff", "00000000"}) {
    const std::string damaged = bytes("08 0000 09 09" + std::string(length)) + zeros(64) + bytes("68656c6c6f0a 00");
    const Decoded decoded = decode(hello() + damaged + hello() + hello());
    EXPECT_THAT(decoded.text, EndsWith("\nhello\nhello\n")) << length;
    EXPECT_THAT(decoded.text, StartsWith("hello\n[F]")) << length;
    EXPECT_THAT(kinds(decoded), ElementsAre(Kind::damaged)) << length;
  }
}

TEST(DecoderTest, SkipsABlockWithoutItsTail) {
  std::string damaged = hello();
  damaged.back() = 'x';
  const Decoded decoded = decode(hello() + damaged + hello());
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::damaged));
  EXPECT_THAT(decoded.text, EndsWith("\nhello\n"));
}

TEST(DecoderTest, BeginsWhereTwoBlocksFollowEachOther) {
  // Before them, by chance, something that looks like one block.
  const std::string decoy = bytes("03 2020 20 20 01000000 20202020 41 00");
  const Decoded decoded = decode("xx" + decoy + "yy" + hello() + hello());
  EXPECT_THAT(decoded.text, EndsWith("\nhello\nhello\n"));
  EXPECT_EQ(decoded.blocks, 2U);
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::damaged));
}

TEST(DecoderTest, BeginsWithASingleBlockAtTheEnd) { EXPECT_THAT(decode("xx" + hello()).text, EndsWith("\nhello\n")); }

TEST(DecoderTest, BeginsAtTheFirstByteThoughTheSecondBlockIsDamaged) {
  EXPECT_THAT(decode(hello() + "xx" + hello() + hello()).text, StartsWith("hello\n"));
}

TEST(DecoderTest, SavesTheTextOfATruncatedFile) {
  const std::string whole = hello() + hello();
  for (std::size_t lost = 1; lost <= 6; ++lost) {
    const Decoded decoded = decode(whole.substr(0, whole.size() - lost));
    EXPECT_THAT(kinds(decoded), ElementsAre(Kind::truncated)) << lost;
    EXPECT_EQ(decoded.problems[0].offset, 80U);
    EXPECT_THAT(decoded.text, EndsWith("\n" + std::string("hello\n").substr(0, 7 - lost))) << lost;
  }
  const std::string deflated = hello_world_deflated();
  const Decoded decoded = decode(deflated.substr(0, deflated.size() - 13));
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::truncated));
  EXPECT_THAT(decoded.text, EndsWith("\nhello\n"));
}

TEST(DecoderTest, NotesAHeadThatIsCutOff) {
  const Decoded decoded = decode(hello() + hello().substr(0, 40));
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::damaged));
  EXPECT_THAT(decoded.problems[0].text, StartsWith("40 bytes at the end were skipped"));
}

TEST(DecoderTest, NotesMissingBlocksByTheirNumbers) {
  const Decoded decoded = decode(hello_world_deflated("0200") + hello_world_deflated("0500"));
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::missing));
  EXPECT_THAT(decoded.problems[0].text, HasSubstr("3-4 are missing"));
  EXPECT_THAT(decoded.text, StartsWith("hello\nworld\n[F]"));
  EXPECT_THAT(decoded.text, EndsWith("\nhello\nworld\n"));
}

TEST(DecoderTest, ExpectsNoNumberAfterARestartAndInSyncBlocks) {
  clean_text(hello_world_deflated("0500") + hello_world_deflated("0600"));
  clean_text(hello_world_deflated("0500") + hello_world_deflated("0100"));
  clean_text(hello_world_deflated("ffff") + hello_world_deflated("0100"));
  clean_text(hello_world_deflated("0500") + hello("08 0000") + hello_world_deflated("0600"));
  EXPECT_THAT(kinds(decode(hello_world_deflated("0500") + hello("08 0000") + hello_world_deflated("0700"))),
              ElementsAre(Kind::missing));
}

TEST(DecoderTest, GoesOnAfterABlockThatCannotBeUnpacked) {
  const std::string broken = bytes("09 0100 09 09 03000000") + zeros(64) + bytes("ffffff 00");
  const Decoded decoded = decode(hello() + broken + hello());
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::packed));
  EXPECT_THAT(decoded.text, StartsWith("hello\n[F]"));
  EXPECT_THAT(decoded.text, EndsWith("\nhello\n"));
  const std::string zstd = bytes("0d 0100 09 09 03000000") + zeros(64) + bytes("ffffff 00");
  EXPECT_THAT(kinds(decode(hello() + zstd)), ElementsAre(Kind::packed));
  const std::string chunks = bytes("05 0100 09 09 03000000") + zeros(4) + bytes("ff0000 00");
  EXPECT_THAT(kinds(decode(hello() + chunks)), ElementsAre(Kind::packed));
}

TEST(DecoderTest, SaysThatABlockIsEncrypted) {
  for (const char* magic : {"06", "07", "0a", "0c"}) {
    const Decoded decoded = decode(hello(std::string(magic) + "0000") + hello());
    EXPECT_THAT(kinds(decoded), ElementsAre(Kind::encrypted)) << magic;
    EXPECT_EQ(decoded.encrypted_blocks, 1U);
    EXPECT_EQ(decoded.blocks, 1U);
    EXPECT_THAT(decoded.text, HasSubstr("encrypted (magic 0x" + std::string(magic)));
    EXPECT_THAT(decoded.text, EndsWith("\nhello\n"));
  }
}

TEST(DecoderTest, StopsAtItsLimits) {
  DecodeLimits limits;
  limits.block_bytes = 8;
  Decoded decoded = decode(hello_world_deflated(), limits);
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::packed));
  EXPECT_THAT(decoded.text, StartsWith("hello\nwo\n[F]"));
  limits.block_bytes = 100;
  limits.text_bytes = 6;
  decoded = decode(hello() + hello(), limits);
  EXPECT_THAT(kinds(decoded), ElementsAre(Kind::too_large));
  EXPECT_EQ(decoded.blocks, 1U);
}

// Wherever one byte is wrong, the other blocks are read.
TEST(DecoderTest, LosesAtMostOneBlockToOneWrongByte) {
  const std::string file = hello("03 0000", 4) + hello() + hello() + hello() + hello();
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (const int flip : {0x01, 0x10, 0x80, 0xff}) {
      std::string damaged = file;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      const Decoded decoded = decode(damaged);
      std::size_t lines = 0;
      for (std::size_t at = 0; (at = decoded.text.find("hello\n", at)) != std::string::npos; ++at) ++lines;
      EXPECT_GE(lines, 4U) << "byte " << i << " flipped by " << flip << ":\n" << decoded.text;
    }
  }
}

}  // namespace
}  // namespace chatproof::xlog
