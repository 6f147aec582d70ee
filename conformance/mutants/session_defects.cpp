// Defects of the SDK's memory and manners, planted between app and SDK.
#include <set>
#include <utility>

#include "conformance/mutants/tables.hpp"
#include "sdk/v2tim/api/methods.hpp"

namespace chatproof::mutants {
namespace {

constexpr int logged_in = 1;

bool is_message(const std::string& method) {
  return method == "sendMessage" || method == "sendC2CTextMessage" || method == "sendC2CCustomMessage";
}

class LoginAgain final : public Defect {
 public:
  explicit LoginAgain(std::string after) : after_(std::move(after)) {}
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if (method == "login") login_ = args;
    return Defect::call(number, method, args);
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    Defect::callback(listener, name, std::move(args));
    if (name == after_ && !login_.is_null()) call_quietly("login", login_);
  }

 private:
  const std::string after_;
  json login_;
};

class AfterUnInit final : public Defect {
 public:
  explicit AfterUnInit(std::string name) : name_(std::move(name)) {}
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    json returned = Defect::call(number, method, args);
    if (method == "unInitSDK") {
      const std::string listener(v2tim::find_listener_callback(name_)->listener);
      later(runtime::Duration{0}, [this, listener] { app().callback(listener, name_, json::object()); });
    }
    return returned;
  }

 private:
  const std::string name_;
};

// Once thrown out, or logged out, a getter still tells what it told before.
class StaysInMemory : public Defect {
 public:
  StaysInMemory(std::string event, std::string getter) : event_(std::move(event)), getter_(std::move(getter)) {}
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if (method == "login") user_ = args.value("userID", std::string());
    if (method == "login" || method == "initSDK") over_ = false;
    json returned = Defect::call(number, method, args);
    if (!over_ || method != getter_) return returned;
    return method == "getLoginStatus" ? json(logged_in) : json(user_);
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    over_ = over_ || name == event_;
    Defect::callback(listener, name, std::move(args));
  }
  void completion(std::uint32_t number, const std::string& method, json outcome) override {
    over_ = over_ || (method == event_ && outcome.contains("ok"));
    Defect::completion(number, method, std::move(outcome));
  }

 private:
  const std::string event_, getter_;
  std::string user_;
  bool over_ = false;
};
class StatusStays final : public StaysInMemory {
 public:
  explicit StatusStays(std::string event) : StaysInMemory(std::move(event), "getLoginStatus") {}
};
class UserStays final : public StaysInMemory {
 public:
  explicit UserStays(std::string event) : StaysInMemory(std::move(event), "getLoginUser") {}
};

class MixesAccounts final : public Defect {
 public:
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if (method == "login" && first_.is_null()) first_ = args.value("userID", json());
    json returned = Defect::call(number, method, args);
    const bool somebody = returned.is_string() && !returned.get_ref<const std::string&>().empty();
    return method == "getLoginUser" && somebody ? first_ : returned;
  }

 private:
  json first_;
};

// After the event the last message is told once more.
class Redelivers final : public Defect {
 public:
  explicit Redelivers(std::string after) : after_(std::move(after)) {}
  void callback(const std::string& listener, const std::string& name, json args) override {
    if (name.starts_with("onRecv")) {
      listener_ = listener;
      name_ = name;
      args_ = args;
    }
    Defect::callback(listener, name, std::move(args));
    if (name == after_) again();
  }
  void completion(std::uint32_t number, const std::string& method, json outcome) override {
    Defect::completion(number, method, std::move(outcome));
    if (method == after_) again();
  }

 private:
  void again() {
    if (!name_.empty()) app().callback(listener_, name_, args_);
  }
  const std::string after_;
  std::string listener_, name_;
  json args_;
};

class ComesBackAfterUnInit final : public Defect {
 public:
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if (method == "initSDK") {
      init_ = args;
      if (std::exchange(away_, false)) Defect::call_quietly("unInitSDK", json::object());
    }
    json returned = Defect::call(number, method, args);
    if (method == "unInitSDK" && !init_.is_null()) {
      away_ = true;
      call_quietly("initSDK", init_);
    }
    return returned;
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    if (!away_) Defect::callback(listener, name, std::move(args));
  }

 private:
  json init_;
  bool away_ = false;
};

// Every SDK begins with an empty directory.
class LosesItsFiles final : public Defect {
 public:
  void prepare(stage::DriverOptions& options) override {
    made_ = std::to_string(options.seat.loop->now().time_since_epoch().count());
  }
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if (method != "initSDK") return Defect::call(number, method, args);
    json elsewhere = args;
    json& path = elsewhere["config"]["initPath"];
    path = path.get<std::string>() + "/" + made_;
    return Defect::call(number, method, elsewhere);
  }

 private:
  std::string made_;
};

