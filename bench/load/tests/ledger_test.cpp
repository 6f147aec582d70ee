#include "bench/load/ledger.hpp"

#include <gtest/gtest.h>

#include "bench/load/wire_text.hpp"

namespace chatproof::load {
namespace {

using Seen = Ledger::Seen;
constexpr StreamId to_bob{1, 2, MessageKind::plain};

class LedgerTest : public testing::Test {
 protected:
  void send(int count) {
    for (int i = 0; i < count; ++i) ledger_.acked(to_bob, ledger_.sent(to_bob));
  }
  Ledger ledger_;
};

TEST_F(LedgerTest, NothingIsMissingWhenAllCameInOrder) {
  send(3);
  EXPECT_EQ(ledger_.missing(), 3u);
  for (std::uint64_t i = 0; i < 3; ++i) EXPECT_EQ(ledger_.received(to_bob, i), Seen::fresh);
  EXPECT_EQ(ledger_.missing(), 0u);
}

TEST_F(LedgerTest, WhatNeverCameIsMissingWhereverItWas) {
  send(5);
  for (const std::uint64_t number : {0u, 2u, 3u}) static_cast<void>(ledger_.received(to_bob, number));
  EXPECT_EQ(ledger_.missing(), 2u);  // 1, in between, and 4, at the end
}

TEST_F(LedgerTest, SameNumberTwiceIsADuplicate) {
  send(1);
  EXPECT_EQ(ledger_.received(to_bob, 0), Seen::fresh);
  EXPECT_EQ(ledger_.received(to_bob, 0), Seen::duplicate);
}

TEST_F(LedgerTest, EarlierNumberAfterALaterOneIsDisorderAndNotLost) {
  send(3);
  EXPECT_EQ(ledger_.received(to_bob, 2), Seen::fresh);
  EXPECT_EQ(ledger_.received(to_bob, 0), Seen::disordered);
  EXPECT_EQ(ledger_.received(to_bob, 0), Seen::duplicate);
  EXPECT_EQ(ledger_.missing(), 1u);
}

TEST_F(LedgerTest, MessageThatTheServerNeverAcknowledgedMayBeMissing) {
  static_cast<void>(ledger_.sent(to_bob));
  EXPECT_EQ(ledger_.missing(), 0u);
  EXPECT_EQ(ledger_.received(to_bob, 0), Seen::fresh);
}

TEST_F(LedgerTest, NobodyReceivesWhatNobodySent) {
  EXPECT_EQ(ledger_.received(to_bob, 0), Seen::unknown);
  send(1);
  EXPECT_EQ(ledger_.received(to_bob, 1), Seen::unknown);
}

TEST(WireTextTest, OnlyAPageThatSaysSoIsTheLastAndEmpty) {
  EXPECT_TRUE(is_last_empty_page(R"({"code":0,"complete":true,"cursor":4,"messages":[]})"));
  EXPECT_FALSE(is_last_empty_page(R"({"code":0,"complete":false,"cursor":4,"messages":[]})"));
  EXPECT_FALSE(is_last_empty_page(R"({"code":0,"complete":true,"cursor":4,"messages":[{"cursor":4}]})"));
  EXPECT_FALSE(is_last_empty_page("{}"));
}

}  // namespace
}  // namespace chatproof::load
