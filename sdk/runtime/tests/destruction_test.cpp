// Takes the world apart after k events, for every k: whatever the moment, nothing may be called or touched afterwards.
// Meant to run under AddressSanitizer.
#include <gmock/gmock.h>

#include "sdk/runtime/impair/impaired_network.hpp"
#include "sdk/runtime/sim/sim_world.hpp"
#include "sdk/runtime/tests/network_behaviour.hpp"

namespace chatproof::runtime {
namespace {

using namespace std::chrono_literals;

// A client that talks, a server that echoes and says goodbye, over an impaired link on a rough network.
struct Scene {
  Scene() {
    const LinkConditions rough{.latency = 1ms, .jitter = 2ms, .segmentation = true};
    world.net().set("machine", rough);
    links->set("phone", rough);
    listener = world.network("server")
                   .listen({"", 1}, {}, [this](std::unique_ptr<Stream> stream) { accept(std::move(stream)); })
                   .listener;
    pending = links->host("phone").connect({"server", 1}, {}, [this](std::unique_ptr<Stream> stream, NetError) {
      if (stream == nullptr) return;
      client = std::make_unique<TestEnd>(std::move(stream));
      client->stream->write(std::string(300, 'x'));
    });
  }
  void accept(std::unique_ptr<Stream> stream) {
    server = std::make_unique<TestEnd>(std::move(stream));
    server->on_bytes = [this] {
      server->stream->write(server->received);
      if (server->received.size() == 300) server->stream.reset();
    };
  }

  SimWorld world;
  std::unique_ptr<ImpairedNetwork> links =
      std::make_unique<ImpairedNetwork>(world.loop(), world.network("machine"), Random(1));
  std::unique_ptr<Listener> listener;
  std::unique_ptr<TestEnd> server;
  std::unique_ptr<Pending> pending;
  std::unique_ptr<TestEnd> client;
};

// Runs `harm` after k events and the rest after it, for every k until the scene ends before its k-th event.
void after_every_event(const std::function<void(Scene&)>& harm) {
  for (int k = 0;; ++k) {
    ASSERT_LT(k, 10'000);
    Scene scene;
    int done = 0;
    while (done < k && !scene.world.loop().quiet() && scene.world.loop().step()) ++done;
    const bool over = done < k;
    harm(scene);
    if (testing::Test::HasFatalFailure()) return;
    EXPECT_EQ(scene.world.loop().run_until_quiet(Instant(1h)), RunEnd::reached);
    if (over) {
      EXPECT_GT(k, 50) << "the scene is too short to mean anything";
      return;
    }
  }
}

TEST(DestructionTest, TheClientMayVanishAtAnyMoment) {
  after_every_event([](Scene& scene) {
    scene.pending.reset();
    scene.client.reset();
  });
}

TEST(DestructionTest, TheClientMayResetAtAnyMoment) {
  after_every_event([](Scene& scene) {
    if (scene.client != nullptr) scene.client->stream->reset();
  });
}

TEST(DestructionTest, TheServerMayVanishAtAnyMoment) {
  after_every_event([](Scene& scene) {
    scene.listener.reset();
    scene.server.reset();
  });
}

TEST(DestructionTest, TheImpairmentMayGoAtAnyMoment) {
  after_every_event([](Scene& scene) {
    scene.pending.reset();
    scene.client.reset();
    scene.links.reset();
  });
}

TEST(DestructionTest, LinksMayBreakAtAnyMoment) {
  after_every_event([](Scene& scene) { scene.links->reset("phone"); });
  after_every_event([](Scene& scene) { scene.links->close("phone"); });
  after_every_event([](Scene& scene) { scene.world.net().reset("machine"); });
  after_every_event([](Scene& scene) { scene.world.net().close("machine"); });
}

TEST(DestructionTest, HostsMayDieAtAnyMoment) {
  after_every_event([](Scene& scene) { scene.world.net().kill("server"); });
  after_every_event([](Scene& scene) { scene.world.net().kill("machine"); });
  after_every_event([](Scene& scene) {
    scene.world.net().vanish("server");
    scene.world.net().revive("server");
  });
}

// However it ends, nobody is left waiting and no connection is left behind.
TEST(DestructionTest, EveryResetIsToldToBothEndsAndLeavesNothing) {
  after_every_event([](Scene& scene) {
    scene.links->reset("phone");
    ASSERT_EQ(scene.world.loop().run_until_quiet(Instant(1h)), RunEnd::reached);
    EXPECT_TRUE(scene.client == nullptr || scene.client->closed.has_value());
    EXPECT_TRUE(scene.server == nullptr || scene.server->closed.has_value() || scene.server->stream == nullptr);
    EXPECT_EQ(scene.world.net().connection_count(), 0u);
    EXPECT_EQ(scene.links->connections("phone"), 0u);
  });
}

}  // namespace
}  // namespace chatproof::runtime
