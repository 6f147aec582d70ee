// V2TIMManager::GetInstance(): one SDK on a thread of its own, on real sockets, told by the environment where the
// server is.
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>

#include "V2TIMManager.h"
#include "sdk/runtime/real/loop_thread.hpp"
#include "sdk/runtime/real/real_network.hpp"
#include "sdk/v2tim/sdk.hpp"

namespace chatproof::v2tim {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// CHATPROOF_SERVER: host:port. CHATPROOF_CA: a PEM file; with it the connection is TLS.
session::Config config_from_environment() {
  session::Config config;
  const std::string server = environment("CHATPROOF_SERVER");
  if (const auto colon = server.rfind(':'); colon != std::string::npos)
    config.server = {server.substr(0, colon), static_cast<std::uint16_t>(std::atoi(server.c_str() + colon + 1))};
  config.tls.ca_file = environment("CHATPROOF_CA");
  config.tls.enabled = !config.tls.ca_file.empty();
  config.platform = environment("CHATPROOF_PLATFORM").empty() ? "Linux" : environment("CHATPROOF_PLATFORM");
  config.device_id = environment("CHATPROOF_DEVICE");
  return config;
}

std::chrono::minutes local_zone(runtime::UnixTime time) {
  ::tzset();  // the device may have been taken to another zone since
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm local{};
  localtime_r(&seconds, &local);
  return std::chrono::minutes(local.tm_gmtoff / 60);
}

// Never destroyed: an app may call the SDK from its own static destructors.
struct Process {
  runtime::LoopThread thread;
  runtime::RealNetwork network{thread.loop()};
  Sdk sdk{{.loop = thread.loop(),
           .network = network,
           .random = runtime::Random(std::random_device()()),
           .session = config_from_environment(),
           .zone = local_zone}};
};

}  // namespace
}  // namespace chatproof::v2tim

V2TIMManager* V2TIMManager::GetInstance() {
  static auto* const process = new chatproof::v2tim::Process();
  return &process->sdk.manager();
}
