// V2TIMManager::GetInstance(): one SDK on a thread of its own, on real sockets, told by the environment where the
// server is.
#include <openssl/ssl.h>
#include <pthread.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>

#include "V2TIMManager.h"
#include "sdk/runtime/endpoint_text.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/runtime/real/thread_on_demand.hpp"
#include "sdk/v2tim/sdk.hpp"

namespace chatproof::v2tim {
namespace {

using namespace std::chrono_literals;

constexpr runtime::Duration fork_patience = 200ms, exit_patience = 1s;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// CHATPROOF_SERVER: host:port. CHATPROOF_CA: a PEM file; with it the connection is TLS. CHATPROOF_PLATFORM,
// CHATPROOF_DEVICE: who connects.
struct Variables {
  Variables() {
    const std::string server = variable("CHATPROOF_SERVER");
    const auto endpoint = runtime::parse_endpoint(server);
    if (endpoint && endpoint->port != 0) {
      session.server = *endpoint;
    } else {
      server_problem = server.empty() ? "CHATPROOF_SERVER is not set: host:port of the server is expected"
                                      : "CHATPROOF_SERVER is \"" + server +
                                            "\": host:port is expected, port 1 to 65535, an IPv6 address in brackets";
    }
    session.tls.ca_file = variable("CHATPROOF_CA");
    session.tls.enabled = !session.tls.ca_file.empty();
    if (session.tls.enabled && !holds_certificates(session.tls.ca_file))
      ca_problem =
          "CHATPROOF_CA is \"" + session.tls.ca_file + "\": no file that can be read and holds PEM certificates";
    session.platform = variable("CHATPROOF_PLATFORM");
    if (session.platform.empty()) session.platform = "Linux";
    session.device_id = variable("CHATPROOF_DEVICE");
  }

  static bool holds_certificates(const std::string& file) {
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
      if (line.find("-----BEGIN ") != std::string::npos && line.find("CERTIFICATE-----") != std::string::npos)
        return true;
    return false;
  }

  session::Config session;
  std::string server_problem, ca_problem;
};

std::chrono::minutes local_zone(runtime::UnixTime time) {
  ::tzset();  // the device may have been taken to another zone since
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm local{};
  localtime_r(&seconds, &local);
  return std::chrono::minutes(local.tm_gmtoff / 60);
}

struct World {
  runtime::ThreadOnDemand loop;
  runtime::RealNetwork network{loop.loop()};
};

// Never destroyed: an app may call the SDK from its own static destructors. A process that is forked has none of the
// threads: there the SDK starts afresh, not initialised, at the same address.
class Process {
 public:
  Process() : sdk_(in_a_new_world()) {
    OPENSSL_init_ssl(0, nullptr);  // first, so that it cleans up after the SDK has stopped
    std::atexit([] { the().world_->loop.end(exit_patience); });
    pthread_atfork([] { the().world_->loop.hold(fork_patience); }, [] { the().world_->loop.release(); },
                   [] { the().sdk_.abandon(the().in_a_new_world()); });
  }

  static Process& the() {
    static auto* const process = new Process();
    return *process;
  }
  V2TIMManager* manager() { return &sdk_.manager(); }

 private:
  Environment in_a_new_world() {
    world_ = new World();
    return {.loop = world_->loop,
            .network = world_->network,
            .random = runtime::Random(std::random_device()()),
            .session = variables_.session,
            .zone = local_zone,
            .server_problem = variables_.server_problem,
            .ca_problem = variables_.ca_problem};
  }

  // Read once: a child has no right to the locks of the C library that another thread may have held at the fork.
  const Variables variables_;
  World* world_ = nullptr;
  Sdk sdk_;
};

}  // namespace
}  // namespace chatproof::v2tim

V2TIMManager* V2TIMManager::GetInstance() { return chatproof::v2tim::Process::the().manager(); }
