#include "conformance/stage/planted_driver.hpp"

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;

constexpr int wrong_code = 6999;

// Stands between the actor and its real driver, and lets everything pass that the defect does not befall.
class PlantedDriver final : public Driver, public DriverSink {
 public:
  PlantedDriver(const DriverFactory& make, const DriverOptions& options, DriverSink& sink, Defect defect)
      : sink_(sink), loop_(*options.seat.loop), defect_(std::move(defect)), inner_(make(options, *this)) {}

  json call(std::uint32_t call, const std::string& method, const json& args) override {
    {
      const std::lock_guard lock(mutex_);
      methods_[call] = method;
      if (method == "login") login_args_ = args;
    }
    if (is("earlyResult", method)) sink_.completion(call, {{"ok", true}});
    json returned = inner_->call(call, method, args);
    if (method == "unInitSDK" && defect_.kind == "afterUnInit")
      loop_.post([&sink = sink_, name = defect_.target] { sink.callback("V2TIMSDKListener", name, json::object()); });
    return returned;
  }

  void callback(const std::string& listener, const std::string& name, json args) override {
    if (is("dropCallback", name)) return;
    if (is("emptyCallback", name)) args = json::object();
    sink_.callback(listener, name, args);
    if (is("doubleCallback", name)) sink_.callback(listener, name, std::move(args));
    if (is("loginAgain", name)) log_in_again();
  }

  void completion(std::uint32_t call, json outcome) override {
    if (is_own(call)) return;
    const std::string method = method_of(call);
    if (is("dropResult", method) || is("earlyResult", method)) return;
    if (is("wrongResult", method)) outcome = {{"error", wrong_code}, {"text", "planted"}};
    sink_.completion(call, outcome);
    if (is("doubleResult", method)) sink_.completion(call, std::move(outcome));
  }

 private:
  // Calls that the defect makes have a number of their own: nobody on the stage knows them.
  static constexpr std::uint32_t own_call = 0;
  static bool is_own(std::uint32_t call) { return call == own_call; }

  bool is(const char* kind, const std::string& target) const {
    return defect_.kind == kind && defect_.target == target;
  }
  std::string method_of(std::uint32_t call) {
    const std::lock_guard lock(mutex_);
    return methods_[call];
  }
  void log_in_again() {
    json args;
    {
      const std::lock_guard lock(mutex_);
      args = login_args_;
    }
    inner_->call(own_call, "login", args);
  }

  DriverSink& sink_;
  runtime::Loop& loop_;
  const Defect defect_;
  std::mutex mutex_;  // guards what follows: results come on the SDK's thread
  std::map<std::uint32_t, std::string> methods_;
  json login_args_ = json::object();
  std::unique_ptr<Driver> inner_;  // the last member: it may still call while it goes
};

}  // namespace

const std::vector<DefectRow>& defect_table() {
  using enum DefectRow::Target;
  static const std::vector<DefectRow> table = {
      {"dropCallback", callback, "the callback is not told"},
      {"doubleCallback", callback, "the callback is told twice"},
      {"emptyCallback", callback, "the callback comes without its arguments"},
      {"loginAgain", callback, "after the callback the SDK logs in by itself"},
      {"afterUnInit", callback, "the callback comes after unInitSDK has returned"},
      {"dropResult", method, "the method's calls never end"},
      {"doubleResult", method, "the method's calls end twice"},
      {"earlyResult", method, "the method's calls succeed before they return"},
      {"wrongResult", method, "the method's calls end in code 6999"},
  };
  return table;
}

std::optional<Defect> parse_defect(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  Defect defect{text.substr(0, colon), text.substr(colon + 1)};
  for (const DefectRow& row : defect_table()) {
    if (row.kind != defect.kind) continue;
    const bool known = row.target == DefectRow::Target::method
                           ? v2tim::find_method(defect.target) != nullptr
                           : v2tim::find_listener_callback(defect.target) != nullptr;
    if (known) return defect;
  }
  return std::nullopt;
}

DriverFactory planted(DriverFactory make, Defect defect) {
  return [make = std::move(make), defect = std::move(defect)](const DriverOptions& options, DriverSink& sink) {
    return std::make_unique<PlantedDriver>(make, options, sink, defect);
  };
}

}  // namespace chatproof::stage
