// One SDK as an ordinary object. V2TIMManager::GetInstance() is one of these; tests make as many as they want.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sdk/runtime/loop.hpp"
#include "sdk/runtime/network.hpp"
#include "sdk/runtime/random.hpp"
#include "sdk/session/config.hpp"

class V2TIMManager;

namespace chatproof::v2tim {

// The world of one SDK. Loop and network outlive it. All callbacks and listener events come on the loop's thread,
// save argument errors (spec observed O2.1); methods may be called on any thread.
struct Environment {
  runtime::Loop& loop;
  runtime::Network& network;
  runtime::Random random;
  // Times and limits of the session, platform and device id. `server` empty: where the app said (setCustomServerInfo),
  // else CHATPROOF_SERVER as read by the caller; with neither every attempt to connect fails with a text that says so.
  session::Config session;
  bool store_in_memory = false;  // nothing is written to disk by the message store
  std::string store_vfs{};       // SQLite's name of the file system of the message store; empty: the machine's
  bool write_log_files = true;
  std::string log_prefix = "imsdk";  // spec observed O6.1
  // Local time minus UTC at a time, for the names and lines of log files: summer comes, devices travel. None: UTC.
  std::function<std::chrono::minutes(runtime::UnixTime)> zone{};
  // What is wrong with the server or the CA that `session` names: told with every attempt to connect that fails, unless
  // the app has said where (setCustomServerInfo).
  std::string server_problem{}, ca_problem{};
  std::string out_of_service{};  // not empty: InitSDK gives false, and the text of 6013 says this
};

class Sdk {
 public:
  explicit Sdk(Environment environment);
  // As a process that ends without UnInitSDK: no callback afterwards.
  ~Sdk();
  Sdk(const Sdk&) = delete;
  Sdk& operator=(const Sdk&) = delete;

  // Ends this SDK as the destructor does and puts a new one, not yet initialised, in its place: pointers to the
  // managers stay good.
  void replace(Environment environment);
  // The same in a process that was forked, where the old one has lost its thread and is left as it is.
  void abandon(Environment environment);

  [[nodiscard]] V2TIMManager& manager();
  // The platform's word on the network: see session::Session::network_hint.
  void network_hint(bool up);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chatproof::v2tim
