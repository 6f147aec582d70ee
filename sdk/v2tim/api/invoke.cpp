#include "sdk/v2tim/api/invoke.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <vector>

#include "sdk/v2tim/api/invoke_call.hpp"

namespace chatproof::v2tim {

using nlohmann::json;

namespace {

const InvokeRow* find_row(std::string_view id) {
  for (const auto rows : {manager_rows(), message_rows(), group_rows(), conversation_rows(), friendship_rows(),
                          signaling_rows(), community_rows(), offline_push_rows()}) {
    const auto found = std::find_if(rows.begin(), rows.end(), [id](const InvokeRow& row) { return row.id == id; });
    if (found != rows.end()) return &*found;
  }
  return nullptr;
}

/// Empty when every argument is a parameter of the method.
std::string unknown_argument(const json& args, std::string_view signature) {
  const auto names = parameter_names(signature);
  for (const auto& item : args.items()) {
    if (std::find(names.begin(), names.end(), item.key()) == names.end()) {
      return "/" + item.key() + ": no such argument; there are " + std::string(signature);
    }
  }
  return {};
}

}  // namespace

class Invoker::State {
 public:
  State(V2TIMManager& manager, ListenerSource source) : root(manager), listeners(std::move(source)) {}

  void keep(std::unique_ptr<V2TIMBaseCallback> callback) {
    const std::lock_guard lock(mutex_);
    callbacks_.push_back(std::move(callback));
  }

  V2TIMManager& root;
  const ListenerSource listeners;

 private:
  std::mutex mutex_;
  // Kept to the end rather than to the completion: a wrong SDK may complete a call twice, and that has to be seen.
  std::vector<std::unique_ptr<V2TIMBaseCallback>> callbacks_;
};

Invoker::Invoker(V2TIMManager& root, ListenerSource listeners)
    : state_(std::make_unique<State>(root, std::move(listeners))) {}

Invoker::~Invoker() = default;

Invoked Invoker::invoke(const std::string& method, const json& args, ResultSink sink) {
  const InvokeRow* row = find_row(method);
  if (row == nullptr) return {"no such method: " + method, {}, {}};
  const json no_args = json::object();
  const json& given = args.is_null() ? no_args : args;
  if (!given.is_object()) return {": an object with the arguments by name is expected", {}, {}};
  if (auto error = unknown_argument(given, row->signature); !error.empty()) return {error, {}, {}};

  Call call{state_->root,
            state_->listeners,
            [this](std::unique_ptr<V2TIMBaseCallback> callback) { state_->keep(std::move(callback)); },
            std::move(sink),
            given,
            row->signature};
  call.reader.log_listener = [this](const json& value) -> V2TIMLogListener* {
    const bool usual = value.is_boolean() && value.get<bool>();
    if (!state_->listeners || (!usual && !value.is_string())) return nullptr;
    return state_->listeners(usual ? std::string() : value.get<std::string>());
  };
  row->make(call);
  return std::move(call.out);
}

}  // namespace chatproof::v2tim
