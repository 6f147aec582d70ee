#include "sdk/xlog/command.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "sdk/tests/scratch.hpp"
#include "sdk/xlog/tests/golden.hpp"

namespace chatproof::xlog {
namespace {

using golden::hello;
using ::testing::HasSubstr;

struct Ran {
  int code;
  std::string out;
  std::string err;
};

std::string write_text(const std::filesystem::path& file, std::string_view text) {
  return std::ofstream(file, std::ios::binary) << text << std::flush ? "" : file.string() + " cannot be written";
}

Ran run(const std::filesystem::path& input, std::optional<std::filesystem::path> output = {}) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_decode_log({input, std::move(output), write_text}, out, err);
  return {code, out.str(), err.str()};
}

using DecodeLogTest = ScratchTest;

TEST_F(DecodeLogTest, WritesTheTextBesideTheFile) {
  write(scratch / "imsdk_20231114.xlog", hello() + hello());
  const Ran ran = run(scratch / "imsdk_20231114.xlog");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(bytes_of(scratch / "imsdk_20231114.xlog.log"), "hello\nhello\n");
  EXPECT_THAT(ran.out, HasSubstr("2 blocks, 12 bytes of text\n"));
}

TEST_F(DecodeLogTest, WritesTheTextWhereItIsTold) {
  write(scratch / "a.xlog", hello());
  EXPECT_EQ(run(scratch / "a.xlog", scratch / "text").code, 0);
  EXPECT_EQ(bytes_of(scratch / "text"), "hello\n");
  const Ran ran = run(scratch / "a.xlog", "-");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "hello\n");
  EXPECT_THAT(ran.err, HasSubstr("1 block"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.xlog.log"));
}

TEST_F(DecodeLogTest, ReadsEveryLogOfADirectory) {
  write(scratch / "a.xlog", hello());
  write(scratch / "b.xlog", hello() + hello());
  write(scratch / "c.txt", "not a log");
  EXPECT_EQ(run(scratch).code, 0);
  EXPECT_EQ(bytes_of(scratch / "a.xlog.log"), "hello\n");
  EXPECT_EQ(bytes_of(scratch / "b.xlog.log"), "hello\nhello\n");
  EXPECT_FALSE(std::filesystem::exists(scratch / "c.txt.log"));
  EXPECT_EQ(run(scratch, scratch / "texts").code, 0);
  EXPECT_EQ(bytes_of(scratch / "texts" / "a.xlog.log"), "hello\n");
}

TEST_F(DecodeLogTest, ReadsWhatItCanOfADamagedFileAndTellsTheRest) {
  write(scratch / "a.xlog", hello() + "damage" + hello());
  const Ran ran = run(scratch / "a.xlog");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("1 problem\n  at byte 80: 6 bytes were skipped"));
}

TEST_F(DecodeLogTest, FailsWhenNothingCouldBeRead) {
  write(scratch / "text.xlog", "this is no log");
  write(scratch / "empty.xlog", "");
  EXPECT_EQ(run(scratch / "text.xlog").code, 1);
  EXPECT_EQ(run(scratch / "empty.xlog").code, 1);
  EXPECT_THAT(run(scratch / "empty.xlog").out, HasSubstr("it is empty"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "text.xlog.log"));
  std::filesystem::create_directories(scratch / "nothing");
  EXPECT_EQ(run(scratch / "nothing").code, 1);
}

TEST_F(DecodeLogTest, OneUnreadableLogDoesNotKeepTheOthersFromBeingRead) {
  write(scratch / "a.xlog", "this is no log");
  write(scratch / "b.xlog", hello());
  EXPECT_EQ(run(scratch).code, 1);
  EXPECT_EQ(bytes_of(scratch / "b.xlog.log"), "hello\n");
}

TEST_F(DecodeLogTest, ReportsWhatCannotBeOpenedOrWritten) {
  EXPECT_EQ(run(scratch / "missing.xlog").code, 2);
  EXPECT_THAT(run(scratch / "missing.xlog").err, HasSubstr("missing.xlog"));
  write(scratch / "a.xlog", hello());
  const Ran ran = run(scratch / "a.xlog", scratch / "nowhere" / "text");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("text cannot be written"));
  EXPECT_EQ(run(scratch, "-").code, 2);
}

TEST_F(DecodeLogTest, DoesNotOverwriteWhatItReads) {
  write(scratch / "a.xlog", hello());
  EXPECT_EQ(run(scratch / "a.xlog", scratch / "." / "a.xlog").code, 2);
  EXPECT_EQ(bytes_of(scratch / "a.xlog"), hello());
}

}  // namespace
}  // namespace chatproof::xlog
