// What is done leaves no memory behind: most of a million sessions are idle.
#include <gtest/gtest.h>

#include <vector>

#include "sdk/session/outbox.hpp"
#include "sdk/session/request_table.hpp"
#include "sdk/tests/heap.hpp"

namespace chatproof::session {
namespace {

constexpr std::size_t sessions = 1000;

TEST(IdleSizeTest, OutboxThatHasToldEverythingHoldsNothing) {
  std::vector<Outbox> boxes(sessions);
  const std::size_t before = bytes_in_use();
  for (Outbox& box : boxes) {
    for (int i = 0; i < 3; ++i) box.push({});
    while (!box.empty()) (void)box.pop();
  }
  // A few pieces of each size stay in the allocator's own cache.
  EXPECT_LT(bytes_in_use(), before + sessions * sizeof(Notice) / 10);
}

TEST(IdleSizeTest, RequestTableWithoutRequestsHoldsNothing) {
  std::vector<RequestTable> tables;
  const auto config = std::make_shared<const Config>();
  tables.reserve(sessions);
  for (std::size_t i = 0; i < sessions; ++i) tables.emplace_back(config);
  const std::size_t before = bytes_in_use();
  for (RequestTable& table : tables) {
    const std::uint32_t id = table.add({}, {}).id;
    EXPECT_TRUE(table.take(id));
  }
  EXPECT_LT(bytes_in_use(), before + sessions * sizeof(Request) / 10);
}

}  // namespace
}  // namespace chatproof::session
