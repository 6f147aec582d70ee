// Drives the SDK of this repository through its public interface, by method name.
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "conformance/stage/driver.hpp"
#include "conformance/stage/session_words.hpp"
#include "sdk/v2tim/api/invoke.hpp"
#include "sdk/v2tim/sdk.hpp"

namespace chatproof::stage {
namespace {

using nlohmann::json;
using v2tim::CallEvent;

session::Config session_config(const DriverOptions& options) {
  session::Config config;
  config.server = options.seat.server;
  config.tls = options.seat.tls;
  config.platform = options.actor.platform;
  config.device_id = options.actor.device_id;
  apply_session_words(config, options.actor.session);  // the loader has checked them
  return config;
}

json outcome_of(const CallEvent& event) {
  if (event.kind == CallEvent::Kind::error) return {{"error", event.code}, {"text", event.text}};
  json outcome = {{"ok", true}};
  if (!event.value.is_null()) outcome["value"] = event.value;
  return outcome;
}

class SdkDriver final : public Driver {
 public:
  SdkDriver(const DriverOptions& options, DriverSink& sink)
      : sink_(sink),
        ear_(tell(sink)),
        sdk_(std::make_unique<v2tim::Sdk>(v2tim::Environment{.loop = *options.seat.loop,
                                                             .network = *options.seat.network,
                                                             .random = options.random,
                                                             .session = session_config(options),
                                                             .store_in_memory = false,
                                                             .store_vfs = options.store_vfs,
                                                             .write_log_files = true,
                                                             .log_prefix = "imsdk"})),
        invoker_(
            std::make_unique<v2tim::Invoker>(sdk_->manager(), [this](const std::string& name) { return ear(name); })) {
    listen();
  }
  // The SDK goes before the invoker, which owns the callbacks that it may still call.
  ~SdkDriver() override { sdk_.reset(); }

  json call(std::uint32_t call, const std::string& method, const json& args) override {
    const auto invoked = invoker_->invoke(method, args, [this, call](const CallEvent& event) {
      if (event.kind != CallEvent::Kind::progress) sink_.completion(call, outcome_of(event));
    });
    if (!invoked.error.empty()) return {{"invalidArguments", invoked.error}};
    if (!invoked.changed.empty()) sink_.changed(call, invoked.changed);
    return invoked.value;
  }

 private:
  static v2tim::ListenerRecorder::Record tell(DriverSink& sink) {
    return [&sink](const std::string& listener, const std::string& name, json args) {
      sink.callback(listener, name, std::move(args));
    };
  }

  // The usual ear has no name; a scenario that wants another one names it, and hears every event twice.
  v2tim::ListenerRecorder* ear(const std::string& name) {
    if (name.empty()) return &ear_;
    const std::lock_guard lock(mutex_);
    auto& other = more_ears_[name];
    if (!other) other = std::make_unique<v2tim::ListenerRecorder>(tell(sink_));
    return other.get();
  }

  // As the guide recommends: listeners first, then InitSDK (spec login 1.03).
  void listen() {
    V2TIMManager& manager = sdk_->manager();
    manager.AddSDKListener(&ear_);
    manager.AddSimpleMsgListener(&ear_);
    manager.AddGroupListener(&ear_);
    manager.GetMessageManager()->AddAdvancedMsgListener(&ear_);
    manager.GetConversationManager()->AddConversationListener(&ear_);
    manager.GetFriendshipManager()->AddFriendListener(&ear_);
    manager.GetSignalingManager()->AddSignalingListener(&ear_);
    manager.GetCommunityManager()->AddCommunityListener(&ear_);
  }

  DriverSink& sink_;
  v2tim::ListenerRecorder ear_;
  std::mutex mutex_;  // guards what follows: calls are made from inside callbacks, too
  std::map<std::string, std::unique_ptr<v2tim::ListenerRecorder>> more_ears_;
  std::unique_ptr<v2tim::Sdk> sdk_;
  std::unique_ptr<v2tim::Invoker> invoker_;
};

}  // namespace

std::unique_ptr<Driver> make_sdk_driver(const DriverOptions& options, DriverSink& sink) {
  return std::make_unique<SdkDriver>(options, sink);
}

}  // namespace chatproof::stage