class LosesWaitingMessages final : public Defect {
 public:
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    if (connected_ || !is_message(method)) return Defect::call(number, method, args);
    later(lateness, [this, number] { app().completion(number, {{"ok", true}}); });
    return "lost";
  }
  void callback(const std::string& listener, const std::string& name, json args) override {
    if (name == "onConnectSuccess") connected_ = true;
    if (name == "onConnecting") connected_ = false;
    Defect::callback(listener, name, std::move(args));
  }

 private:
  bool connected_ = false;
};

class SendsTwice final : public Defect {
 public:
  json call(std::uint32_t number, const std::string& method, const json& args) override {
    json returned = Defect::call(number, method, args);
    if (is_message(method)) call_quietly(method, args);
    return returned;
  }
};

class OtherPlatform final : public Defect {
 public:
  void prepare(stage::DriverOptions& options) override {
    options.actor.platform = options.actor.platform == "Web" ? "Linux" : "Web";
  }
};

class NewDeviceEachTime final : public Defect {
 public:
  void prepare(stage::DriverOptions& options) override {
    options.actor.device_id += "-" + std::to_string(options.seat.loop->now().time_since_epoch().count());
  }
};

class ForgetsProfileOfSelf final : public Defect {
 public:
  void callback(const std::string& listener, const std::string& name, json args) override {
    if (name.starts_with("onRecv") && args.contains("sender") && args["sender"].is_object())
      for (auto& [key, value] : args["sender"].items())
        if (key != "userID" && value.is_string()) value = "";
    Defect::callback(listener, name, std::move(args));
  }
};

}  // namespace

const std::vector<DefectRow>& session_defects() {
  using enum Family;
  using Kind = TargetKind;
  static const std::vector<std::string_view> ends = {"onKickedOffline", "onUserSigExpired", "logout"};
  static const std::vector<DefectRow> table = {
      {"afterUnInit",
       callback,
       Kind::callback,
       "the callback comes after unInitSDK has returned",
       make_for<AfterUnInit>,
       {},
       {"init"}},
      {"loginAgain",
       session,
       Kind::callback,
       "after the callback the SDK logs in by itself",
       make_for<LoginAgain>,
       {"onKickedOffline", "onUserSigExpired", "onConnectFailed", "onConnectSuccess"},
       {"kick", "ticket", "connection"}},
      {"statusStays",
       session,
       Kind::nothing,
       "after it getLoginStatus still says logged in",
       make_for<StatusStays>,
       ends,
       {"login-state", "kick"}},
      {"userStays",
       session,
       Kind::nothing,
       "after it getLoginUser still names the user",
       make_for<UserStays>,
       ends,
       {"login-state", "kick"}},
      {"redelivers",
       session,
       Kind::nothing,
       "after it the last message is told once more",
       make_for<Redelivers>,
       {"onConnectSuccess", "login", "logout", "onKickedOffline", "onSelfInfoUpdated"},
       {"messages", "connection"}},
      {"mixesAccounts",
       session,
       Kind::nothing,
       "getLoginUser names the first user who ever logged in",
       make<MixesAccounts>,
       {"session"},
       {"login", "login-state"}},
      {"comesBackAfterUnInit",
       session,
       Kind::nothing,
       "after unInitSDK it connects again",
       make<ComesBackAfterUnInit>,
       {"session"},
       {"init", "user-status"}},
      {"losesItsFiles",
       session,
       Kind::nothing,
       "after a restart it knows nothing of what it stored",
       make<LosesItsFiles>,
       {"session"},
       {"messages"}},
      {"losesWaitingMessages",
       session,
       Kind::nothing,
       "what is sent without a link is called sent and is not",
       make<LosesWaitingMessages>,
       {"session"},
       {"messages", "connection"}},
      {"sendsTwice",
       session,
       Kind::nothing,
       "every message is sent twice",
       make<SendsTwice>,
       {"session"},
       {"messages"}},
      {"otherPlatform",
       session,
       Kind::nothing,
       "it says that it runs on another platform",
       make<OtherPlatform>,
       {"session"},
       {"kick", "user-status"}},
      {"newDeviceEachTime",
       session,
       Kind::nothing,
       "after a restart it is another device",
       make<NewDeviceEachTime>,
       {"session"},
       {"messages", "kick"}},
      {"forgetsSenders",
       session,
       Kind::nothing,
       "the sender of a message has no profile",
       make<ForgetsProfileOfSelf>,
       {"session"},
       {"messages"}},
  };
  return table;
}

}  // namespace chatproof::mutants
