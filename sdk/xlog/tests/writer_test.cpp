#include "sdk/xlog/writer.hpp"

#include <gmock/gmock.h>

#include "sdk/tests/scratch.hpp"
#include "sdk/xlog/decoder.hpp"
#include "sdk/xlog/redact.hpp"
#include "sdk/xlog/tests/golden.hpp"

namespace chatproof::xlog {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// 2023-11-14 22:13:20.123 UTC
constexpr runtime::UnixTime evening{1700000000123ms};

Line line(std::string_view body, runtime::UnixTime time = evening, Level level = Level::info) {
  Line out;
  out.level = level;
  out.time = time;
  out.body = body;
  return out;
}

class WriterTest : public ScratchTest {
 protected:
  [[nodiscard]] WriterOptions here() const {
    WriterOptions options;
    options.directory = scratch / "logs";
    return options;
  }
  [[nodiscard]] std::string text_of(const char* name) const {
    const Decoded decoded = decode(bytes_of(scratch / "logs" / name));
    EXPECT_TRUE(decoded.problems.empty()) << decoded.text;
    return decoded.text;
  }
};

TEST(FormatTest, WritesTheLineOfMars) {
  WriterOptions options;
  options.process_id = 12;
  Line full = line("connected");
  full.zone = 8h;
  full.thread_id = 34;
  full.main_thread = true;
  full.tag = "link";
  full.file = "link.cpp";
  full.line = 56;
  full.function = "on_data";
  EXPECT_EQ(format(full, options),
            "[I][2023-11-15 +8.0 06:13:20.123][12, 34*][link][link.cpp:56, on_data][connected\n");
}

TEST(FormatTest, HasALetterForEachLevelAndAZoneWithItsSign) {
  WriterOptions options;
  Line west = line("", evening, Level::debug);
  west.zone = -210min;
  EXPECT_THAT(format(west, options), StartsWith("[D][2023-11-14 -3.5 18:43:20.123]"));
  EXPECT_THAT(format(line("", evening, Level::warn), options), StartsWith("[W]"));
  EXPECT_THAT(format(line("", evening, Level::error), options), StartsWith("[E]"));
}

TEST(FormatTest, KeepsAnEntryOnOneLine) { EXPECT_THAT(format(line("a\nb\r\n"), {}), HasSubstr("[a\\nb\\r\\n\n")); }

TEST(FormatTest, CutsLongLinesBetweenCharacters) {
  std::string body;
  while (body.size() < 2 * line_bytes_max) body += "\xe4\xbd\xa0";
  for (const char* tag : {"", "x", "xx"}) {
    Line longer = line(body);
    longer.tag = tag;
    const std::string text = format(longer, {});
    EXPECT_LE(text.size(), line_bytes_max);
    EXPECT_GT(text.size(), line_bytes_max - 4);
    EXPECT_THAT(text, ::testing::EndsWith("\xe4\xbd\xa0\n"));
  }
}

TEST_F(WriterTest, WritesABlockByteForByte) {
  WriterOptions options = here();
  Writer writer(options);
  EXPECT_EQ(writer.write(line("hello")), "");
  const std::string text = format(line("hello"), options);
  ASSERT_LT(text.size(), 256U);
  const std::string expected = golden::bytes("08 0000 16 16") + static_cast<char>(text.size()) + golden::zeros(3) +
                               golden::zeros(64) + text + golden::zeros(1);
  EXPECT_EQ(bytes_of(scratch / "logs" / "imsdk_20231114.xlog"), expected);
}

TEST_F(WriterTest, AppendsAfterARestart) {
  for (const char* body : {"one", "two"}) EXPECT_EQ(Writer(here()).write(line(body)), "");
  EXPECT_EQ(text_of("imsdk_20231114.xlog"), format(line("one"), here()) + format(line("two"), here()));
}

TEST_F(WriterTest, BeginsANewFileAtLocalMidnight) {
  WriterOptions options = here();
  options.prefix = "app";
  Writer writer(options);
  for (const auto& [body, minute] : {std::pair("before", 46min), std::pair("after", 47min)}) {
    Line east = line(body, evening + minute);
    east.zone = 1h;
    EXPECT_EQ(writer.write(east), "");
  }
  EXPECT_THAT(text_of("app_20231114.xlog"), HasSubstr("[before\n"));
  EXPECT_THAT(text_of("app_20231115.xlog"), HasSubstr("[after\n"));
}

TEST_F(WriterTest, TheZoneMayChangeFromLineToLine) {
  Writer writer(here());
  for (const auto zone : {1h, 2h}) {  // the clocks are put forward, which makes it tomorrow
    Line now = line("here", evening + 30min);
    now.zone = zone;
    EXPECT_EQ(writer.write(now), "");
  }
  EXPECT_THAT(text_of("imsdk_20231114.xlog"), HasSubstr("+1.0 23:"));
  EXPECT_THAT(text_of("imsdk_20231115.xlog"), HasSubstr("+2.0 00:"));
}

TEST_F(WriterTest, WritesItsLevelAndHigherOnes) {
  WriterOptions options = here();
  options.level = Level::warn;
  Writer writer(options);
  for (const Level level : {Level::debug, Level::info, Level::warn, Level::error}) {
    EXPECT_EQ(writer.write(line("x", evening, level)), "");
  }
  EXPECT_EQ(text_of("imsdk_20231114.xlog"),
            format(line("x", evening, Level::warn), options) + format(line("x", evening, Level::error), options));
}

TEST_F(WriterTest, MakesNotEvenADirectoryWhenItIsOff) {
  WriterOptions options = here();
  options.level = Level::off;
  EXPECT_EQ(Writer(options).write(line("x", evening, Level::error)), "");
  EXPECT_FALSE(std::filesystem::exists(options.directory));
}

TEST_F(WriterTest, TellsOnceThatItCannotWriteAndTriesAgainLater) {
  write(scratch / "logs", "a file where the directory should be");
  Writer writer(here());
  EXPECT_THAT(writer.write(line("lost")), HasSubstr("cannot be made"));
  EXPECT_EQ(writer.write(line("lost")), "");
  EXPECT_EQ(writer.write(line("lost", evening + 2min)), "");
  std::filesystem::remove(scratch / "logs");
  EXPECT_EQ(writer.write(line("lost", evening + 2min + 59s)), "");
  EXPECT_EQ(writer.write(line("kept", evening + 3min)), "");
  EXPECT_THAT(text_of("imsdk_20231114.xlog"), HasSubstr("[kept\n"));
}

// However much is logged: what came last is there, and a day takes at most twice the limit.
TEST_F(WriterTest, PutsAFullFileAsideInThePlaceOfTheOneBefore) {
  WriterOptions options = here();
  options.file_bytes_max = 1000;
  const auto size = [&](const char* name) { return std::filesystem::file_size(scratch / "logs" / name); };
  for (int run = 0; run < 2; ++run) {  // a second writer goes on in the file of the first
    Writer writer(options);
    for (int i = 0; i < 100; ++i) {
      ASSERT_EQ(writer.write(line("line " + std::to_string(100 * run + i))), "");
      ASSERT_LT(size("imsdk_20231114.xlog"), 1200u);
    }
  }
  EXPECT_LT(size("imsdk_20231114-1.xlog"), 1200u);
  const std::string text = text_of("imsdk_20231114-1.xlog") + text_of("imsdk_20231114.xlog");
  EXPECT_THAT(text, HasSubstr("line 199\n"));
  EXPECT_THAT(text, HasSubstr("line 190\n"));
  EXPECT_EQ(text.find("line 99\n"), std::string::npos);
}

TEST_F(WriterTest, TellsThatAFullFileCannotBePutAside) {
  WriterOptions options = here();
  options.file_bytes_max = 1;
  Writer writer(options);
  ASSERT_EQ(writer.write(line("first")), "");
  std::filesystem::create_directories(scratch / "logs" / "imsdk_20231114-1.xlog" / "in the way");
  EXPECT_THAT(writer.write(line("second")), HasSubstr("is full and cannot be put aside"));
  EXPECT_EQ(writer.write(line("third")), "");  // told once
}

TEST_F(WriterTest, CompressesLinesUntilItIsFlushed) {
  WriterOptions options = here();
  options.compressed = true;
  Writer writer(options);
  EXPECT_EQ(writer.write(line("one")), "");
  EXPECT_EQ(writer.write(line("two", evening + 1h)), "");
  EXPECT_EQ(bytes_of(scratch / "logs" / "imsdk_20231114.xlog"), "");
  EXPECT_EQ(writer.flush(evening + 1h), "");
  const std::string bytes = bytes_of(scratch / "logs" / "imsdk_20231114.xlog");
  EXPECT_EQ(bytes.substr(0, 5), golden::bytes("09 0100 16 17"));
  EXPECT_EQ(bytes.substr(bytes.size() - 5), golden::bytes("0000ffff 00"));
  EXPECT_EQ(text_of("imsdk_20231114.xlog"), format(line("one"), options) + format(line("two", evening + 1h), options));
}

TEST_F(WriterTest, ClosesACompressedBlockThatIsLargeEnough) {
  WriterOptions options = here();
  options.compressed = true;
  Writer writer(options);
  std::uint32_t state = 1;
  for (int i = 0; i < 20; ++i) {
    std::string noise;  // different in each line, so that it does not compress well
    for (int k = 0; k < 8000; ++k) {
      state = state * 1664525 + 1013904223;
      noise += static_cast<char>('!' + (state >> 24) % 90);
    }
    EXPECT_EQ(writer.write(line(noise)), "");
  }
  EXPECT_GT(bytes_of(scratch / "logs" / "imsdk_20231114.xlog").size(), 0U);
  EXPECT_EQ(writer.flush(evening), "");
  EXPECT_GT(decode(bytes_of(scratch / "logs" / "imsdk_20231114.xlog")).blocks, 1U);
}

TEST_F(WriterTest, PutsCompressedLinesIntoTheFileOfTheirDay) {
  WriterOptions options = here();
  options.compressed = true;
  {
    Writer writer(options);
    EXPECT_EQ(writer.write(line("first day")), "");
    EXPECT_EQ(writer.write(line("second day", evening + 24h)), "");
  }
  EXPECT_THAT(text_of("imsdk_20231114.xlog"), HasSubstr("[first day\n"));
  EXPECT_THAT(text_of("imsdk_20231115.xlog"), HasSubstr("[second day\n"));
}

TEST(RedactTest, ShowsThatThereWasATicketButNotWhich) {
  EXPECT_EQ(redact("eJyrVgrx"), "<ticket of 8 characters>");
  EXPECT_EQ(redact(""), "<no ticket>");
  EXPECT_EQ(redact_in("login(alice, eJyrVgrx, eJyrVgrx)", "eJyrVgrx"),
            "login(alice, <ticket of 8 characters>, <ticket of 8 characters>)");
  EXPECT_EQ(redact_in("nothing", ""), "nothing");
  EXPECT_EQ(redact_in("ticket", "ticket"), "<ticket of 6 characters>");
}

}  // namespace
}  // namespace chatproof::xlog
