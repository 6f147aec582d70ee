// V2TIMManager::GetInstance() of an app under test: the SDK of the World that lives.
#include <atomic>
#include <chatproof/testing.hpp>
#include <cstdio>
#include <cstdlib>

#include "conformance/testing/current.hpp"

namespace chatproof::testing {
namespace {

std::atomic<World*> current{nullptr};

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "chatproof::testing: %s\n", why);
  std::abort();
}

}  // namespace

void set_current(World* world) {
  if (current.exchange(world) != nullptr && world != nullptr) give_up("there is a World already; one at a time");
  // An app that links the real library in front of this one would talk past the World.
  if (world != nullptr && V2TIMManager::GetInstance() != &world->app().sdk())
    give_up("V2TIMManager::GetInstance() is not this library's: link chatproof::testing in front of imsdk");
}

}  // namespace chatproof::testing

V2TIMManager* V2TIMManager::GetInstance() {
  using namespace chatproof::testing;
  World* const world = current;
  if (world == nullptr) give_up("V2TIMManager::GetInstance() is called while there is no World");
  return &world->app().sdk();
}
