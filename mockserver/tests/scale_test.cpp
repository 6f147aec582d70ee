// What an operator does to one user costs the same, however many others there are: a deed that is done to each of
// 100,000 would not come to its end otherwise. Counted is memory that was looked at, not time.
#include <gtest/gtest.h>
#include <sys/prctl.h>

#include <fstream>

#include "mockserver/tests/gateway_fixture.hpp"

namespace chatproof::mockserver {
namespace {

constexpr int few = 100;
constexpr int many = 2500;
// To look at one word of every user is to touch a megabyte more, and at all of them ten.
constexpr std::int64_t tolerated_kb = 1024;

// Nothing: this kernel does not tell.
std::optional<std::int64_t> kilobytes_touched(const std::function<void()>& work) {
  ::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);  // pages of 2 MiB would hide everything
  std::ofstream("/proc/self/clear_refs") << "1" << std::flush;
  work();
  std::ifstream maps("/proc/self/smaps");
  std::optional<std::int64_t> sum;
  for (std::string word; maps >> word;) {
    std::int64_t kilobytes = 0;
    if (word == "Referenced:" && maps >> kilobytes) sum = sum.value_or(0) + kilobytes;
  }
  return sum;
}

struct Deed {
  const char* name;
  const char* action;
  Json arguments;
  friend void PrintTo(const Deed& deed, std::ostream* out) { *out << deed.action; }
};

class ScaleTest : public GatewayTest, public testing::WithParamInterface<Deed> {
 protected:
  // The least of some, each on another user: the first looks at code and tables too, and the heap grows by leaps.
  std::optional<std::int64_t> cost_with(int users) {
    while (static_cast<int>(peers_.size()) < users) {
      const std::string number = std::to_string(peers_.size());
      online("user-" + number, "device-" + number);
    }
    std::optional<std::int64_t> least;
    for (int attempt = 0; attempt < 5; ++attempt) {
      Json arguments = GetParam().arguments;
      arguments["user"] = "user-" + std::to_string(users / 2 + attempt);
      const auto cost = kilobytes_touched([&] { EXPECT_TRUE(act(GetParam().action, arguments).ok); });
      least = least ? std::min(least, cost) : cost;
    }
    return least;
  }
};

TEST_P(ScaleTest, ADeedOnOneUserDoesNotLookAtTheOthers) {
  const auto before = cost_with(few);
  if (!before) GTEST_SKIP() << "the kernel does not tell which memory was looked at";
  const auto after = cost_with(many);
  EXPECT_LE(*after - *before, tolerated_kb)
      << *before << " kB with " << few << " users, " << *after << " kB with " << many;
}

INSTANTIATE_TEST_SUITE_P(Deeds, ScaleTest,
                         testing::Values(Deed{"Kick", "kick", Json::object()},
                                         Deed{"Expire", "ticket.expire", Json::object()},
                                         Deed{"Revoke", "ticket.revoke", Json::object()},
                                         Deed{"Ban", "ban", Json::object()},
                                         Deed{"Reset", "resetConnections", Json::object()},
                                         Deed{"Close", "closeConnections", Json::object()},
                                         Deed{"Freeze", "freeze", Json::object()}, Deed{"Thaw", "thaw", Json::object()},
                                         Deed{"Profile", "profile.set", {{"profile", {{"nickName", "Al"}}}}}),
                         [](const auto& param_info) { return std::string(param_info.param.name); });

}  // namespace
}  // namespace chatproof::mockserver
