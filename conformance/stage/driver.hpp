// How a call reaches a system under test. The stage knows methods, arguments and results as names and JSON only.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "conformance/scenario/model.hpp"
#include "conformance/stage/world.hpp"
#include "sdk/runtime/random.hpp"

namespace chatproof::stage {

// What comes back from a system under test, on whatever thread it comes. `on_caller` says whether that is the thread,
// and the moment, of a call.
class DriverSink {
 public:
  virtual ~DriverSink() = default;
  virtual void callback(const std::string& listener, const std::string& name, nlohmann::json args) = 0;
  // A call's end: `outcome` is {"ok": true, "value": ...} or {"error": code, "text": ...}; may come more than once if
  // the system under test is wrong.
  virtual void completion(std::uint32_t call, nlohmann::json outcome) = 0;
  // Arguments that the method has written to, by name, as they are when it returns.
  virtual void changed(std::uint32_t call, nlohmann::json args) = 0;
};

class Driver {
 public:
  virtual ~Driver() = default;
  // Makes the call and gives what it returned at once (null for nothing). `call` is handed to completion().
  virtual nlohmann::json call(std::uint32_t call, const std::string& method, const nlohmann::json& args) = 0;
};

struct DriverOptions {
  scenario::Actor actor;
  Seat seat;
  std::filesystem::path directory;  // data/ and log/ of the actor lie below
  runtime::Random random;
  std::string store_vfs;  // as v2tim::Environment
};

using DriverFactory = std::function<std::unique_ptr<Driver>(const DriverOptions& options, DriverSink& sink)>;

// The SDK of this repository, in this process.
[[nodiscard]] std::unique_ptr<Driver> make_sdk_driver(const DriverOptions& options, DriverSink& sink);

}  // namespace chatproof::stage
