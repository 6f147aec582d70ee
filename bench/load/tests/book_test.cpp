// Whatever happens is in the interval and in the phase of its instant, however late a timer or uneven the two.
#include "bench/load/book.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace chatproof::load {
namespace {

using namespace std::chrono_literals;

class BookTest : public testing::Test {
 protected:
  BookTest() {
    profile.interval = 1s;
    profile.phases.push_back({"ramp", 0s, 1500ms, {}});
    profile.phases.push_back({"kick", 1500ms, 3s, {}});
    book.begin(origin);
  }
  Book::Told note(const std::string& what) {
    return [this, what](std::size_t number, const Meter& meter) {
      told.push_back(what + std::to_string(number) + ": " + std::to_string(meter.counted(Counter::kicks)) + " of " +
                     std::to_string(meter.online));
    };
  }
  void kick_at(Duration when) { book.at(origin + when).count(Counter::kicks); }

  const Instant origin = Instant(5s);
  Profile profile;
  std::int64_t online = 7;
  std::vector<std::string> told;
  Book book{profile, [this] { return Gauges{online, 0}; }, note("interval "), note("phase ")};
};

TEST_F(BookTest, WhatHappensAtTheBeginningOfAPhaseIsInThatPhase) {
  kick_at(1499ms);
  kick_at(1500ms);
  kick_at(1501ms);
  book.end({0, 0});
  EXPECT_EQ(told, (std::vector<std::string>{"interval 0: 0 of 7", "phase 0: 1 of 7", "phase 1: 2 of 0",
                                            "interval 1: 3 of 0"}));
}

TEST_F(BookTest, NothingIsLostBetweenIntervalsWithoutATurn) {
  kick_at(0ms);
  kick_at(3s);  // the drain belongs to no phase
  EXPECT_EQ(told, (std::vector<std::string>{"interval 0: 1 of 7", "phase 0: 1 of 7", "interval 1: 0 of 7",
                                            "phase 1: 0 of 7", "interval 2: 0 of 7"}));
  EXPECT_EQ(book.next_end(), origin + 4s);
  told.clear();
  book.end({3, 0});
  EXPECT_EQ(told, (std::vector<std::string>{"interval 3: 1 of 3"}));
}

}  // namespace
}  // namespace chatproof::load
