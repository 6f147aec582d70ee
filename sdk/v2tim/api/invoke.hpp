// Any method of the API by name, with JSON arguments and JSON results.

#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "V2TIMManager.h"
#include "sdk/v2tim/api/listener_recorder.hpp"

namespace chatproof::v2tim {

/// One thing that a callback was told. Kept exactly as it came: a second completion of the same call is a second event.
struct CallEvent {
  enum class Kind { success, error, progress };
  Kind kind = Kind::success;
  /// The value of success, null if there is none; of progress, the percentage, or {"currentSize", "totalSize"}; of
  /// error, null but for modifyMessage.
  nlohmann::json value;
  int code = 0;
  std::string text;
};

/// Called on the thread that the callback comes on.
using ResultSink = std::function<void(const CallEvent&)>;

/// What a call gave back at once.
struct Invoked {
  std::string error;       ///< Not empty: no call was made, the arguments are wrong. "/userID: a string ... expected"
  nlohmann::json value;    ///< The return value; null for void; a manager's class name, null for a null one.
  nlohmann::json changed;  ///< Arguments that the method may write to (message), as they are after it; by name.
};

/// Calls methods on one SDK. Owns the callback objects it hands out: it must outlive the SDK, or its UnInitSDK. May be
/// used on any thread, from callbacks too.
class Invoker {
 public:
  /// The recorder of that name ("" where the arguments name none); null if there is none such.
  using ListenerSource = std::function<ListenerRecorder*(const std::string& name)>;

  explicit Invoker(V2TIMManager& root, ListenerSource listeners = {});
  ~Invoker();
  Invoker(const Invoker&) = delete;
  Invoker& operator=(const Invoker&) = delete;

  /// `method` is an id of the method table ("login", "createGroup#2"). `args` is an object, or null for none, with the
  /// arguments by parameter name; one that is absent is default-constructed, an unknown name is an error.
  /// Special ones: a listener is a name for the ListenerSource (absent: ""), or null; "param" of callExperimentalAPI is
  /// a string, passed as V2TIMString; "callback": null passes a null callback; logListener in "config" is true (for
  /// the source's "") or a name.
  Invoked invoke(const std::string& method, const nlohmann::json& args, ResultSink sink);

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace chatproof::v2tim
