#include "conformance/stage/app_threads.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>

namespace chatproof::stage {
namespace {

// Each test ends the threads before it looks at what they have done.
class AppThreadsTest : public testing::Test {
 protected:
  AppThreads threads_;
};

TEST_F(AppThreadsTest, AThreadDoesItsTasksInOrderAndItsEndWaitsForThem) {
  std::string said;
  for (const char letter : std::string("abc")) threads_.post("main", [&said, letter] { said += letter; });
  threads_.end();
  EXPECT_EQ(said, "abc");
}

TEST_F(AppThreadsTest, AThreadDoesNotWaitForAnother) {
  std::promise<void> of_worker;
  threads_.post("main", [&] { of_worker.get_future().wait(); });
  threads_.post("worker", [&] { of_worker.set_value(); });
  threads_.end();
}

TEST_F(AppThreadsTest, ANameIsAlwaysTheSameThread) {
  std::thread::id first, second, other;
  threads_.post("main", [&] { first = std::this_thread::get_id(); });
  threads_.post("worker", [&] { other = std::this_thread::get_id(); });
  threads_.post("main", [&] { second = std::this_thread::get_id(); });
  threads_.end();
  EXPECT_EQ(first, second);
  EXPECT_NE(first, other);
  EXPECT_NE(first, std::this_thread::get_id());
}

TEST_F(AppThreadsTest, NothingRunsBetweenTheEndAndANewBeginning) {
  std::string said;
  threads_.end();
  threads_.post("main", [&] { said += "dead"; });
  threads_.begin_again();
  threads_.post("main", [&] { said += "alive"; });
  threads_.end();
  EXPECT_EQ(said, "alive");
}

}  // namespace
}  // namespace chatproof::stage
