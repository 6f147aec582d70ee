// V2TIMManager::GetInstance() of an app under test: the SDK of the World that lives.
#include <atomic>
#include <chatproof/testing.hpp>
#include <cstdio>
#include <cstdlib>

#include "conformance/testing/current.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/real/thread_on_demand.hpp"

namespace chatproof::testing {
namespace {

std::atomic<World*> current{nullptr};

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "chatproof::testing: %s\n", why);
  std::abort();
}

// Never destroyed, as in the library that apps use.
struct Nowhere {
  runtime::ThreadOnDemand loop;
  runtime::RealNetwork network{loop.loop()};
};

}  // namespace

v2tim::Environment no_world() {
  static auto* const nowhere = new Nowhere();
  return {.loop = nowhere->loop,
          .network = nowhere->network,
          .random = runtime::Random(0),
          .session = {},
          .out_of_service = "there is no chatproof::testing::World: make one before the app calls InitSDK"};
}

v2tim::Sdk& app_sdk() {
  static auto* const sdk = new v2tim::Sdk(no_world());
  return *sdk;
}

void set_current(World* world) {
  if (current.exchange(world) != nullptr && world != nullptr) give_up("there is a World already; one at a time");
  // An app that links the real library in front of this one would talk past the World.
  if (world != nullptr && V2TIMManager::GetInstance() != &world->app().sdk())
    give_up("V2TIMManager::GetInstance() is not this library's: link chatproof::testing in front of imsdk");
}

}  // namespace chatproof::testing

V2TIMManager* V2TIMManager::GetInstance() { return &chatproof::testing::app_sdk().manager(); }
