#include "conformance/process/workers.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <thread>

namespace chatproof::process {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class WorkersTest : public testing::Test {
 protected:
  // What became of each piece when `perform` does them.
  std::vector<std::string> run(std::size_t pieces, unsigned jobs,
                               const std::function<std::string(std::size_t, Standing&)>& perform) {
    Work work;
    work.pieces = pieces;
    work.jobs = jobs;
    work.perform = perform;
    work.limit = limit;
    work.started = [this](std::size_t piece) { started.push_back(piece); };
    work.finished = [this](std::size_t piece, Finished end) { ended[piece] = std::move(end); };
    work.stop = [this] { return stop(); };
    return work_apart(work);
  }

  milliseconds limit = std::chrono::seconds(30);
  std::function<bool()> stop = [] { return false; };
  std::vector<std::size_t> started;
  std::map<std::size_t, Finished> ended;
};

TEST_F(WorkersTest, GivesTheResultOfEachPiece) {
  const std::string big(3'000'000, 'x');
  EXPECT_THAT(run(20, 3, [&](std::size_t piece, Standing&) { return std::to_string(piece) + big; }), IsEmpty());
  ASSERT_EQ(ended.size(), 20u);
  EXPECT_EQ(started.size(), 20u);
  for (const auto& [piece, end] : ended) EXPECT_EQ(end.result, std::to_string(piece) + big) << end.trouble;
}

TEST_F(WorkersTest, APieceThatDiesTakesNoOtherWithIt) {
  EXPECT_THAT(run(6, 2,
                  [](std::size_t piece, Standing& standing) {
                    standing.tell("at the door");
                    if (piece == 1) std::raise(SIGKILL);
                    if (piece == 2) std::exit(7);
                    if (piece == 3) std::thread([] { throw std::runtime_error("the cause"); }).join();
                    return std::string("well");
                  }),
              IsEmpty());
  ASSERT_EQ(ended.size(), 6u);
  for (const std::size_t piece : {0u, 4u, 5u}) EXPECT_EQ(ended[piece].result, "well");
  EXPECT_THAT(ended[1].trouble, HasSubstr("signal 9"));
  EXPECT_EQ(ended[1].standing, "at the door");
  EXPECT_EQ(ended[2].trouble, "its process ended with exit code 7");
  EXPECT_THAT(ended[3].trouble, HasSubstr("signal 6"));
  EXPECT_EQ(ended[3].standing, "an exception that nobody caught: the cause; at the door");
}

TEST_F(WorkersTest, APieceThatHangsIsGivenUp) {
  limit = milliseconds(200);
  EXPECT_THAT(run(3, 1,
                  [](std::size_t piece, Standing& standing) {
                    standing.tell("piece " + std::to_string(piece));
                    while (piece == 1) ::pause();
                    return std::string("well");
                  }),
              IsEmpty());
  EXPECT_EQ(ended[0].result, "well");
  EXPECT_EQ(ended[1].trouble, "it hangs");
  EXPECT_EQ(ended[1].standing, "piece 1");
  EXPECT_EQ(ended[2].result, "well");
}

TEST_F(WorkersTest, APieceThatSaysHowLongItWaitsDoesNotHang) {
  limit = milliseconds(300);
  EXPECT_THAT(run(1, 1,
                  [](std::size_t, Standing& standing) {
                    standing.waits(std::chrono::seconds(30));
                    ::usleep(900'000);
                    return std::string("well");
                  }),
              IsEmpty());
  EXPECT_EQ(ended[0].result, "well") << ended[0].trouble;
}

TEST_F(WorkersTest, StopsWhenItIsAsked) {
  limit = milliseconds(0);
  stop = [this] { return !ended.empty(); };
  EXPECT_THAT(run(100, 2,
                  [](std::size_t piece, Standing&) {
                    while (piece > 0) ::pause();
                    return std::string("well");
                  }),
              IsEmpty());
  EXPECT_EQ(ended.size(), 1u);
  EXPECT_LE(started.size(), 3u);
}

TEST_F(WorkersTest, TellsOfChildrenThatEndBadlyAfterTheirWork) {
  EXPECT_THAT(run(1, 1,
                  [](std::size_t, Standing&) {
                    std::atexit([] { ::_exit(23); });
                    return std::string("well");
                  }),
              ElementsAre("its process ended with exit code 23"));
  EXPECT_EQ(ended[0].result, "well");
}

}  // namespace
}  // namespace chatproof::process
