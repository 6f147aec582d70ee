// How one method is called with JSON: a slot per parameter reads its argument, holds it during the call and passes it.
// Only the invoke_*.cpp include this.

#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "sdk/v2tim/api/invoke.hpp"
#include "sdk/v2tim/api/methods.hpp"
#include "sdk/v2tim/api/result_callbacks.hpp"
#include "sdk/v2tim/json/convert.hpp"

namespace chatproof::v2tim {

/// One call under way.
struct Call {
  V2TIMManager& root;
  const Invoker::ListenerSource& listeners;
  std::function<void(std::unique_ptr<V2TIMBaseCallback>)> keep_callback;
  ResultSink sink;
  const nlohmann::json& args;
  std::string_view signature;
  Reader reader{};
  Invoked out{};
};

struct InvokeRow {
  std::string_view id;
  std::string_view signature;
  void (*make)(Call& call);
};

/// A value, by value or by reference.
template <class Parameter>
class Slot {
 public:
  using Value = std::remove_cvref_t<Parameter>;
  static constexpr bool is_written =
      std::is_lvalue_reference_v<Parameter> && !std::is_const_v<std::remove_reference_t<Parameter>>;

  void read(const nlohmann::json* arg, Call& call) {
    if (arg != nullptr) read_json(*arg, value_, call.reader);
  }
  Parameter pass() { return value_; }
  void finish(std::string_view name, Call& call) {
    if constexpr (is_written) call.out.changed[std::string(name)] = json_of(value_);
  }

 private:
  Value value_{};
};

template <class Type>
class PointerSlot {
 public:
  Type* pass() { return pointer_; }
  void finish(std::string_view /*name*/, Call& /*call*/) {}

 protected:
  Type* pointer_ = nullptr;
};

template <>
class Slot<const void*> : public PointerSlot<const void> {
 public:
  void read(const nlohmann::json* arg, Call& call) {
    if (arg != nullptr && !arg->is_null() && read_json(*arg, text_, call.reader)) pointer_ = &text_;
  }

 private:
  V2TIMString text_;
};

template <class Listener>
  requires std::is_base_of_v<Listener, ListenerRecorder>
class Slot<Listener*> : public PointerSlot<Listener> {
 public:
  void read(const nlohmann::json* arg, Call& call) {
    if (arg != nullptr && arg->is_null()) return;
    if (arg != nullptr && !arg->is_string()) {
      call.reader.fail("the name of a listener, or null, is expected");
      return;
    }
    const auto name = arg == nullptr ? std::string() : arg->get<std::string>();
    this->pointer_ = call.listeners ? call.listeners(name) : nullptr;
    if (this->pointer_ == nullptr && arg != nullptr) call.reader.fail("no listener named \"" + name + "\"");
  }
};

template <class Callback>
  requires std::is_base_of_v<V2TIMBaseCallback, Callback>
class Slot<Callback*> : public PointerSlot<Callback> {
 public:
  void read(const nlohmann::json* arg, Call& call) {
    if (arg != nullptr && !arg->is_null()) call.reader.fail("only null can be given here");
    if (arg != nullptr || !call.sink) return;
    auto callback = std::make_unique<ResultOf<Callback>>(call.sink);
    this->pointer_ = callback.get();
    call.keep_callback(std::move(callback));
  }
};

template <class Manager>
Manager& manager_of(V2TIMManager& root);

/// A manager is told by its class name: that it is there is all that JSON can say of it.
template <class Manager>
nlohmann::json json_of_manager(const Manager* manager, std::string_view name) {
  return manager == nullptr ? nlohmann::json() : nlohmann::json(name.substr(0, name.find('*')));
}

template <class Slots, size_t... Index>
void read_slots(Slots& slots, const std::vector<std::string_view>& names, Call& call, std::index_sequence<Index...>) {
  [[maybe_unused]] const auto read_one = [&](auto& slot, std::string_view name) {
    const auto found = call.args.find(name);
    call.reader.enter(std::string(name));
    slot.read(found == call.args.end() ? nullptr : &*found, call);
    call.reader.leave();
    return !call.reader.failed();
  };
  [[maybe_unused]] const bool good = (read_one(std::get<Index>(slots), names[Index]) && ...);
}

template <class Manager, class Result, class... Parameters, size_t... Index>
void call_method(Call& call, std::string_view result_type, Result (Manager::*method)(Parameters...),
                 std::index_sequence<Index...> indices) {
  const auto names = parameter_names(call.signature);
  std::tuple<Slot<Parameters>...> slots;
  read_slots(slots, names, call, indices);
  if (call.reader.failed()) {
    call.out.error = call.reader.error();
    return;
  }
  Manager& manager = manager_of<Manager>(call.root);
  if constexpr (std::is_void_v<Result>) {
    (manager.*method)(std::get<Index>(slots).pass()...);
  } else if constexpr (std::is_pointer_v<Result>) {
    call.out.value = json_of_manager((manager.*method)(std::get<Index>(slots).pass()...), result_type);
  } else {
    call.out.value = json_of<Result>((manager.*method)(std::get<Index>(slots).pass()...));
  }
  (std::get<Index>(slots).finish(names[Index], call), ...);
}

template <class Manager, class Result, class... Parameters>
void call_method(Call& call, std::string_view result_type, Result (Manager::*method)(Parameters...)) {
  call_method(call, result_type, method, std::index_sequence_for<Parameters...>());
}

std::span<const InvokeRow> manager_rows();
std::span<const InvokeRow> message_rows();
std::span<const InvokeRow> group_rows();
std::span<const InvokeRow> conversation_rows();
std::span<const InvokeRow> friendship_rows();
std::span<const InvokeRow> signaling_rows();
std::span<const InvokeRow> community_rows();
std::span<const InvokeRow> offline_push_rows();

}  // namespace chatproof::v2tim

#define CHATPROOF_INVOKE_ROW(MANAGER, NAME, ID, RESULT, SIGNATURE, SUPPORT, REQUIRED)                \
  InvokeRow{ID, #SIGNATURE, [](Call& call) {                                                         \
              call_method(call, #RESULT, static_cast<RESULT(MANAGER::*) SIGNATURE>(&MANAGER::NAME)); \
            }},
