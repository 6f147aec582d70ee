#include "sdk/session/request_table.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sdk/wire/frame.hpp"

namespace chatproof::session {
namespace {

// A table with a clock and a link that takes `size` bytes for each request.
class Fixture : public testing::Test {
 protected:
  static constexpr std::uint64_t size = 100;

  std::uint32_t add(RequestRole role = RequestRole::user, bool idempotent = true) {
    Request request;
    request.role = role;
    request.idempotent = idempotent;
    request.needs_user = role == RequestRole::user;
    return table.add(std::move(request), now).id;
  }
  void online() {
    table.link_up();
    table.set_user_ready(true);
  }
  std::vector<std::uint32_t> write_due() {
    std::vector<std::uint32_t> ids;
    while (Request* request = table.next_due(now)) {
      ids.push_back(request->id);
      table.written(*request, now, written, written + size);
      written += size;
    }
    return ids;
  }
  int code_at_timeout(bool network_down, std::uint64_t flushed) {
    now += 30s;
    return table.timed_out(now, network_down, flushed).value_or(RequestTable::TimedOut{}).code;
  }

  RequestTable table{std::make_shared<const Config>()};
  Instant now{};
  std::uint64_t written = 0;
};
using RequestTableTest = Fixture;
using Ids = std::vector<std::uint32_t>;

TEST_F(RequestTableTest, RefusesWhatIsTooLargeOrTooMany) {
  EXPECT_EQ(table.refusal(wire::payload_max), 0);
  EXPECT_EQ(table.refusal(wire::payload_max + 1), 9522);
  for (int n = 0; n < 999; ++n) add();
  add(RequestRole::login);
  EXPECT_EQ(table.refusal(1), 0);
  const std::uint32_t last = add();
  EXPECT_EQ(table.refusal(1), 9507);
  (void)table.take(last);
  EXPECT_EQ(table.refusal(1), 0);
  (void)table.take_user_requests();
  EXPECT_EQ(table.size(), 1u);
  for (int n = 0; n < 1000; ++n) add();
  EXPECT_EQ(table.refusal(1), 9507);
}

TEST_F(RequestTableTest, WhatTheAppHasNotAskedForDoesNotCount) {
  for (int n = 0; n < 999; ++n) add();
  for (int n = 0; n < 2; ++n) {
    Request own;
    own.counts = false;
    table.add(std::move(own), now);
  }
  EXPECT_EQ(table.refusal(1), 0);
  add();
  EXPECT_EQ(table.refusal(1), 9507);
  EXPECT_EQ(table.refusal(1, false), 0);
  (void)table.take_user_requests();
  for (int n = 0; n < 999; ++n) add();
  EXPECT_EQ(table.refusal(1), 0);
}

TEST_F(RequestTableTest, WritesInOrderWhatTheLinkIsReadyFor) {
  const auto first = add();
  const auto login = add(RequestRole::login);
  const auto second = add();
  EXPECT_EQ(write_due(), Ids{});
  table.link_up();
  EXPECT_EQ(write_due(), Ids{login});
  table.set_user_ready(true);
  EXPECT_EQ(write_due(), (Ids{first, second}));
  EXPECT_EQ(write_due(), Ids{});
}

TEST_F(RequestTableTest, TheCodeSaysWhereItWasStuck) {
  const auto code = [this](bool user_ready, bool network_down, std::uint64_t flushed) {
    table = RequestTable(std::make_shared<const Config>());
    written = 0;
    add();
    if (user_ready) online();
    write_due();
    return code_at_timeout(network_down, flushed);
  };
  EXPECT_EQ(code(false, false, 0), 9518);
  EXPECT_EQ(code(false, true, 0), 9523);
  EXPECT_EQ(code(true, false, 0), 9519);
  EXPECT_EQ(code(true, true, 0), 9523);
  EXPECT_EQ(code(true, false, 1), 9521);
  EXPECT_EQ(code(true, true, 1), 9525);
  EXPECT_EQ(code(true, false, size), 9520);
  EXPECT_EQ(code(true, true, size), 9524);
}

TEST_F(RequestTableTest, HalfSentIsHalfSentAlsoWhenTheLinkIsGone) {
  const auto code = [this](bool network_down, std::uint64_t flushed) {
    table = RequestTable(std::make_shared<const Config>());
    written = 0;
    add();
    online();
    write_due();
    table.link_down(flushed);
    return code_at_timeout(network_down, 0);
  };
  EXPECT_EQ(code(false, 0), 9518);  // as if it had never been written
  EXPECT_EQ(code(false, 1), 9521);
  EXPECT_EQ(code(true, 1), 9525);
  EXPECT_EQ(code(false, size), 9520);
  EXPECT_EQ(code(true, size), 9524);
}

TEST_F(RequestTableTest, TimesOutAfterThirtySecondsAndNotBefore) {
  const auto first = add();
  now += 1s;
  const auto second = add();
  EXPECT_EQ(table.next_wakeup(), Instant{} + 30s);
  now = Instant{} + 30s - 1us;
  EXPECT_FALSE(table.timed_out(now, false, 0));
  now += 1us;
  ASSERT_TRUE(table.timed_out(now, false, 0));
  EXPECT_EQ(table.timed_out(now, false, 0)->id, first);
  (void)table.take(first);
  EXPECT_FALSE(table.timed_out(now, false, 0));
  EXPECT_EQ(table.next_wakeup(), Instant{} + 31s);
  (void)table.take(second);
  EXPECT_EQ(table.next_wakeup(), std::nullopt);
}

TEST_F(RequestTableTest, ANewLinkGetsTheRequestAgainTenSecondsAfterTheLastTime) {
  const auto id = add();
  online();
  EXPECT_EQ(write_due(), Ids{id});
  now += 10s;
  EXPECT_EQ(write_due(), Ids{});  // the same link: the reply may still come
  now -= 8s;
  table.link_down(size);
  online();
  EXPECT_EQ(write_due(), Ids{});
  EXPECT_EQ(table.next_wakeup(), Instant{} + 10s);
  now = Instant{} + 10s;
  EXPECT_EQ(write_due(), Ids{id});
  EXPECT_EQ(table.next_wakeup(), Instant{} + 30s);
}

TEST_F(RequestTableTest, ALoginIsWrittenToANewLinkAtOnce) {
  const auto id = add(RequestRole::login);
  table.link_up();
  EXPECT_EQ(write_due(), Ids{id});
  table.link_down(size);
  table.link_up();
  EXPECT_EQ(write_due(), Ids{id});
}

TEST_F(RequestTableTest, WhatMayNotBeRepeatedIsWrittenOnceUnlessItNeverLeft) {
  const auto left = add(RequestRole::user, false);
  const auto stayed = add(RequestRole::user, false);
  online();
  EXPECT_EQ(write_due(), (Ids{left, stayed}));
  table.link_down(size);  // of the second one not a byte had gone
  online();
  EXPECT_EQ(write_due(), Ids{stayed});
  now += 20s;
  EXPECT_EQ(write_due(), Ids{});
}

TEST_F(RequestTableTest, FindsAndTakesById) {
  const auto first = add();
  const auto second = add();
  EXPECT_EQ(table.find(second)->id, second);
  EXPECT_EQ(table.find(second + 1), nullptr);
  EXPECT_EQ(table.find(0), nullptr);
  EXPECT_TRUE(table.take(first));
  EXPECT_FALSE(table.take(first));
  EXPECT_TRUE(table.take(second));
  EXPECT_TRUE(table.empty());
}

TEST_F(RequestTableTest, TakesTheRequestsOfTheUserOnly) {
  const auto first = add();
  const auto login = add(RequestRole::login);
  const auto second = add();
  const auto taken = table.take_user_requests();
  ASSERT_EQ(taken.size(), 2u);
  EXPECT_EQ(taken[0].id, first);
  EXPECT_EQ(taken[1].id, second);
  EXPECT_EQ(table.take(RequestRole::login)->id, login);
  EXPECT_FALSE(table.take(RequestRole::login));
}

}  // namespace
}  // namespace chatproof::session
