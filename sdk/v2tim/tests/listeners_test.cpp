// Adding and removing listeners while another thread tells them.
#include "sdk/v2tim/listeners.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace chatproof::v2tim {
namespace {

struct Ear {
  std::atomic<int> told{0};
};

TEST(ListenersTest, WhatIsRemovedMayBeDeletedAtOnce) {
  Listeners<Ear> listeners;
  std::atomic<bool> done{false};
  std::thread teller([&] {
    while (!done) listeners.tell([](Ear& ear) { ++ear.told; });
  });
  for (int i = 0; i < 3000; ++i) {
    auto ear = std::make_unique<Ear>();
    listeners.add(ear.get());
    while (ear->told == 0) std::this_thread::yield();
    listeners.remove(ear.get());
  }
  done = true;
  teller.join();
}

TEST(ListenersTest, RemoveWaitsForTheCallUnderWay) {
  Listeners<Ear> listeners;
  Ear ear;
  listeners.add(&ear);
  std::promise<void> begun, go_on;
  std::thread teller([&] {
    listeners.tell([&](Ear& heard) {
      begun.set_value();
      go_on.get_future().wait();
      ++heard.told;
    });
  });
  begun.get_future().wait();
  auto removed = std::async(std::launch::async, [&] {
    listeners.remove(&ear);
    return ear.told.load();
  });
  EXPECT_EQ(removed.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  go_on.set_value();
  EXPECT_EQ(removed.get(), 1);
  teller.join();
}

// Two SDKs in one process: what each tells removes what the other tells.
TEST(ListenersTest, CallbacksThatRemoveEachOthersListenersDoNotWaitForEachOther) {
  Listeners<Ear> one, other;
  Ear first, second;
  one.add(&first);
  other.add(&second);
  std::promise<void> in_first, in_second;
  std::thread teller([&] {
    one.tell([&](Ear&) {
      in_first.set_value();
      in_second.get_future().wait();
      other.remove(&second);
    });
  });
  other.tell([&](Ear&) {
    in_second.set_value();
    in_first.get_future().wait();
    one.remove(&first);
  });
  teller.join();
  one.tell([](Ear&) { ADD_FAILURE() << "removed"; });
  other.tell([](Ear&) { ADD_FAILURE() << "removed"; });
}

TEST(ListenersTest, AListenerMayEndTheSdkThatTellsIt) {
  Ear first, second;
  auto listeners = std::make_unique<Listeners<Ear>>();
  listeners->add(&second);
  listeners->add(&first);
  listeners->tell([&](Ear& ear) {
    ++ear.told;
    listeners.reset();
  });
  EXPECT_EQ(first.told, 1);
  EXPECT_EQ(second.told, 0);
}

}  // namespace
}  // namespace chatproof::v2tim
