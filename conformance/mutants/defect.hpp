// What a defect may do: stand between the app and the SDK, and between the SDK and its loop and network.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "conformance/mutants/wire_tap.hpp"
#include "conformance/stage/driver.hpp"

namespace chatproof::mutants {

using nlohmann::json;

// What comes too late comes this late.
inline constexpr runtime::Duration lateness = std::chrono::seconds(5);
inline constexpr int wrong_code = 6999;  // nobody has it

// The one for one device, as long as its SDK lives. Everything passes unless a defect overrides it.
class Defect : public WireTap {
 public:
  Defect() = default;
  Defect(const Defect&) = delete;
  Defect& operator=(const Defect&) = delete;
  ~Defect() override = default;

  // Before the SDK is made.
  virtual void prepare(stage::DriverOptions& /*options*/) {}
  // The app calls; on the app's thread.
  virtual json call(std::uint32_t number, const std::string& method, const json& args);
  // The SDK tells.
  virtual void callback(const std::string& listener, const std::string& name, json args);
  virtual void completion(std::uint32_t number, const std::string& method, json outcome);

  void place(stage::Driver* sdk, stage::DriverSink& app, runtime::Loop& loop);

 protected:
  // A call of the defect's own: what comes of it is told to nobody.
  void call_quietly(const std::string& method, const json& args);
  // Runs the task on the loop, unless the device is gone by then.
  void later(runtime::Duration wait, runtime::Task task);
  [[nodiscard]] std::int64_t unix_ms() const;
  [[nodiscard]] stage::Driver& sdk() { return *sdk_; }
  [[nodiscard]] stage::DriverSink& app() { return *app_; }

 private:
  stage::Driver* sdk_ = nullptr;
  stage::DriverSink* app_ = nullptr;
  runtime::Loop* loop_ = nullptr;
  std::list<runtime::Timer> timers_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

inline constexpr std::uint32_t own_call = 0;  // the stage counts from 1

// The way to a value: "info/nickName", "*/userID".
using FieldPath = std::vector<std::string>;
[[nodiscard]] FieldPath path_of(const std::string& target);           // without the first part, the name
[[nodiscard]] std::string name_of_target(const std::string& target);  // the first part
// Whether something was there.
bool make_wrong(json& value, const FieldPath& path);
bool take_away(json& value, const FieldPath& path);

}  // namespace chatproof::mutants
